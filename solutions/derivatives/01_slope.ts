// %% [markdown]
// # 01 · The slope
//
// A neural network is a function: numbers go in, a number comes out that says how bad it is. To make it better
// you must know which way, and how much, that number moves when something is nudged. This is all that a
// **derivative** is, and everything in this course is built on it. You need no formulas to find one.
//
// ## What to do
//
// This file is TypeScript, made of cells: text in comments, then code. Further down are **blanks**:
// functions that say `return TODO()`. Put your answer in place of `TODO()`, for example `return x * x`, and
// save the file. Then, in the terminal:
//
//     npx ninja check      is it right?
//     npx ninja hint       I am stuck: a little more each time I ask
//     npx ninja next       it is right, go on
//
// | Python | TypeScript |
// |---|---|
// | `def f(x): return x**3 - 2*x` | `const f = (x: number): number => x ** 3 - 2 * x` |
// | `f(2.0)` | `f(2)`: there is one kind of number, always with a decimal point inside |
// | `y = f(x)` inside a function | `const y = f(x)` |
// | `3*x**2`, on paper 3x² | `3 * x ** 2` (not `3x`, and not `^`) |
//
// `: number` says what kind of thing a name stands for. A function can be handed to a function, as in Python.

// %% The function of this exercise
export const f = (x: number): number => x ** 3 - 2 * x

// %% [markdown]
// ## Nudge it
//
//     f(x + h) |                       *        f at 2:        2³ - 2·2       = 4
//              |                    *  :        f at 2.001:    2.001³ - 4.002 = 4.010006001
//              |                 *     : rise
//         f(x) |  . . . . . *  . . . . :        x was nudged by  h    = 0.001
//              |            :          :        f rose by        rise = 0.010006001
//              +------------+----------+---
//                           x        x + h      f rose about 10 times as much as x
//
// This 10 is the **slope** of f at 2: how many times as much as x does f move? A slope of 0 says: here f
// doesn't care about x. A negative one says: f falls when x grows.
//
// ## Blank 1: rise
//
// How much does `f` gain when `x` is nudged by `h`?

// %% How much f gains
// hint: Two values of f count: the one at x, and the one a little further.
// hint: What f is after the nudge, minus what it was before.
// hint: `f(x + h) - ...`
export function rise(f: (x: number) => number, x: number, h: number): number {
  // answer
  return f(x + h) - f(x)
  // end answer
  // wrong (sign, factor): return f(x) - f(x + h)
  // wrong (wrong operand): return f(x + h)
  // wrong (wrong operand): return f(h)
  // wrong (wrong operand): return f(x + h) - f(h)
  // wrong (-): return f(x + Math.abs(h)) - f(x)
  // wrong (-): return f(Math.abs(x) + h) - f(Math.abs(x))
  // wrong (-): return h < 0 ? f(x) - f(x + h) : f(x + h) - f(x)
}

// %% [markdown]
// ## Blank 2: slope
//
// The slope is the rise for each unit of the nudge. You may use your `rise`.

// %% How much f gains for each unit of the nudge
// hint: f rose 0.010006001 when x was nudged by 0.001, and the slope is about 10. What was done with the two?
// hint: Rise over run: the rise, divided by how far x went.
// hint: `rise(f, x, h)`, divided by the nudge. Mind that `a - b / h` divides only b.
export function slope(f: (x: number) => number, x: number, h: number): number {
  // answer
  return rise(f, x, h) / h
  // end answer
  // wrong (local derivative missing): return rise(f, x, h)
  // wrong (wrong operand): return f(x + h) / h
  // wrong (wrong operand): return rise(f, x, h) / x
  // wrong (wrong operand): return f(x + h) - f(x) / h
  // wrong (sign, factor): return (f(x) - f(x + h)) / h
  // wrong (-): return Math.abs(rise(f, x, h) / h)
  // wrong (-): return rise(f, x, h) / Math.abs(h)
  // wrong (wrong operand): return ((x + h) ** 3 - 2 * (x + h) - (x ** 3 - 2 * x)) / h
}

// %% [markdown]
// ## Blank 3: the limit
//
// With h = 0.001 you get 10.006001, with 0.0001 it is 10.00060001. The smaller the nudge, the nearer to 10.
// What the slope goes to as h goes to 0 is the **derivative**. For x³ - 2x you can see why, on paper:
//
//     (x + h)³ - 2 (x + h)  =  x³ + 3x² h + 3x h² + h³ - 2x - 2h
//
// Take off f(x), divide by h, and let h become 0: what is left? It is a formula in x alone. (From school you
// know it as a rule: the derivative of x^n is n x^(n-1), and of a sum it is the sum.)

