/** Forms that make one number out of a row, a column or a whole table; and those that look along one. */
import type { Tensor } from '../tensor/tensor.ts'
import {
  countText,
  type FormResult,
  type NamedShape,
  type Operand,
  type OperandUse,
  type Skill,
  type ValueRange,
} from './value.ts'

/** The shape without a dimension, or with it as 1; null: without all. */
const reduced = (dims: NamedShape, dim: number | null, keepdim: boolean): NamedShape =>
  dim === null ? [] : keepdim ? dims.with(dim, '1') : dims.toSpliced(dim, 1)

const options = (dim: number | null, keepdim: boolean): string =>
  dim === null ? '' : keepdim ? `${dim}, { keepdim: true }` : `${dim}`

/** The upstream gradient of a reduction, in a shape that broadcasts to that of the table. */
const standing = (dy: string, dims: NamedShape, dim: number | null, keepdim: boolean): string =>
  dim === null || keepdim || dim === 0 || dims.length === 1 ? dy : `${dy}.unsqueeze(${dim})`

/** How the table is cut, for a person. */
const partName = (dims: NamedShape, dim: number | null): string =>
  dim === null || dims.length === 1 ? 'all numbers' : dim === 0 ? 'each column' : 'each row'

/** Roughly how many numbers are in a sum; the ranges are rough too. */
const MANY = 6

