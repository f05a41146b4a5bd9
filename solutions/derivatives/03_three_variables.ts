// %% [markdown]
// # 03 · Three variables
//
// The loss of a network depends on many numbers at once. Here is a function of three:
//
//     f(a, b, c)  =  -a³ + sin(3b) - 1/c + b^2.5 - √a
// tex: f(a, b, c) = -a^3 + \sin(3b) - \frac{1}{c} + b^{2.5} - \sqrt{a}
//
// A function of several variables has a slope for each of them: how much does f move when you nudge **this**
// one and leave the others where they are? Such a slope is called a partial derivative, and it's written
// ∂f/∂a. All of them together are the **gradient**.
//
// To find ∂f/∂a, treat b and c as constants. A term without an a doesn't move when you nudge a: its slope
// is 0.
//
// | term | its slope | |
// |---|---|---|
// | x^n | n x^(n-1) | for every n: for 2.5, for -1 (that's 1/x), and for 0.5 (that's √x) |
// | sin(x) | cos(x) | |
// | sin(3x) | 3 cos(3x) | the factor inside also becomes a factor in front |
// | -g | minus the slope of g | g is any term |
// | g + k | the slope of g | if k is a constant |
//
// In TypeScript: `x ** 2.5`, `Math.sin(x)`, `Math.cos(x)`, `Math.sqrt(x)`. There is one trap: `-a ** 3` is an
// error. Write `-(a ** 3)`.

// %% The function
export const f = (a: number, b: number, c: number): number =>
  -(a ** 3) + Math.sin(3 * b) - 1 / c + b ** 2.5 - a ** 0.5

// %% [markdown]
// ## Blanks 1 to 3: by the rules
//
// Each function is given a, b and c, whether it needs them or not.

// %% ∂f/∂a
// hint: Which terms have an a in them? Only these move when you nudge a.
// hint: They are -a³ and -√a. The square root is a^0.5, so the rule for x^n works for both.
// hint: -3a², and then -0.5 times a to the power of -0.5.
export function slopeA(a: number, b: number, c: number): number {
  // answer
  return -3 * a ** 2 - 0.5 * a ** -0.5
  // end answer
  // wrong (sign, factor): return 3 * a ** 2 + 0.5 * a ** -0.5
  //   > The sign is wrong. Both terms, -a³ and -√a, fall when a grows.
  // wrong (wrong local derivative): return -3 * a ** 2 - 0.5 * a ** 0.5
  //   > In the second term, the exponent must go down by one. The slope of a^0.5 is 0.5 a^-0.5.
  // wrong (a use forgotten): return -3 * a ** 2
  //   > This is the slope of -a³. There is another term with an a: -√a.
  // wrong (a use forgotten): return -0.5 * a ** -0.5
  //   > This is the slope of -√a. There is another term with an a: -a³.
  // wrong (sign, factor): return -3 * a ** 2 + 0.5 * a ** -0.5
  //   > The second term has the wrong sign. It comes from -√a, which falls when a grows.
  // wrong (sign, factor): return 3 * a ** 2 - 0.5 * a ** -0.5
  //   > The term with a² has the wrong sign. It comes from -a³, which falls when a grows.
  // wrong (wrong local derivative): return -(a ** 2) - a ** -0.5
  //   > The exponents must come in front as factors. The slope of x^n is n x^(n-1).
  // wrong (wrong local derivative): return -3 * a ** 2 - a ** -0.5
  //   > The factor 0.5 is missing in the second term. The slope of a^0.5 is 0.5 a^-0.5.
  // wrong (wrong local derivative): return (f(a + 1e-5, b, c) - f(a - 1e-5, b, c)) / 2e-5
  //   > This is a slope that you get by nudging, so it has a small error. Nudging is blank 4; here, use the rules.
  // wrong (wrong local derivative): return (f(a + 1e-6, b, c) - f(a, b, c)) / 1e-6
  //   > This is a slope that you get by nudging, so it has a small error. Nudging is blank 4; here, use the rules.
}