// %% The derivative of x³ - 2x
// hint: After f(x) is taken off and the rest is divided by h, most of what is left still has an h in it.
// hint: Left are 3x² + 3x h + h² - 2. Now let h be 0.
// hint: Two terms: one has x squared, `x ** 2`, and the other has no x at all.
export function derivative(x: number): number {
  // answer
  return 3 * x ** 2 - 2
  // end answer
  // wrong (wrong local derivative): return 3 * x ** 2
  // wrong (wrong local derivative): return 3 * x ** 2 - 2 * x
  // wrong (wrong local derivative): return x ** 2 - 2
  // wrong (wrong local derivative): return 3 * x - 2
  // wrong (-): return 3 * x * Math.abs(x) - 2
  // wrong (-): return Math.abs(3 * x ** 2 - 2)
  // wrong (-): return 3 * x ** 3 / x - 2
  // wrong (-): return x > 0 ? 3 * x ** 2 - 2 : 0
}

// %% check
import type { Check } from 'backprop-ninja'

export const check: Check<{ rise: typeof rise; slope: typeof slope; derivative: typeof derivative }> = (
  learner,
  { g },
) => {
  // Few digits, so that a learner can do the sum by hand.
  const x = Number((1 + 2 * g.random()).toFixed(3))
  const h = Number((0.01 + g.random() / 10).toFixed(3))
  // Left of 0, where f falls.
  const left = Number((-0.2 - g.random() / 2).toFixed(3))
  const line = (x: number): number => 5 - 3 * x
  const riseRow = (name: string, x: number, h: number) =>
    ({
      name,
      blank: 'rise',
      learner: () => learner.rise(f, x, h),
      expected: f(x + h) - f(x),
      at: { x, h },
      slips: riseSlips(x, h),
    }) as const
  const slopeRow = (name: string, x: number, h: number) =>
    ({
      name,
      blank: 'slope',
      learner: () => learner.slope(f, x, h),
      expected: (f(x + h) - f(x)) / h,
      at: { x, h },
      slips: slopeSlips(f, x, h),
    }) as const
  const derivativeRow = (name: string, x: number) =>
    ({
      name,
      blank: 'derivative',
      learner: () => learner.derivative(x),
      expected: 3 * x ** 2 - 2,
      at: { x },
      slips: derivativeSlips(x),
    }) as const
  return [
    {
      name: 'rise(f, 2, 0.001)',
      blank: 'rise',
      learner: () => learner.rise(f, 2, 0.001),
      expected: 0.010006001,
      slips: riseSlips(2, 0.001),
    },
    riseRow('rise(f, x, h), other numbers', x, h),
    riseRow('rise(f, x, h), both negative', -x, -h),
    {
      name: 'rise(x => 5 - 3x, x, h)',
      blank: 'rise',
      learner: () => learner.rise(line, x, h),
      expected: -3 * h,
      at: { x, h },
      slips: [
        {
          family: 'wrong operand',
          value: f(x + h) - f(x),
          message: 'This is the rise of x³ - 2x. The function to use is the one that is handed to `rise`.',
        },
      ],
    },
    {
      name: 'slope(f, 2, 0.001)',
      blank: 'slope',
      learner: () => learner.slope(f, 2, 0.001),
      expected: 10.006001,
      slips: slopeSlips(f, 2, 0.001),
      learned: 'the nudge is still to be seen in the last digits',
    },
    slopeRow('slope(f, x, h), other numbers', x, h),
    slopeRow('slope(f, x, h), both negative', -x, -h),
    {
      name: 'slope(x => 5 - 3x, x, h)',
      blank: 'slope',
      learner: () => learner.slope(line, x, h),
      expected: -3,
      at: { x, h },
      slips: [
        {
          family: 'wrong operand',
          value: (f(x + h) - f(x)) / h,
          message: 'This is the slope of x³ - 2x. The function to use is the one that is handed to `slope`.',
        },
        ...slopeSlips(line, x, h),
      ],
    },
    {
      name: 'derivative(2)',
      blank: 'derivative',
      learner: () => learner.derivative(2),
      expected: 10,
      slips: derivativeSlips(2),
      learned: 'what the slope goes to as the nudge goes to 0',
    },
    derivativeRow('derivative(x), another x', x),
    derivativeRow('derivative(x), a negative x', left),
    derivativeRow('derivative(0)', 0),
  ]
}

