// %% [markdown]
// # 03 · Three variables
//
// The loss of a network depends on many numbers at once. Here is a function of three:
//
//     f(a, b, c)  =  -a³ + sin(3b) - 1/c + b^2.5 - √a
//
// With several variables there is a slope for each of them: how much does f move when **this** one is nudged
// and the others stay where they are? Such a slope is called a partial derivative, written ∂f/∂a, and all of
// them together are the **gradient**.
//
// To find ∂f/∂a treat b and c as constants. A term without an a doesn't move when a is nudged: its slope is 0.
//
// | term | its slope | |
// |---|---|---|
// | x^n | n x^(n-1) | for every n: 2.5, and -1, which is 1/x, and 0.5, which is √x |
// | sin(x) | cos(x) | |
// | sin(3x) | 3 cos(3x) | a factor inside comes out as well |
// | -g | minus the slope of g | g stands for any term |
// | g + k | the slope of g | if k is a constant |
//
// In TypeScript: `x ** 2.5`, `Math.sin(x)`, `Math.cos(x)`, `Math.sqrt(x)`. One trap: `-a ** 3` is an error
// here; write `-(a ** 3)`.

// %% The function
export const f = (a: number, b: number, c: number): number =>
  -(a ** 3) + Math.sin(3 * b) - 1 / c + b ** 2.5 - a ** 0.5

// %% [markdown]
// ## Blanks 1 to 3: by the rules
//
// Each is handed a, b and c, whether it needs them or not.

// %% ∂f/∂a
// hint: Which terms have an a in them? Only these move.
// hint: -a³ and -√a. The square root is a^0.5, so the rule for x^n does for both.
// hint: -3a², and then -0.5 times a to the power of -0.5.
export function slopeA(a: number, b: number, c: number): number {
  // answer
  return -3 * a ** 2 - 0.5 * a ** -0.5
  // end answer
  // wrong (sign, factor): return 3 * a ** 2 + 0.5 * a ** -0.5
  // wrong (wrong local derivative): return -3 * a ** 2 - 0.5 * a ** 0.5
  // wrong (a use forgotten): return -3 * a ** 2
  // wrong (a use forgotten): return -0.5 * a ** -0.5
  // wrong (sign, factor): return -3 * a ** 2 + 0.5 * a ** -0.5
  // wrong (wrong local derivative): return -(a ** 2) - a ** -0.5
}

// %% ∂f/∂b
// hint: Two terms have a b in them. One of them has a function in a function.
// hint: sin(3b) gives 3 cos(3b): nudge b, and 3b moves three times as much. b^2.5 goes by the rule for x^n.
// hint: `3 * Math.cos(3 * b)`, plus 2.5 times b to the power of one less than 2.5.
export function slopeB(a: number, b: number, c: number): number {
  // answer
  return 3 * Math.cos(3 * b) + 2.5 * b ** 1.5
  // end answer
  // wrong (wrong local derivative): return Math.cos(3 * b) + 2.5 * b ** 1.5
  // wrong (wrong local derivative): return 3 * Math.cos(b) + 2.5 * b ** 1.5
  // wrong (wrong local derivative): return -3 * Math.cos(3 * b) + 2.5 * b ** 1.5
  // wrong (wrong local derivative): return 3 * Math.cos(3 * b) + 2.5 * b ** 2.5
  // wrong (wrong local derivative): return 3 * Math.sin(3 * b) + 2.5 * b ** 1.5
  // wrong (a use forgotten): return 2.5 * b ** 1.5
}

// %% ∂f/∂c
// hint: One term: -1/c. When c grows, does it go up or down?
// hint: 1/c is c^-1, with the slope -1 · c^-2. And there is a minus in front.
// hint: Two minus signs make a plus: one over c squared.
export function slopeC(a: number, b: number, c: number): number {
  // answer
  return c ** -2
  // end answer
  // wrong (sign, factor): return -(c ** -2)
  // wrong (wrong local derivative): return c ** -1
  // wrong (wrong local derivative): return -Math.log(c)
  // wrong (wrong local derivative): return Math.log(c)
  // wrong (-): return 1 / (c * Math.abs(c))
  // wrong (-): return c > 0 ? c ** -2 : 0
}

// %% [markdown]
// ## Blank 4: by nudging
//
// Rules are easy to get wrong. Nudging needs none, and works for any function: it is how you check what you
// derived. `numericGradient` is handed a function of a list of numbers, a list `at`, and a nudge. It gives a
// list as long as `at`: in place i the symmetric slope when only number i is nudged.
//
// | Python | TypeScript |
// |---|---|
// | `ys = xs.copy(); ys[i] = 5` | `xs.with(i, 5)`: a new list, xs stays |
// | `[g(x, i) for i, x in enumerate(xs)]` | `xs.map((x, i) => g(x, i))` |

