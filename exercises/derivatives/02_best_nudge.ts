// %% [markdown]
// # 02 · The best nudge
//
// The derivative is where the slope goes as the nudge goes to 0. So the smaller the nudge, the better? On
// paper, yes. On a computer, no. In this exercise you measure it and see the curve.
//
// The function is sin(3x), at x = 1. Its derivative there is 3 cos(3) = -2.969977…. That follows from the
// rules you know from school: the derivative of sin is cos, and the 3 inside becomes a factor.

// %%
import { TODO } from 'backprop-ninja'

// %% The function, and its derivative by the rules
export const wave = (x: number): number => Math.sin(3 * x)
export const dwave = (x: number): number => 3 * Math.cos(3 * x)

// %% [markdown]
// ## Blank 1: the symmetric slope
//
// `oneSided` below is the slope from exercise 01: from x to x + h. It leans to one side. Where the curve
// bends, the slope changes on the way from x to x + h, and what you get is closer to the slope in the
// middle, at x + h/2.
//
// Take a step to **both** sides instead: from x - h to x + h. Then x itself is the middle.
//
//                                         .  *
//                            .  *    <- at x + h
//               . *   <- at x
//      *   <- at x - h

// %% From x to x + h
export function oneSided(f: (x: number) => number, x: number, h: number): number {
  return (f(x + h) - f(x)) / h
}

// %% From x - h to x + h
export function symmetric(f: (x: number) => number, x: number, h: number): number {
  return TODO()
}

// %% [markdown]
// ## Blank 2: how wrong is it?
//
// A slope of 10.01 instead of 10 is a good guess. A slope of 0.02 instead of 0.01 is a bad one, though both
// are off by 0.01. What counts is how large the error is **compared to the true value**: the relative error.
// It's 0 or positive. `Math.abs(a)` is |a|.

// %% The error, as a fraction of the truth
export function relativeError(got: number, truth: number): number {
  return TODO()
}

// %% [markdown]
// ## Blank 3: which nudge is best?
//
// `nudges` are 1, 0.1, 0.01, … down to 1e-16. `bestNudge` takes a way to find a slope (`oneSided` or
// `symmetric`), a function, a place and the true derivative. It returns the nudge with the smallest relative
// error. Use a loop or list methods, as you like:
//
// | Python | TypeScript |
// |---|---|
// | `for h in nudges:` | `for (const h of nudges) { … }` |
// | `best = 1.0`, changed later | `let best = 1` |
// | `[error(h) for h in nudges]` | `nudges.map(h => error(h))` |
// | `min(errors)`, `errors.index(e)` | `Math.min(...errors)`, `errors.indexOf(e)` |

// %% 1, 0.1, 0.01, …
export const nudges = Array.from({ length: 17 }, (_, k) => Number(`1e-${k}`))
export type SlopeOf = (f: (x: number) => number, x: number, h: number) => number

// %% The nudge with the smallest error
export function bestNudge(slopeOf: SlopeOf, f: (x: number) => number, x: number, truth: number): number {
  return TODO()
}

// %% [markdown]
// ## What you will see
//
// When everything is right, the check draws the error for each nudge, using your functions. Read it from
// right to left, from large nudges to small ones. At first the error falls: with a nudge 10 times smaller,
// the one-sided slope gets 10 times better and the symmetric one 100 times. That is calculus. Then the curve
// turns and rises again. That is the computer.
//
// A computer keeps about 16 digits of a number. With h = 1e-12 the values f(x + h) and f(x) agree in the
// first 12 of them. The subtraction removes these, and 4 are left. Dividing by h doesn't bring the others
// back. With h = 1e-16, x + h **is** x, and the one-sided slope comes out as 0.
//
// With numbers of 7 digits (float32, which most neural networks use) the curve turns much sooner: that's the
// third curve. This is why nobody trains networks by nudging, or checks them by nudging in float32. There is
// another reason: a network has many thousands of inputs, and each would need its own nudge and its own run of
// the whole network. Backpropagation finds all slopes in one go, and exactly. That's what you will build.