function riseSlips(x: number, h: number) {
  return [
    {
      family: 'sign, factor',
      value: f(x) - f(x + h),
      message:
        'The two are in the wrong order. A rise is what f is after the nudge, minus what it was before.',
    },
    {
      family: 'wrong operand',
      value: f(x + h),
      message: 'This is f after the nudge. How much did it gain? Take off what it was before.',
    },
    {
      family: 'wrong operand',
      value: f(h),
      message: 'This is f at h, a place near 0. The nudge starts at x: it ends at x + h.',
    },
    {
      family: 'wrong operand',
      value: f(x + h) - f(h),
      message: 'You took off f at h. Before the nudge, f was f(x).',
    },
    {
      family: 'wrong operand',
      value: (f(x + h) - f(x)) / h,
      message: 'This is the slope already: it belongs in the next blank. The rise is not divided by h.',
    },
    {
      family: 'wrong operand',
      value: f(2 + h) - f(2),
      message: 'This is the rise at 2. Start at the x that is handed to `rise`.',
    },
  ] as const
}

function slopeSlips(f: (x: number) => number, x: number, h: number) {
  return [
    {
      family: 'local derivative missing',
      value: f(x + h) - f(x),
      message:
        'This is what f gained. The slope is how much it gained for each unit of the nudge: divide by h.',
    },
    {
      family: 'local derivative missing',
      value: (f(x + h) - f(x)) * h,
      message: 'The rise was multiplied by h. How much it rose for each unit of the nudge: divide.',
    },
    {
      family: 'wrong operand',
      value: f(x + h) / h,
      message: 'You divided f itself by h. Divide its rise: first take off f(x).',
    },
    {
      family: 'wrong operand',
      value: (f(x + h) - f(x)) / x,
      message: 'You divided by x. The nudge went from x to x + h: that is a distance of h.',
    },
    {
      family: 'wrong operand',
      value: f(x + h) - f(x) / h,
      message: 'Only f(x) was divided by h. `/` comes before `-`: put the difference in parentheses.',
    },
    {
      family: 'sign, factor',
      value: (f(x) - f(x + h)) / h,
      message:
        'The sign is turned over. The rise is what f is after the nudge, minus what it was before.',
    },
    {
      family: 'wrong operand',
      value: h / (f(x + h) - f(x)),
      message: 'This is upside down. How much f gained for each unit of the nudge: the rise, divided by h.',
    },
    {
      family: 'wrong operand',
      value: (f(x + h) - f(x - h)) / (2 * h),
      message: 'This is the slope from x - h to x + h, a good idea that comes next. Here it begins at x.',
    },
  ] as const
}

function derivativeSlips(x: number) {
  return [
    {
      family: 'wrong local derivative',
      value: 3 * x ** 2,
      message: 'The term -2x is missing. It has a slope too: -2 at every x.',
    },
    {
      family: 'wrong local derivative',
      value: 3 * x ** 2 - 2 * x,
      message: 'The term -2x was kept as it is. What belongs here is its slope, which has no x in it.',
    },
    {
      family: 'wrong local derivative',
      value: x ** 2 - 2,
      message: 'The 3 is missing. In (x + h)³ there are three terms with x² h, not one.',
    },
    {
      family: 'wrong local derivative',
      value: 3 * x - 2,
      message: 'The exponent went down by two. The derivative of x³ has x² in it.',
    },
    {
      family: 'wrong local derivative',
      value: x ** 3 - 2 * x,
      message: 'This is f itself. What is needed is how fast it grows.',
    },
    {
      family: 'wrong local derivative',
      value: 3 * x * 2 - 2,
      message: 'This has x * 2 where x squared belongs, x ** 2.',
    },
    {
      family: 'wrong local derivative',
      value: (3 * x) ** 2 - 2,
      message: 'Here the 3 is squared too. 3x² is three times x squared.',
    },
    ...[0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6].map(h => ({
      family: 'wrong local derivative' as const,
      value: (f(x + h) - f(x)) / h,
      message: 'This is the slope for a small nudge, which comes near. What it goes to has no h in it: find the formula.',
    })),
    {
      family: 'wrong operand',
      value: 10,
      message: 'This is the derivative at 2. Find a formula that holds for every x.',
    },
  ] as const
}
