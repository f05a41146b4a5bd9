/** Forms of two tensors, number by number: they broadcast. */
import { fittedUse } from './fitting.ts'
import {
  broadcast,
  type FormResult,
  type Operand,
  type OperandUse,
  type Skill,
  type ValueRange,
} from './value.ts'

interface Pair {
  readonly range: (a: ValueRange, b: ValueRange) => ValueRange
  readonly isAble: (a: ValueRange, b: ValueRange) => boolean
  readonly uses: readonly [PairUse, PairUse]
}

interface PairUse {
  readonly code: (a: string, b: string, dy: string) => string
  readonly skills: readonly Skill[]
  readonly hints: (a: string, b: string, dy: string) => OperandUse['hints']
}

const corners =
  (f: (a: number, b: number) => number) =>
  (a: ValueRange, b: ValueRange): ValueRange => {
    const all = a.flatMap(x => b.map(y => f(x, y)))
    return [Math.min(...all), Math.max(...all)]
  }

const unchanged = (which: 0 | 1): PairUse => ({
  code: (_a, _b, dy) => dy,
  skills: ['plain'],
  hints: (...[a, b, dy]) => [
    'In a sum, each side comes through as it is.',
    `The slope with respect to ${[a, b][which]} is 1.`,
    `There is nothing to multiply: take ${dy} as it is.`,
  ],
})

const isApart = ([a, b]: ValueRange, [c, d]: ValueRange): boolean => Math.min(b, d) - Math.max(a, c) < 1

export const pairs = {
  add: { range: corners((a, b) => a + b), isAble: () => true, uses: [unchanged(0), unchanged(1)] },
  sub: {
    range: corners((a, b) => a - b),
    isAble: () => true,
    uses: [
      unchanged(0),
      {
        code: (_a, _b, dy) => `${dy}.neg()`,
        skills: ['sign'],
        hints: (_a, b, dy) => [
          `${b} is subtracted.`,
          'The slope of a - b with respect to b is -1.',
          `Begin with \`${dy}.neg()\`.`,
        ],
      },
    ],
  },
  mul: {
    range: corners((a, b) => a * b),
    isAble: () => true,
    uses: [
      {
        code: (_a, b, dy) => `${b}.mul(${dy})`,
        skills: ['factor'],
        hints: (_a, b) => [
          'In a product, the slope with respect to one factor is the other one.',
          `The other factor is ${b}.`,
          `Begin with \`${b}.mul(...)\` and the upstream gradient.`,
        ],
      },
      {
        code: (a, _b, dy) => `${a}.mul(${dy})`,
        skills: ['factor'],
        hints: a => [
          'In a product, the slope with respect to one factor is the other one.',
          `The other factor is ${a}.`,
          `Begin with \`${a}.mul(...)\` and the upstream gradient.`,
        ],
      },
    ],
  },
  div: {
    range: corners((a, b) => a / b),
    isAble: (_, [low]) => low >= 0.25,
    uses: [
      {
        code: (_a, b, dy) => `${dy}.div(${b})`,
        skills: ['factor'],
        hints: (_a, b, dy) => [
          'Dividing by a number is multiplying by its inverse.',
          'The slope of a / b with respect to a is 1 / b.',
          `Divide ${dy} by ${b}.`,
        ],
      },
      {
        code: (a, b, dy) => `${a}.neg().mul(${b}.pow(-2)).mul(${dy})`,
        skills: ['slope', 'sign'],
        hints: (a, b) => [
          `The larger ${b} is, the smaller is the quotient.`,
          'The slope of a / b with respect to b is -a / b^2.',
          `Begin with \`${a}.neg().mul(...)\`: ${b} to the power of -2 goes in there. Multiply by the upstream gradient.`,
        ],
      },
    ],
  },
  maximum: {
    range: ([a, b], [c, d]) => [Math.max(a, c), Math.max(b, d)],
    isAble: (a, b) => !isApart(a, b),
    uses: [
      {
        code: (a, b, dy) => `${a}.gt(${b}).mul(${dy})`,
        skills: ['selected'],
        hints: (a, b) => [
          'Only the larger of the two numbers comes through.',
          `The slope with respect to ${a} is 1 where it is the larger one, and 0 elsewhere.`,
          `\`${a}.gt(${b})\` has a 1 where ${a} is larger. Multiply it by the upstream gradient.`,
        ],
      },
      {
        code: (a, b, dy) => `${b}.gt(${a}).mul(${dy})`,
        skills: ['selected'],
        hints: (a, b) => [
          'Only the larger of the two numbers comes through.',
          `The slope with respect to ${b} is 1 where it is the larger one, and 0 elsewhere.`,
          `\`${b}.gt(${a})\` has a 1 where ${b} is larger. Multiply it by the upstream gradient.`,
        ],
      },
    ],
  },
} as const satisfies Readonly<Record<string, Pair>>

export type PairForm = keyof typeof pairs

/** Null where their shapes or their numbers don't fit. */
export function combined(name: PairForm, a: Operand, b: Operand, y: string): FormResult | null {
  const { range, isAble, uses }: Pair = pairs[name]
  const dims = broadcast(a.dims, b.dims)
  if (dims === null || !isAble(a.range, b.range)) return null
  const of = (one: Operand, { code, skills, hints }: PairUse): OperandUse =>
    fittedUse(one.dims, dims, dy => code(a.name, b.name, dy), skills, hints(a.name, b.name, `d${y}`))
  return {
    op: name,
    code: `${a.name}.${name}(${b.name})`,
    dims,
    range: range(a.range, b.range),
    run: ([x, y]) => x[name](y),
    uses: [of(a, uses[0]), of(b, uses[1])],
  }
}