// %% The gradient of any function, by nudging
// hint: For each place in the list: nudge that number up, and down, and leave the others.
// hint: `at.map((x, i) => …)`: the function of the list with x + h in place i, minus the function of the list with
//       x - h there, over the length of the way.
// hint: `(func(at.with(i, x + h)) - func(at.with(i, ...))) / (2 * h)`
export function numericGradient(
  func: (x: readonly number[]) => number,
  at: readonly number[],
  h: number,
): number[] {
  // answer
  return at.map((x, i) => (func(at.with(i, x + h)) - func(at.with(i, x - h))) / (2 * h))
  // end answer
  // wrong (stale or aliased):
  //   const moved = [...at]
  //   return at.map((x, i) => {
  //     moved[i] = x + h
  //     const up = func(moved)
  //     moved[i] = x - h
  //     return (up - func(moved)) / (2 * h)
  //   })
  // wrong (wrong operand): return at.map(() => (func(at.map(x => x + h)) - func(at.map(x => x - h))) / (2 * h))
  // wrong (sign, factor): return at.map((x, i) => (func(at.with(i, x + h)) - func(at.with(i, x - h))) / h)
  // wrong (wrong operand): return at.map((x, i) => (func(at.with(i, x + h)) - func(at)) / h)
  // wrong (sign, factor): return at.map((x, i) => (func(at.with(i, x + 1e-5)) - func(at.with(i, x - 1e-5))) / 2e-5)
  // wrong (-): return [0, 1, 2].map(i => (func(at.with(i, at[i] + h)) - func(at.with(i, at[i] - h))) / (2 * h))
  // wrong (index):
  //   return at.map(x => {
  //     const i = at.indexOf(x)
  //     return (func(at.with(i, x + h)) - func(at.with(i, x - h))) / (2 * h)
  //   })
  // wrong (-): return at.map((x, i) => (x ? (func(at.with(i, x + h)) - func(at.with(i, x - h))) / (2 * h) : 0))
  // wrong (-): return at.map((x, i) => (func(at.with(i, Math.abs(x) + h)) - func(at.with(i, Math.abs(x) - h))) / (2 * h))
  // wrong (stale or aliased):
  //   const xs = at as number[]
  //   const slopes = xs.map((x, i) => (func(xs.with(i, x + h)) - func(xs.with(i, x - h))) / (2 * h))
  //   for (const i of xs.keys()) xs[i] += h
  //   return slopes
  // wrong (stale or aliased):
  //   const xs = at as number[]
  //   for (const [i, slope] of xs.map((x, i) => (func(xs.with(i, x + h)) - func(xs.with(i, x - h))) / (2 * h)).entries()) xs[i] = slope
  //   return xs
}

// %% check
import type { Check } from 'backprop-ninja'

interface Learner {
  slopeA: typeof slopeA
  slopeB: typeof slopeB
  slopeC: typeof slopeC
  numericGradient: typeof numericGradient
}

