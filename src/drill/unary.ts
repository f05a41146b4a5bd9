/** Forms that put each number of one tensor through a function. */
import type { Tensor } from '../tensor/tensor.ts'
import type { FormResult, Operand, Skill, ValueRange } from './value.ts'

interface Unary {
  /** As the code ends: `.pow(2)`. */
  readonly call: string
  readonly run: (x: Tensor) => Tensor
  /** Where its numbers may be. */
  readonly domain: ValueRange
  readonly range: (range: ValueRange) => ValueRange
  /** What the operand gets back. */
  readonly code: (x: string, y: string, dy: string) => string
  readonly skill: Skill
  readonly idea: string
  readonly slope: (x: string, y: string) => string
  readonly step: (x: string, y: string) => string
}

const through =
  (f: (x: number) => number) =>
  ([low, high]: ValueRange): ValueRange => {
    const [a, b] = [f(low), f(high)]
    return a < b ? [a, b] : [b, a]
  }

/** Of an even function. */
const even =
  (f: (x: number) => number) =>
  ([low, high]: ValueRange): ValueRange => {
    const [a, b] = [f(low), f(high)]
    return [low <= 0 && high >= 0 ? f(0) : Math.min(a, b), Math.max(a, b)]
  }

const IDEA = 'Element by element: each number of the result comes from one number.'

const power = (
  exponent: number,
  domain: ValueRange,
  code: Unary['code'],
  slope: string,
  first: (x: string) => string,
): Unary => ({
  call: `.pow(${exponent})`,
  run: x => x.pow(exponent),
  domain,
  range: (exponent === 2 ? even : through)(x => x ** exponent),
  code,
  skill: 'slope',
  idea: IDEA,
  slope: () => `The slope of x^p is p * x^(p-1). Here it is ${slope}.`,
  step: x => `Begin with \`${first(x)}\` for the slope. Multiply it by the upstream gradient.`,
})

