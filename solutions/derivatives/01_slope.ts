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
// hint: You need two values of f: one at x, and one a little further on.
// hint: Take the value of f after the nudge, and subtract the value before it.
// hint: `f(x + h) - ...`
export function rise(f: (x: number) => number, x: number, h: number): number {
  // answer
  return f(x + h) - f(x)
  // end answer
  // wrong (sign, factor): return f(x) - f(x + h)
  //   > The two are in the wrong order. A rise is f after the nudge minus f before it.
  // wrong (wrong operand): return f(x + h)
  //   > This is f after the nudge. To get what it gained, subtract f before the nudge.
  // wrong (wrong operand): return f(h)
  //   > This is f at h. The nudge starts at x and ends at x + h.
  // wrong (wrong operand): return f(h) - f(x)
  //   > f(h) is f at h. The nudge starts at x and ends at x + h, so begin with f(x + h).
  // wrong (wrong operand): return f(x + h) - f(h)
  //   > You subtracted f at h. Before the nudge, f was f(x).
  // wrong (wrong operand): return (f(x + h) - f(x)) / h
  //   > This is already the slope, which is the next blank. Don't divide the rise by h.
  // wrong (wrong operand): return h
  //   > This is h, the distance that x moves. Return the distance that f moves.
  // wrong (wrong operand): return f(x + h) - f(x - h)
  //   > Your step goes from x - h to x + h. Start it at x.
  // wrong (wrong operand): return f(2 + h) - f(2)
  //   > This is the rise at 2, whatever x is. Start at the `x` that `rise` is given.
  // wrong (wrong operand): return (x + h) ** 3 - 2 * (x + h) - (x ** 3 - 2 * x)
  //   > This is the rise of x³ - 2x, whatever function you're given. Use the parameter `f`.
  // wrong (wrong operand): return f(x) + h
  //   > You added h to f(x). The nudge goes into f, to what f is given: f(x + h). Then subtract f before the nudge.
  // wrong (sign, factor): return f(x + h) + f(x)
  //   > You added the two. To get what f gained, subtract f before the nudge.
  // wrong (wrong operand): return f(x + h) / f(x)
  //   > This says how many times as large f became. To get what f gained, subtract f before the nudge.
  // wrong (wrong operand): return (f(x + h) - f(x - h)) / 2
  //   > Your step goes from x - h to x + h, and this is half of its rise. Start at x, and go to x + h.
  // wrong (-): return f(x + Math.abs(h)) - f(x)
  // wrong (-): return f(Math.abs(x) + h) - f(Math.abs(x))
  // wrong (-): return h < 0 ? f(x) - f(x + h) : f(x + h) - f(x)
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
// hint: f rose by 0.010006001 when x was nudged by 0.001, and the slope is about 10. How do you get from the
//       first two numbers to the third?
// hint: Rise over run: divide the rise by the distance that x moved.
// hint: `rise(f, x, h)`, divided by the nudge. Remember that `a - b / h` divides only b.
export function slope(f: (x: number) => number, x: number, h: number): number {
  // answer
  return rise(f, x, h) / h
  // end answer
  // wrong (local derivative missing): return rise(f, x, h)
  //   > This is the rise. The slope is the rise per unit of the nudge: divide by h.
  // wrong (local derivative missing): return rise(f, x, h) * h
  //   > You multiplied the rise by h. To get the rise per unit of the nudge, divide by h.
  // wrong (wrong operand): return f(x + h) / h
  //   > You divided f itself by h. Divide its rise: subtract f(x) first.
  // wrong (wrong operand): return rise(f, x, h) / x
  //   > You divided by x. The nudge goes from x to x + h, which is a distance of h.
  // wrong (wrong operand): return f(x + h) - f(x) / h
  //   > Only f(x) is divided by h, because `/` comes before `-`. Put the difference in parentheses.
  // wrong (sign, factor): return (f(x) - f(x + h)) / h
  //   > The sign is wrong. The rise is f after the nudge minus f before it.
  // wrong (wrong operand): return h / rise(f, x, h)
  //   > This is upside down. Divide the rise by h.
  // wrong (wrong operand): return (f(x + h) - f(x - h)) / (2 * h)
  //   > This is the slope from x - h to x + h. That's a good idea, and it comes next. Here the step starts at x.
  // wrong (wrong operand): return (f(x) - f(x - h)) / h
  //   > This is the slope from x - h to x. Here the step starts at x and ends at x + h.
  // wrong (wrong operand): return ((x + h) ** 3 - 2 * (x + h) - (x ** 3 - 2 * x)) / h
  //   > This is the slope of x³ - 2x, whatever function you're given. Use the parameter `f`.
  // wrong (-): return Math.abs(rise(f, x, h) / h)
  // wrong (-): return rise(f, x, h) / Math.abs(h)
}

// %% [markdown]
// ## Blank 3: the limit
//
// With h = 0.001, the slope at 2 comes out as 10.006001. With h = 0.0001 it's 10.00060001. The number that it
// approaches as h goes to 0 is the **derivative**. You can't nudge by 0: that would be 0 / 0. But on paper you
// can divide by h first, and then let it be 0. Begin with f after the nudge:
//
//     (x + h)³ - 2 (x + h)  =  x³ + 3x² h + 3x h² + h³ - 2x - 2h
// tex: (x + h)^3 - 2\,(x + h) = x^3 + 3x^2 h + 3x h^2 + h^3 - 2x - 2h
//
// Subtract f before the nudge, divide by h, and let h become 0. What is left is a formula with x alone. Does it
// give 10 at 2? And if you know a rule from school, does that give the same?

// %% The derivative of x³ - 2x
// hint: After you subtract f(x) and divide the rest by h, most of the terms still have an h in them.
// hint: You get 3x² + 3x h + h² - 2. Now let h be 0.
// hint: There are two terms. One has x squared, `x ** 2`, and the other has no x at all.
export function derivative(x: number): number {
  // answer
  return 3 * x ** 2 - 2
  // end answer
  // wrong (wrong local derivative): return 3 * x ** 2
  //   > The slope of the term -2x is missing. It is -2 at every x.
  // wrong (sign, factor): return 3 * x ** 2 + 2
  //   > The sign of the 2 is wrong. The term -2x falls when x grows, so its slope is -2.
  // wrong (wrong local derivative): return 3 * x ** 2 - 2 * x
  //   > You kept the term -2x as it is. Use its slope, which has no x in it.
  // wrong (wrong local derivative): return x ** 2 - 2
  //   > The factor 3 is missing. (x + h)³ contains 3x² h.
  // wrong (wrong local derivative): return 3 * x - 2
  //   > The x must be squared. The derivative of x³ is 3x².
  // wrong (wrong local derivative): return x ** 3 - 2 * x
  //   > This is f itself. Return its derivative: how fast it grows.
  // wrong (wrong local derivative): return 3 * x * 2 - 2
  //   > This has x * 2 where it needs x squared, `x ** 2`.
  // wrong (wrong local derivative): return (3 * x) ** 2 - 2
  //   > This squares the 3 as well. 3x² is three times x squared: `3 * x ** 2`.
  // wrong (wrong local derivative): return slope(f, x, 0.001)
  //   > This is a slope that you get by nudging, so it has a small error. Find the formula in x alone.
  // wrong (wrong local derivative): return slope(f, x, 1e-4)
  //   > This is a slope that you get by nudging, so it has a small error. Find the formula in x alone.
  // wrong (wrong local derivative): return slope(f, x, 1e-5)
  //   > This is a slope that you get by nudging, so it has a small error. Find the formula in x alone.
  // wrong (wrong local derivative): return slope(f, x, 1e-6)
  //   > This is a slope that you get by nudging, so it has a small error. Find the formula in x alone.
  // wrong (wrong local derivative): return slope(f, x, 1e-7)
  //   > This is a slope that you get by nudging, so it has a small error. Find the formula in x alone.
  // wrong (wrong local derivative): return slope(f, x, 1e-8)
  //   > This is a slope that you get by nudging, so it has a small error. Find the formula in x alone.
  // wrong (wrong local derivative): return slope(f, x, 1e-9)
  //   > This is a slope that you get by nudging, so it has a small error. Find the formula in x alone.
  // wrong (wrong local derivative): return slope(f, x, 1e-10)
  //   > This is a slope that you get by nudging, so it has a small error. Find the formula in x alone.
  // wrong (wrong local derivative): return (f(x + 1e-3) - f(x - 1e-3)) / 2e-3
  //   > This is a slope that you get by nudging, so it has a small error. Find the formula in x alone.
  // wrong (wrong local derivative): return (f(x + 1e-4) - f(x - 1e-4)) / 2e-4
  //   > This is a slope that you get by nudging, so it has a small error. Find the formula in x alone.
  // wrong (wrong local derivative): return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5
  //   > This is a slope that you get by nudging, so it has a small error. Find the formula in x alone.
  // wrong (wrong local derivative): return (f(x + 1e-6) - f(x - 1e-6)) / 2e-6
  //   > This is a slope that you get by nudging, so it has a small error. Find the formula in x alone.
  // wrong (wrong local derivative): return (f(x + 1e-7) - f(x - 1e-7)) / 2e-7
  //   > This is a slope that you get by nudging, so it has a small error. Find the formula in x alone.
  // wrong (not finite): return slope(f, x, 0)
  //   > With a nudge of 0 you divide 0 by 0, and that gives NaN. Simplify on paper first, and let h be 0 at the end.
  // wrong (wrong local derivative): return 3 * x ** 2 + 3 * x - 2
  //   > You kept the factor 3x of h. When h becomes 0, 3x h is gone altogether.
  // wrong (wrong local derivative): return 3 * x ** 2 + 3 * x - 1
  //   > You let h be 1. Let it be 0: then 3x h and h² are gone.
  // wrong (wrong operand): return 10
  //   > This is the derivative at 2. Find a formula that is right for every x.
  // wrong (-): return 3 * x * Math.abs(x) - 2
  // wrong (-): return Math.abs(3 * x ** 2 - 2)
  // wrong (-): return 3 * x ** 3 / x - 2
  // wrong (-): return x > 0 ? 3 * x ** 2 - 2 : 0
}

// %% check
import type { Check } from 'backprop-ninja'

type Learner = Pick<typeof import('./01_slope.ts'), 'rise' | 'slope' | 'derivative'>

export const check: Check<Learner> = (learner, { g }) => {
  // Few digits, so that a learner can do the sum by hand.
  const drawn = (from: number, width: number): number => Number((from + width * g.random()).toFixed(3))
  const [x, h] = [drawn(1, 2), drawn(0.01, 0.1)]
  // Left of 0, where f falls.
  const left = drawn(-0.7, 0.5)
  const line = (x: number): number => 5 - 3 * x
  const slopes = (['rise', 'slope'] as const).flatMap(blank => [
    {
      name: `${blank}(f, 2, 0.001)`,
      blank,
      learner: () => learner[blank](f, 2, 0.001),
      ...(blank === 'slope' ? { learned: 'the nudge shows: this is 10.006001, not 10' } : {}),
    },
    {
      name: `${blank}(f, x, h), other numbers`,
      blank,
      learner: () => learner[blank](f, x, h),
      at: { x, h },
    },
    {
      name: `${blank}(f, x, h), both negative`,
      blank,
      learner: () => learner[blank](f, -x, -h),
      at: { x: -x, h: -h },
    },
    {
      name: `${blank}(x => 5 - 3x, 2, 0.5)`,
      blank,
      learner: () => learner[blank](line, 2, 0.5),
      expected: blank === 'rise' ? -1.5 : -3,
    },
  ])
  const places = [
    ['another x', x],
    ['a negative x', left],
    ['x = 0', 0],
    ['a large x', 1e4],
  ] as const
  return [
    ...slopes,
    {
      name: 'derivative(2)',
      blank: 'derivative',
      learner: () => learner.derivative(2),
      expected: 10,
      within: 1e-12,
      learned: 'where the slope goes as the nudge goes to 0',
    },
    ...places.map(([which, x]) => ({
      name: `derivative(x), ${which}`,
      blank: 'derivative',
      learner: () => learner.derivative(x),
      at: { x },
      // What nudging gives is not so near.
      within: 1e-12,
    })),
  ]
}