export const check: Check<Learner> = (learner, { g }) => {
  const [a, b, c] = [1 + g.random(), 1 + 2 * g.random(), 2 + 3 * g.random()].map(x =>
    Number(x.toFixed(2)),
  )
  const at = [0.5 + g.random(), 1 + g.random(), 2 + g.random()]
  const cubes = (x: readonly number[]): number => x[0] ** 3 + 2 * x[0] * x[1] + x[1] * x[2] ** 2
  const h = 0.25
  // Of x³ the symmetric slope is 3x² + h²; of the other terms it is the derivative.
  const exact = [3 * at[0] ** 2 + h * h + 2 * at[1], 2 * at[0] + at[2] ** 2, 2 * at[1] * at[2]]
  type Func = (x: readonly number[]) => number
  const gradientRow = (name: string, func: Func, at: readonly number[], exact: readonly number[]) =>
    ({
      name,
      blank: 'numericGradient',
      learner: () => learner.numericGradient(func, [...at], h),
      expected: exact,
      slips: gradientSlips(func, at, h, exact),
    }) as const
  return [
    {
      name: '∂f/∂a at (2, 3, 4)',
      blank: 'slopeA',
      learner: () => learner.slopeA(2, 3, 4),
      expected: -12.353553390593273,
      slips: slipsA(2),
    },
    {
      name: '∂f/∂a, other numbers',
      blank: 'slopeA',
      learner: () => learner.slopeA(a, b, c),
      expected: -3 * a * a - 0.5 / Math.sqrt(a),
      at: { a, b, c },
      slips: slipsA(a),
    },
    {
      name: '∂f/∂b at (2, 3, 4)',
      blank: 'slopeB',
      learner: () => learner.slopeB(2, 3, 4),
      expected: 10.25699027111255,
      slips: slipsB(3),
    },
    {
      name: '∂f/∂b, other numbers',
      blank: 'slopeB',
      learner: () => learner.slopeB(a, b, c),
      expected: 3 * Math.cos(3 * b) + 2.5 * b * Math.sqrt(b),
      at: { a, b, c },
      slips: slipsB(b),
    },
    {
      name: '∂f/∂c at (2, 3, 4)',
      blank: 'slopeC',
      learner: () => learner.slopeC(2, 3, 4),
      expected: 0.0625,
      slips: slipsC(4),
    },
    {
      name: '∂f/∂c, other numbers',
      blank: 'slopeC',
      learner: () => learner.slopeC(a, b, c),
      expected: 1 / (c * c),
      at: { a, b, c },
      slips: slipsC(c),
    },
    {
      name: '∂f/∂c, c negative',
      blank: 'slopeC',
      learner: () => learner.slopeC(a, b, -c),
      expected: 1 / (c * c),
      at: { a, b, c: -c },
      slips: slipsC(-c).filter(({ value }) => !Number.isNaN(value)),
    },
    {
      name: 'numericGradient of f at (2, 3, 4)',
      blank: 'numericGradient',
      learner: () => learner.numericGradient(([a, b, c]) => f(a, b, c), [2, 3, 4], 1e-5),
      expected: [-12.353553390593273, 10.25699027111255, 0.0625],
      within: 1e-8,
      learned: 'the same as by the rules, up to the eighth digit or so',
    },
    gradientRow('numericGradient of another one', cubes, at, exact),
    gradientRow('numericGradient of a function of one', ([x]) => x ** 3, [-at[0]], [3 * at[0] ** 2 + h * h]),
    gradientRow(
      'numericGradient of a function of five, some of them alike',
      ([a, b, c, d, e]) => a ** 3 + 2 * b ** 2 + 3 * c ** 2 + 4 * d * e + 5 * d,
      [at[0], -at[1], at[0], 0, 0],
      [3 * at[0] ** 2 + h * h, -4 * at[1], 6 * at[0], 5, 0],
    ),
    {
      name: 'the list that numericGradient was handed, after it',
      blank: 'numericGradient',
      learner: () => {
        const list = [...at]
        learner.numericGradient(cubes, list, h)
        return list
      },
      expected: at,
      slips: [
        {
          family: 'stale or aliased',
          value: at.map(x => x + h),
          message: 'The list itself was changed, and it is not yours. Nudge a copy: `at.with(i, …)`.',
        },
        {
          family: 'stale or aliased',
          value: at.map(x => x - h),
          message: 'The list itself was changed, and it is not yours. Nudge a copy: `at.with(i, …)`.',
        },
        {
          family: 'stale or aliased',
          value: exact,
          message: 'The slopes were written into the list that was handed over. Give a new list: `map` makes one.',
        },
      ],
    },
  ]
}

function slipsA(a: number) {
  const [cube, root] = [-3 * a ** 2, -0.5 * a ** -0.5]
  return [
    {
      family: 'a use forgotten',
      value: cube,
      message: 'This is the slope of -a³. There is another term with an a: -√a.',
    },
    {
      family: 'a use forgotten',
      value: root,
      message: 'This is the slope of -√a. There is another term with an a: -a³.',
    },
    {
      family: 'sign, factor',
      value: cube - root,
      message: 'The term of the square root has the wrong sign. It is -√a: it falls when a grows.',
    },
    {
      family: 'wrong local derivative',
      value: cube - 0.5 * a ** 0.5,
      message: 'In the second term the exponent did not go down by one. The slope of a^0.5 is 0.5 a^-0.5.',
    },
    {
      family: 'wrong local derivative',
      value: -(a ** 2) - a ** -0.5,
      message: 'The exponents do not stand in front. The slope of x^n is n x^(n-1).',
    },
    {
      family: 'wrong local derivative',
      value: cube - a ** -0.5,
      message: 'The 0.5 does not stand in front of the second term. The slope of a^0.5 is 0.5 a^-0.5.',
    },
    {
      family: 'sign, factor',
      value: root - cube,
      message: 'The term with a² has the wrong sign. It comes from -a³, which falls when a grows.',
    },
  ] as const
}