/** By name. */
export const unary = {
  exp: {
    call: '.exp()',
    run: x => x.exp(),
    domain: [-6, 2.5],
    range: through(Math.exp),
    code: (_, y, dy) => `${y}.mul(${dy})`,
    skill: 'slope',
    idea: `${IDEA} What is the slope of the exponential function?`,
    slope: (_, y) =>
      `The exponential function is its own slope, and the forward pass has computed it already: it's ${y}.`,
    step: (_, y) => `\`${y}.mul(...)\`, with the upstream gradient.`,
  },
  log: {
    call: '.log()',
    run: x => x.log(),
    domain: [0.2, 40],
    range: through(Math.log),
    code: (x, _, dy) => `${dy}.div(${x})`,
    skill: 'slope',
    idea: `${IDEA} What is the slope of the logarithm?`,
    slope: () => 'The slope of log(x) is 1 / x.',
    step: x => `The upstream gradient, divided by ${x}.`,
  },
  sqrt: {
    call: '.sqrt()',
    run: x => x.sqrt(),
    domain: [0.2, 40],
    range: through(Math.sqrt),
    code: (_, y, dy) => `${dy}.div(${y}.mul(2))`,
    skill: 'slope',
    idea: `${IDEA} A root is a power of one half.`,
    slope: () => 'The slope of sqrt(x) is 1 / (2 * sqrt(x)).',
    step: (_, y) => `The forward pass has the root already: divide the upstream gradient by twice ${y}.`,
  },
  tanh: {
    call: '.tanh()',
    run: x => x.tanh(),
    domain: [-4, 4],
    range: through(Math.tanh),
    code: (_, y, dy) => `tensor(1).sub(${y}.pow(2)).mul(${dy})`,
    skill: 'slope',
    idea: `${IDEA} Where tanh is flat, hardly anything comes back.`,
    slope: (_, y) => `The slope of tanh is 1 minus its square, and its value is ${y}.`,
    step: (_, y) =>
      `\`tensor(1).sub(...)\` with the square of ${y} gives the slope. Multiply it by the upstream gradient.`,
  },
  sigmoid: {
    call: '.sigmoid()',
    run: x => x.sigmoid(),
    domain: [-4, 4],
    range: through(x => 1 / (1 + Math.exp(-x))),
    code: (_, y, dy) => `${y}.mul(tensor(1).sub(${y})).mul(${dy})`,
    skill: 'slope',
    idea: `${IDEA} The slope of the sigmoid can be written with its value alone.`,
    slope: (_, y) => `If s is the value, the slope is s * (1 - s). Here s is ${y}.`,
    step: (_, y) => `\`${y}.mul(tensor(1).sub(...))\` gives the slope. Multiply it by the upstream gradient.`,
  },
  square: power(
    2,
    [-4, 4],
    (x, _, dy) => `${x}.mul(2).mul(${dy})`,
    '2 * x',
    x => `${x}.mul(...)`,
  ),
  cube: power(
    3,
    [-2.5, 2.5],
    (x, _, dy) => `${x}.pow(2).mul(3).mul(${dy})`,
    '3 * x^2',
    x => `${x}.pow(...)`,
  ),
  inverse: power(
    -1,
    [0.25, 40],
    (x, _, dy) => `${x}.pow(-2).neg().mul(${dy})`,
    '-1 * x^(-2)',
    x => `${x}.pow(...)`,
  ),
  inverseRoot: power(
    -0.5,
    [0.25, 40],
    (x, _, dy) => `${x}.pow(-1.5).mul(-0.5).mul(${dy})`,
    '-0.5 * x^(-1.5)',
    x => `${x}.pow(...)`,
  ),
  relu: {
    call: '.relu()',
    run: x => x.relu(),
    domain: [-40, 40],
    range: ([, high]) => [0, high],
    code: (x, _, dy) => `${x}.gt(0).mul(${dy})`,
    skill: 'selected',
    idea: `${IDEA} Some numbers come through unchanged, and some don't come through at all.`,
    slope: () => 'The slope is 1 for numbers above 0, and 0 for numbers below.',
    step: x => `\`${x}.gt(...)\` has a 1 where the slope is 1, and a 0 elsewhere. Multiply.`,
  },
  abs: {
    call: '.abs()',
    run: x => x.abs(),
    domain: [-40, 40],
    range: even(Math.abs),
    code: (x, _, dy) => `${x}.sign().mul(${dy})`,
    skill: 'selected',
    idea: `${IDEA} Negative numbers change their sign, and positive ones don't.`,
    slope: () =>
      'The slope is 1 for positive numbers and -1 for negative ones. That is the sign of the number.',
    step: x => `\`${x}.sign()\` gives the slopes. Multiply.`,
  },
  neg: {
    call: '.neg()',
    run: x => x.neg(),
    domain: [-40, 40],
    range: through(x => -x),
    code: (_x, _y, dy) => `${dy}.neg()`,
    skill: 'sign',
    idea: `${IDEA} It changes its sign on the way.`,
    slope: () => 'The slope of -x is -1.',
    step: () => 'The upstream gradient, with the other sign.',
  },
} as const satisfies Readonly<Record<string, Unary>>

export type UnaryName = keyof typeof unary

/** Null where its numbers may be outside of the function's domain. */
export function applied(name: UnaryName, x: Operand, y: string): FormResult | null {
  const form: Unary = unary[name]
  if (x.range[0] < form.domain[0] || x.range[1] > form.domain[1]) return null
  if (form.skill === 'selected' && (x.range[0] > -0.5 || x.range[1] < 0.5)) return null
  return {
    op: name,
    code: `${x.name}${form.call}`,
    dims: x.dims,
    range: form.range(x.range),
    run: ([value]) => form.run(value),
    uses: [
      {
        code: dy => form.code(x.name, y, dy),
        dims: x.dims,
        skills: [form.skill],
        hints: [form.idea, form.slope(x.name, y), form.step(x.name, y)],
      },
    ],
  }
}