// %% ∂f/∂b
// hint: Two terms have a b in them. One of them is a function inside a function.
// hint: The slope of sin(3b) is 3 cos(3b): nudge b, and 3b moves three times as far. For b^2.5, use the
//       rule for x^n.
// hint: `3 * Math.cos(3 * b)`, plus 2.5 times b to the power of one less than 2.5.
export function slopeB(a: number, b: number, c: number): number {
  // answer
  return 3 * Math.cos(3 * b) + 2.5 * b ** 1.5
  // end answer
  // wrong (wrong local derivative): return Math.cos(3 * b) + 2.5 * b ** 1.5
  //   > The factor 3 from inside sin(3b) is missing. Nudge b by h, and 3b moves by 3h.
  // wrong (wrong local derivative): return 3 * Math.cos(b) + 2.5 * b ** 1.5
  //   > You took the cosine of b. Take it of 3b, as the sine does.
  // wrong (wrong local derivative): return -3 * Math.cos(3 * b) + 2.5 * b ** 1.5
  //   > The slope of the sine has the wrong sign. It's plus the cosine; the slope of the cosine is minus the sine.
  // wrong (wrong local derivative): return 3 * Math.cos(3 * b) + 2.5 * b ** 2.5
  //   > In the second term, the exponent must go down by one. The slope of x^n is n x^(n-1).
  // wrong (wrong local derivative): return 3 * Math.cos(3 * b) + b ** 1.5
  //   > The factor 2.5 is missing in the second term. The slope of x^n is n x^(n-1).
  // wrong (wrong local derivative): return 3 * Math.sin(3 * b) + 2.5 * b ** 1.5
  //   > There is still a sine in it. The slope of sin is cos.
  // wrong (a use forgotten): return 2.5 * b ** 1.5
  //   > This is the slope of b^2.5. There is another term with a b: sin(3b).
  // wrong (a use forgotten): return 3 * Math.cos(3 * b)
  //   > This is the slope of sin(3b). There is another term with a b: b^2.5.
  // wrong (wrong local derivative): return (f(a, b + 1e-5, c) - f(a, b - 1e-5, c)) / 2e-5
  //   > This is a slope that you get by nudging, so it has a small error. Nudging is blank 4; here, use the rules.
  // wrong (wrong local derivative): return (f(a, b + 1e-6, c) - f(a, b, c)) / 1e-6
  //   > This is a slope that you get by nudging, so it has a small error. Nudging is blank 4; here, use the rules.
}

// %% ∂f/∂c
// hint: There is one term with a c: -1/c. When c grows, does it go up or down?
// hint: 1/c is c^-1, and its slope is -1 · c^-2. There is also a minus in front.
// hint: Two minus signs make a plus: it's one over c squared.
export function slopeC(a: number, b: number, c: number): number {
  // answer
  return c ** -2
  // end answer
  // wrong (sign, factor): return -(c ** -2)
  //   > The sign is wrong. 1/c falls when c grows, so -1/c rises.
  // wrong (wrong local derivative): return c ** -1
  //   > This is 1/c. It is c^-1, so in its slope the exponent goes down to -2.
  // wrong (wrong local derivative): return -1 / c
  //   > This is the term -1/c itself. To get its slope, use the rule for x^n: 1/c is c^-1.
  // wrong (wrong local derivative): return 1 / (2 * c)
  //   > This has c * 2 where it needs c squared, `c ** 2`.
  // wrong (wrong local derivative): return -Math.log(c)
  //   > You went the wrong way: the logarithm is the function whose slope is 1/c. Find the slope of -1/c.
  // wrong (wrong local derivative): return Math.log(c)
  //   > You went the wrong way: the logarithm is the function whose slope is 1/c. Find the slope of -1/c.
  // wrong (wrong local derivative): return (f(a, b, c + 1e-5) - f(a, b, c - 1e-5)) / 2e-5
  //   > This is a slope that you get by nudging, so it has a small error. Nudging is blank 4; here, use the rules.
  // wrong (wrong local derivative): return (f(a, b, c + 1e-6) - f(a, b, c)) / 1e-6
  //   > This is a slope that you get by nudging, so it has a small error. Nudging is blank 4; here, use the rules.
  // wrong (-): return 1 / (c * Math.abs(c))
  // wrong (-): return c > 0 ? c ** -2 : 0
}

// %% [markdown]
// ## Blank 4: by nudging
//
// It's easy to make a mistake with the rules. Nudging needs no rules and works for any function, so you can
// use it to check what you derived. `numericGradient` takes a function of a list of numbers, a list `at`,
// and a nudge. It returns a list as long as `at`. In place i is the symmetric slope that you get when you
// nudge only number i.
//
// | Python | TypeScript |
// |---|---|
// | `ys = xs.copy(); ys[i] = 5` | `xs.with(i, 5)`: a new list, xs stays the same |
// | `[g(x, i) for i, x in enumerate(xs)]` | `xs.map((x, i) => g(x, i))` |