export function summed(
  op: 'sum' | 'mean',
  x: Operand,
  dim: number | null,
  keepdim: boolean,
  y: string,
): FormResult | null {
  if (x.dims.length === 0 || x.dims.includes('1')) return null
  if (op === 'sum' && Math.max(...x.range.map(Math.abs)) > 6) return null
  const made = reduced(x.dims, dim, keepdim)
  const count = countText(dim === null ? x.dims : [x.dims[dim]])
  const isMean = op === 'mean'
  const part = partName(x.dims, dim)
  const column = standing(`d${y}`, x.dims, dim, keepdim)
  const use: OperandUse = {
    code: dy => {
      const back = standing(dy, x.dims, dim, keepdim)
      return isMean ? `${back}.div(${count})` : back
    },
    dims: dim === null ? [] : dim === 0 ? (keepdim ? made : x.dims.slice(1)) : reduced(x.dims, dim, true),
    skills: isMean ? ['mean', 'summed'] : ['summed'],
    hints: [
      isMean
        ? `A mean is a sum, then a division. ${sentence(part)} makes one mean.`
        : `${sentence(part)} goes into one sum, and every number counts the same.`,
      isMean
        ? `The slope is 1 divided by how many numbers are in the mean: ${count}.`
        : 'The slope of a sum with respect to each of its numbers is 1.',
      column === `d${y}`
        ? isMean
          ? `Divide d${y} by ${count}. It goes to every number that the mean is made of.`
          : `d${y} goes to every number that the sum is made of.`
        : `\`d${y}.unsqueeze(...)\` makes a column of it.${isMean ? ` Divide that by ${count}.` : ''} It goes to every number of its row.`,
    ],
  }
  const range: ValueRange = isMean ? x.range : [x.range[0] * (x.range[0] > 0 ? 2 : MANY), x.range[1] * MANY]
  return {
    op: `${op} ${options(dim, keepdim)}`,
    code: `${x.name}.${op}(${options(dim, keepdim)})`,
    dims: made,
    range,
    run: ([value]) => (dim === null ? value[op]() : value[op](dim, { keepdim })),
    uses: [use],
  }
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The largest or smallest of each row or column. */
export function extreme(
  op: 'max' | 'min',
  x: Operand,
  dim: 0 | 1,
  keepdim: boolean,
  y: string,
): FormResult | null {
  if (x.dims.length !== 2 || x.dims.includes('1')) return null
  const word = op === 'max' ? 'largest' : 'smallest'
  const [part, many] = dim === 0 ? ['column', x.dims[0]] : ['row', x.dims[1]]
  const marked = `oneHot(${x.name}.${op}(${dim}).indices, ${many})${dim === 0 ? '.T' : ''}`
  const back = (dy: string): string => standing(dy, x.dims, dim, keepdim)
  return {
    op: `${op} ${options(dim, keepdim)}`,
    code: `${x.name}.${op}(${options(dim, keepdim)}).values`,
    dims: reduced(x.dims, dim, keepdim),
    range: x.range,
    run: ([value]) => value[op](dim, { keepdim }).values,
    uses: [
      {
        code: dy => `${marked}.mul(${back(dy)})`,
        dims: x.dims,
        skills: ['selected'],
        hints: [
          `In each ${part}, only the ${word} number comes through.`,
          `The slope is 1 for the ${word} of each ${part}, and 0 for the others.`,
          `\`oneHot(${x.name}.${op}(${dim}).indices, ${many})\` has a row with a single 1 for each ${part}${
            dim === 0 ? ', so transpose it' : ''
          }. Multiply by d${y}${back('') === '' ? '' : ', which needs a dimension of size 1 for that'}.`,
        ],
      },
    ],
  }
}

/** Running sums along a dimension. */
export function running(x: Operand, dim: 0 | 1, y: string): FormResult | null {
  if (x.dims.length !== 2 || x.dims.includes('1') || Math.max(...x.range.map(Math.abs)) > 4) return null
  return {
    op: `cumsum ${dim}`,
    code: `${x.name}.cumsum(${dim})`,
    dims: x.dims,
    range: [Math.min(x.range[0], x.range[0] * MANY), x.range[1] * MANY],
    run: ([value]) => value.cumsum(dim),
    uses: [
      {
        code: dy => `${dy}.flip(${dim}).cumsum(${dim}).flip(${dim})`,
        dims: x.dims,
        skills: ['moved', 'summed'],
        hints: [
          'A number is in the running sum at its own place and in all that come after it.',
          'So its gradient is a running sum too, from the end to the beginning.',
          `Turn d${y} round with \`.flip(${dim})\`, take the running sum, and turn the result round again.`,
        ],
      },
    ],
  }
}

interface Fused {
  readonly call: string
  readonly run: (x: Tensor) => Tensor
  readonly dims: (dims: NamedShape) => NamedShape
  readonly range: (range: ValueRange) => ValueRange
  readonly code: (x: string, y: string, dy: string) => string
  readonly hints: (x: string, y: string) => OperandUse['hints']
}

const SKILLS: readonly Skill[] = ['fused']

/** Several steps in one, along the rows. */
export const fused = {
  softmax: {
    call: '.softmax(1)',
    run: x => x.softmax(1),
    dims: dims => dims,
    range: () => [0.02, 1],
    code: (_, y, dy) => `${y}.mul(${dy}.sub(${y}.mul(${dy}).sum(1, { keepdim: true })))`,
    hints: (_, y) => [
      'Softmax is exp, divided by the sum of its row. So each number has two ways to the loss.',
      `Both ways together: the value times the difference between the upstream gradient and one number for each row. That number is the sum of ${y} times d${y}.`,
      `\`${y}.mul(d${y}.sub(...))\`: inside, multiply ${y} by d${y} and sum along the row. Keep the dimension.`,
    ],
  },
  logSoftmax: {
    call: '.logSoftmax(1)',
    run: x => x.logSoftmax(1),
    dims: dims => dims,
    range: () => [-6, 0],
    code: (_, y, dy) => `${dy}.sub(${y}.exp().mul(${dy}.sum(1, { keepdim: true })))`,
    hints: (x, y) => [
      `It is ${x} minus the logarithm of a sum of exponentials. So each number has two ways to the loss.`,
      `The first way has the slope 1. The second collects from its row, and its slope is minus the softmax, which is the exponential of ${y}.`,
      `\`d${y}.sub(...)\`: inside, \`${y}.exp()\` times the sum of d${y} along the row. Keep the dimension.`,
    ],
  },
  logsumexp: {
    call: '.logsumexp(1, { keepdim: true })',
    run: x => x.logsumexp(1, { keepdim: true }),
    dims: dims => dims.with(1, '1'),
    range: ([, high]) => [-2, high + 2],
    code: (x, y, dy) => `${x}.sub(${y}).exp().mul(${dy})`,
    hints: (x, y) => [
      'It is the logarithm of the sum of the exponentials of a row. Take the chain rule through all three.',
      'The slope is exp(x) divided by the sum of the exponentials: a softmax. Dividing before exp is subtracting after it.',
      `Subtract ${y} from ${x}, and take the exponential: that is the slope. Multiply it by d${y}.`,
    ],
  },
} as const satisfies Readonly<Record<string, Fused>>

export type FusedName = keyof typeof fused

export function atOnce(name: FusedName, x: Operand, y: string): FormResult | null {
  const form: Fused = fused[name]
  if (x.dims.length !== 2 || x.dims.includes('1') || Math.max(...x.range.map(Math.abs)) > 4) return null
  return {
    op: name,
    code: `${x.name}${form.call}`,
    dims: form.dims(x.dims),
    range: form.range(x.range),
    run: ([value]) => form.run(value),
    uses: [
      { code: dy => form.code(x.name, y, dy), dims: x.dims, skills: SKILLS, hints: form.hints(x.name, y) },
    ],
  }
}