function slipsB(b: number) {
  const [wave, power] = [3 * Math.cos(3 * b), 2.5 * b ** 1.5]
  return [
    {
      family: 'wrong local derivative',
      value: Math.cos(3 * b) + power,
      message: 'The factor 3 of sin(3b) is missing. Nudge b by t, and 3b moves by 3t.',
    },
    {
      family: 'wrong local derivative',
      value: 3 * Math.cos(b) + power,
      message: 'The cosine is taken at b. The slope of sin(3b) is the cosine at the same place, 3b, times 3.',
    },
    {
      family: 'wrong local derivative',
      value: power - wave,
      message:
        'The slope of the sine has the wrong sign. It is plus the cosine; that of the cosine is minus the sine.',
    },
    {
      family: 'wrong local derivative',
      value: 3 * Math.sin(3 * b) + power,
      message: 'There is still a sine. The slope of sin is cos.',
    },
    {
      family: 'wrong local derivative',
      value: wave + 2.5 * b ** 2.5,
      message: 'The exponent 2.5 did not go down by one. The slope of x^n is n x^(n-1).',
    },
    {
      family: 'a use forgotten',
      value: wave,
      message: 'This is the slope of sin(3b). There is another term with a b: b^2.5.',
    },
    {
      family: 'a use forgotten',
      value: power,
      message: 'This is the slope of b^2.5. There is another term with a b: sin(3b).',
    },
  ] as const
}

function slipsC(c: number) {
  return [
    {
      family: 'sign, factor',
      value: -(c ** -2),
      message: 'The sign is turned over. 1/c falls when c grows, so -1/c rises.',
    },
    {
      family: 'wrong local derivative',
      value: 1 / c,
      message: 'This is 1/c again. It is c^-1: the exponent goes down by one, to -2.',
    },
    {
      family: 'wrong local derivative',
      value: -1 / c,
      message: 'This is -1/c itself. It is -(c^-1): the exponent goes down by one, and stands in front.',
    },
    {
      family: 'wrong local derivative',
      value: 1 / (2 * c),
      message: 'This has c * 2 where c squared belongs, c ** 2.',
    },
    {
      family: 'wrong local derivative',
      value: -Math.log(c),
      message: 'This went the other way round: 1/c is the slope of log(c). Needed is the slope of -1/c.',
    },
    {
      family: 'wrong local derivative',
      value: Math.log(c),
      message: 'This went the other way round: 1/c is the slope of log(c). Needed is the slope of -1/c.',
    },
  ] as const
}

function gradientSlips(
  func: (x: readonly number[]) => number,
  at: readonly number[],
  h: number,
  exact: readonly number[],
) {
  return [
    {
      family: 'wrong operand',
      value: () => {
        const all = (func(at.map(x => x + h)) - func(at.map(x => x - h))) / (2 * h)
        return at.map(() => all)
      },
      message:
        'All numbers were nudged at once, so every place has the same slope. Nudge one at a time: `at.with(i, …)`.',
    },
    {
      family: 'wrong operand',
      value: () => at.map((x, i) => (func(at.with(i, x + h)) - func(at)) / h),
      message: 'These are one-sided slopes. Take the step from x - h to x + h.',
    },
    {
      family: 'stale or aliased',
      value: () => {
        const moved = [...at]
        return at.map((x, i) => {
          moved[i] = x + h
          const up = func(moved)
          moved[i] = x - h
          return (up - func(moved)) / (2 * h)
        })
      },
      message:
        'One list is changed and not put back. The numbers nudged before are still off when the next one is nudged.',
    },
    {
      family: 'sign, factor',
      value: exact.map(x => 2 * x),
      message: 'These are twice the slopes. From x - h to x + h it is a distance of 2h.',
    },
    {
      family: 'index',
      value: () =>
        at.map(x => {
          const i = at.indexOf(x)
          return (func(at.with(i, x + h)) - func(at.with(i, x - h))) / (2 * h)
        }),
      message:
        'Two numbers that are alike have the same slope here. `indexOf` finds the first of them each time: `map` hands you the place, `(x, i) => …`.',
    },
    {
      family: 'sign, factor',
      value: () => at.map((x, i) => (func(at.with(i, x + 1e-5)) - func(at.with(i, x - 1e-5))) / 2e-5),
      message: 'The nudge is 1e-5, whatever was asked for. Take the h that is handed over.',
    },
  ] as const
}