// %% The gradient of any function, by nudging
// hint: For each place in the list, nudge that number up, then down, and leave the others alone.
// hint: Use `at.map((x, i) => …)`. Compute the function of the list with x + h in place i, and of the list
//       with x - h there. Subtract, and divide by the distance between the two.
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
  //   > You nudge the numbers of one list and don't put them back. So the earlier numbers are still off when you
  //   > nudge the next one.
  // wrong (wrong operand): return at.map(() => (func(at.map(x => x + h)) - func(at.map(x => x - h))) / (2 * h))
  //   > You nudged all numbers at once, so every place has the same slope. Nudge one at a time: `at.with(i, …)`.
  // wrong (sign, factor): return at.map((x, i) => (func(at.with(i, x + h)) - func(at.with(i, x - h))) / h)
  //   > These are twice the slopes. The distance from x - h to x + h is 2h.
  // wrong (sign, factor): return at.map((x, i) => ((func(at.with(i, x + h)) - func(at.with(i, x - h))) / 2) * h)
  //   > `/ 2 * h` divides by 2 and then multiplies by h. Write `/ (2 * h)`.
  // wrong (wrong operand): return at.map((x, i) => (func(at.with(i, x + h)) - func(at)) / h)
  //   > These are one-sided slopes. Step from x - h to x + h.
  // wrong (sign, factor): return at.map((x, i) => (func(at.with(i, x + 1e-5)) - func(at.with(i, x - 1e-5))) / 2e-5)
  //   > Your nudge is always 1e-5. Use the `h` that `numericGradient` is given.
  // wrong (-): return [0, 1, 2].map(i => (func(at.with(i, at[i] + h)) - func(at.with(i, at[i] - h))) / (2 * h))
  // wrong (index):
  //   return at.map(x => {
  //     const i = at.indexOf(x)
  //     return (func(at.with(i, x + h)) - func(at.with(i, x - h))) / (2 * h)
  //   })
  //   > Equal numbers get the same slope here. Use the place that `map` gives you, `(x, i) => …`: `indexOf` always
  //   > finds the first of them.
  // wrong (-): return at.map((x, i) => (x ? (func(at.with(i, x + h)) - func(at.with(i, x - h))) / (2 * h) : 0))
  // wrong (-): return at.map((x, i) => (func(at.with(i, Math.abs(x) + h)) - func(at.with(i, Math.abs(x) - h))) / (2 * h))
  // wrong (stale or aliased):
  //   const xs = at as number[]
  //   return xs.map((x, i) => {
  //     xs[i] = x + h
  //     const up = func(xs)
  //     xs[i] = x - h
  //     return (up - func(xs)) / (2 * h)
  //   })
  //   > You changed the list that you were given, and the nudged numbers are still in it. Nudge a copy:
  //   > `at.with(i, …)`.
  // wrong (stale or aliased):
  //   const xs = at as number[]
  //   const slopes = xs.map((x, i) => (func(xs.with(i, x + h)) - func(xs.with(i, x - h))) / (2 * h))
  //   for (const i of xs.keys()) xs[i] += h
  //   return slopes
  //   > Your slopes are right, but you changed the list that you were given. Nudge a copy: `at.with(i, …)`.
  // wrong (stale or aliased):
  //   const xs = at as number[]
  //   for (const [i, slope] of xs.map((x, i) => (func(xs.with(i, x + h)) - func(xs.with(i, x - h))) / (2 * h)).entries()) xs[i] = slope
  //   return xs
  //   > You wrote the slopes into the list that you were given. Return a new list: `map` makes one.
}

// %% check
import type { Check } from 'backprop-ninja'

type Learner = Pick<typeof import('./03_three_variables.ts'), 'slopeA' | 'slopeB' | 'slopeC' | 'numericGradient'>
type Func = (x: readonly number[]) => number

export const check: Check<Learner> = (learner, { g }) => {
  const [a, b, c] = [1 + g.random(), 1 + 2 * g.random(), 2 + 3 * g.random()].map(x => Number(x.toFixed(2)))
  const at = [0.5 + g.random(), 1 + g.random(), 2 + g.random()]
  const h = 0.25
  const cubes: Func = x => x[0] ** 3 + 2 * x[0] * x[1] + x[1] * x[2] ** 2
  const slopes = [
    ['slopeA', '∂f/∂a', -12.353553390593273],
    ['slopeB', '∂f/∂b', 10.25699027111255],
    ['slopeC', '∂f/∂c', 0.0625],
  ] as const
  // What nudging gives is not so near, least of all where b is large.
  const places = [
    ['other numbers', { a, b, c }],
    ['a large b', { a, b: 1e4, c }],
    ['c negative', { a, b, c: -c }],
  ] as const
  const gradients: readonly (readonly [string, Func, number[]])[] = [
    ['another function', cubes, at],
    ['a function of one', ([x]) => x ** 3, [-at[0]]],
    [
      'a function of five, some of them equal',
      ([a, b, c, d, e]) => a ** 3 + 2 * b ** 2 + 3 * c ** 2 + 4 * d * e + 5 * d,
      [at[0], -at[1], at[0], 0, 0],
    ],
  ]
  return [
    ...slopes.flatMap(([blank, text, expected]) => [
      { name: `${text} at (2, 3, 4)`, blank, learner: () => learner[blank](2, 3, 4), expected },
      ...places.map(([which, at]) => ({
        name: `${text}, ${which}`,
        blank,
        learner: () => learner[blank](at.a, at.b, at.c),
        at,
        within: 1e-12,
      })),
    ]),
    {
      name: 'numericGradient of f at (2, 3, 4)',
      blank: 'numericGradient',
      learner: () => learner.numericGradient(([a, b, c]) => f(a, b, c), [2, 3, 4], 1e-5),
      expected: slopes.map(([, , slope]) => slope),
      within: 1e-8,
      learned: 'the same as by the rules, to about eight digits',
    },
    ...gradients.map(([which, func, at]) => ({
      name: `numericGradient of ${which}`,
      blank: 'numericGradient',
      learner: () => learner.numericGradient(func, [...at], h),
    })),
    {
      name: 'the list that numericGradient was given, after the call',
      blank: 'numericGradient',
      learner: () => {
        const list = [...at]
        learner.numericGradient(cubes, list, h)
        return list
      },
    },
  ]
}
