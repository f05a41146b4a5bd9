// %% [markdown]
// # 01 · The slope
//
// A neural network is a function: numbers go in, and one number comes out that tells you how bad the network
// is. To improve it, you need to know how that number moves when you nudge something: which way, and how far.
// That is all a **derivative** is, and you can find one without any formulas.
//
// Further down are three **blanks**: functions that say `return TODO()`. Replace `TODO()` with your answer,
// for example `return x * x`, and save the file. Then type one of these in the terminal:
//
//     npx ninja check      is it right?
//     npx ninja hint       I'm stuck: a little more help each time I ask
//     npx ninja next       it's right, go on
//
// | on paper | Python | here, in TypeScript |
// |---|---|---|
// | f(x) = x³ - 2x | `def f(x): return x**3 - 2*x` | `const f = (x: number): number => x ** 3 - 2 * x` |
// | 3x² | `3*x**2` | `3 * x ** 2` (not `3x`, and not `^`) |
// | let y be f(2) | `y = f(2)` | `const y = f(2)` |
//
// `: number` only tells you what kind of thing a name is.

// %%
import { TODO } from 'backprop-ninja'

// %% The function of this exercise
export const f = (x: number): number => x ** 3 - 2 * x

// %% [markdown]
// ## Blank 1: rise
//
// At 2, this f is 4. Nudge x by 0.001, and f is a little larger:
//
//     4.010006001 |                       *
//                 |                    *  :
//                 |                 *     : rise
//               4 |  . . . . . *  . . . . :
//                 |            :          :
//                 +------------+----------+---
//                              2        2.001
//
// How much did f gain? Write it for **any** function `f`, any place `x` and any nudge `h`. `rise` is given all
// three. If `h` is negative, the nudge goes to the left.

// %% How much f gains
export function rise(f: (x: number) => number, x: number, h: number): number {
  return TODO()
}

// %% [markdown]
// ## Blank 2: slope
//
// x moved by 0.001, and f rose by 0.010006001: about 10 times as far. This 10 is the **slope** of f at 2. A
// slope of 0 means that f doesn't care about x here; a negative slope means that f falls when x grows.
//
// A nudge of 0.002 makes a rise of 0.020024008, twice as much. But the slope is still about 10. So how do you
// get it from the rise and the nudge? You can use your `rise`.

// %% The slope of f
export function slope(f: (x: number) => number, x: number, h: number): number {
  return TODO()
}

// %% [markdown]
// ## Blank 3: the limit
//
// With h = 0.001, the slope at 2 comes out as 10.006001. With h = 0.0001 it's 10.00060001. The number that it
// approaches as h goes to 0 is the **derivative**. You can't nudge by 0: that would be 0 / 0. But on paper you
// can divide by h first, and then let it be 0. Begin with f after the nudge:
//
//     (x + h)³ - 2 (x + h)  =  x³ + 3x² h + 3x h² + h³ - 2x - 2h
//
// Subtract f before the nudge, divide by h, and let h become 0. What is left is a formula with x alone. Does it
// give 10 at 2? And if you know a rule from school, does that give the same?

// %% The derivative of x³ - 2x
export function derivative(x: number): number {
  return TODO()
}
