/** Recorded operations as a formula in the exercise's own names. */

import type { Bounds, Op } from '../tensor/operations.ts'
import type { Step } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type Letters, nameConstant } from './constants.ts'

/** How tightly an operator holds its operands: a looser one inside a tighter one needs brackets. */
const SUM = 1
const PRODUCT = 2
const POWER = 3
const ATOM = 4

interface Formula {
  readonly text: string
  readonly tightness: number
}

const infix: { readonly [O in Op]?: readonly [sign: string, tightness: number] } = {
  add: [' + ', SUM],
  sub: [' - ', SUM],
  mul: [' * ', PRODUCT],
  div: [' / ', PRODUCT],
  matmul: [' @ ', PRODUCT],
  pow: ['**', POWER],
  eq: [' == ', 0],
  ne: [' != ', 0],
  gt: [' > ', 0],
  ge: [' >= ', 0],
  lt: [' < ', 0],
  le: [' <= ', 0],
}

/** The tensors whose names are known, and the steps that made the others. */
export interface Known {
  readonly names: ReadonlyMap<Tensor, string>
  readonly steps: readonly Step[]
  /** The same steps at every size, with the exercise's numbers: what is 1/32 and 1/5 where n is 32 and 5 is 1/n. */
  readonly sizes?: readonly NumbersAt[]
  /** Whether it may leave out what changes no number. */
  readonly brief?: boolean
}

/** A size that the line was tried at. */
export interface NumbersAt {
  readonly steps: readonly Step[]
  readonly letters: Letters
  /** What the formula is of. */
  readonly value?: Tensor
}

/** The formula of a tensor; null where it was not made by recorded operations, or would be too long to read. */
export function formulaOf(
  x: Tensor,
  { names, steps, sizes = [], brief = false }: Known,
  limit = 100,
): string | null {
  const made = new Map(steps.map((step, i) => [step.output, i]))
  let depth = 0
  const numbers = (number: number, same: (step: Step) => number): Formula | null => {
    if (sizes.length === 0) return digits(number)
    return constant(
      sizes.map(size => same(size.steps[at])),
      sizes.map(({ letters }) => letters),
    )
  }
  // The step whose operands are being written.
  let at = 0
  const write: Write = (value, place, number) => {
    const name = names.get(value)
    if (name !== undefined) return { text: name, tightness: ATOM }
    if (number !== undefined) return numbers(number, ({ operands }) => operands[place] as number)
    const own = made.get(value)
    if (own === undefined)
      return constantText(value, f => numbers(f(value), ({ inputs }) => f(inputs[place])))
    if (++depth > 60) return null
    const outer = at
    at = own
    const written = writeStep(steps[own], write, brief ? null : size => numbers(size(steps[own]), size))
    at = outer
    return written
  }
  const constantOf = (f: (x: Tensor) => number): Formula | null =>
    constant(
      sizes.length === 0 ? [f(x)] : sizes.map(({ value = x }) => f(value)),
      sizes.length === 0 ? [{}] : sizes.map(({ letters }) => letters),
    )
  const text = (made.has(x) || names.has(x) ? write(x, 0) : constantText(x, f => constantOf(f)))?.text ?? null
  return text === null || text.length > limit ? null : text
}

function constantText(x: Tensor, number: (of: (x: Tensor) => number) => Formula | null): Formula | null {
  const { data } = x
  if (data.length === 0) return { text: 'tensor([])', tightness: ATOM }
  if (data.every((value, i) => value === i) && data.length > 1) {
    const count = number(({ data }) => data.length)
    return count === null ? null : { text: `arange(${count.text})`, tightness: ATOM }
  }
  if (data.some(value => value !== data[0])) return null
  if (data.length > 1 && (data[0] === 0 || data[0] === 1)) {
    return { text: data[0] === 0 ? 'zeros' : 'ones', tightness: ATOM }
  }
  return number(({ data }) => data[0])
}

/** By the letters that it changes with from size to size; else as it is. */
function constant(values: readonly number[], letters: readonly Letters[]): Formula | null {
  if (values.length > 1 && values.every(value => value === values[0])) {
    const own = Object.keys(letters[0]).find(
      letter => values[0] > 4 && letters.every(size => size[letter] === values[0]),
    )
    return own === undefined ? digits(values[0]) : { text: own, tightness: ATOM }
  }
  const simple = values.length === 1 && Number.isInteger(values[0] * 2) && Math.abs(values[0]) <= 3
  if (simple) return digits(values[0])
  const text = nameConstant(values, letters)
  return text === null ? null : asFormula(text)
}

const asFormula = (text: string): Formula => ({
  text,
  tightness: /^\w+(\.\d+)?$/.test(text) ? ATOM : PRODUCT,
})

/** A number as one would write it: 0.5, 1e-5, 1/32. */
export function digits(value: number): Formula {
  const short = Number(value.toPrecision(3))
  const inverse = Math.round(1 / value)
  if (short !== value && Math.abs(1 / inverse - value) < 1e-12 * Math.abs(value))
    return asFormula(`${value < 0 ? '-' : ''}1/${Math.abs(inverse)}`)
  const near = Number(value.toPrecision(4))
  return asFormula(near !== 0 && Math.abs(near) < 1e-3 ? near.toExponential() : String(near))
}

/** A number of a step as one would write it; null where everything is to be brief. */
type SizeText = ((of: (step: Step) => number) => Formula | null) | null

/** `place`: as which input of its step; `number`: as it was given, where it is no tensor. */
type Write = (value: Tensor, place: number, number?: number) => Formula | null

function writeStep(step: Step, write: Write, size: SizeText): Formula | null {
  const parts = step.inputs.map((input, i) => {
    const operand = step.operands[i]
    return write(input, i, typeof operand === 'number' ? operand : undefined)
  })
  if (parts.some(part => part === null)) return null
  const [a, b] = parts as Formula[]
  const operator = infix[step.op]
  if (operator !== undefined) {
    const [sign, tightness] = operator
    const rightTight = step.op === 'sub' || step.op === 'div' ? tightness + 1 : tightness
    return { text: `${bracket(a, tightness)}${sign}${bracket(b, rightTight)}`, tightness }
  }
  return (
    special(step, parts as Formula[], size) ?? {
      text: `${step.op}(${parts.map(part => part!.text).join(', ')})`,
      tightness: ATOM,
    }
  )
}

const bracket = ({ text, tightness }: Formula, needed: number): string =>
  tightness < needed ? `(${text})` : text

function special(step: Step, [x, ...rest]: readonly Formula[], size: SizeText): Formula | null {
  const atom = (text: string): Formula => ({ text, tightness: ATOM })
  const whole = bracket(x, ATOM)
  const brief = size === null
  const text = (of: (step: Step) => number): string => size?.(of)?.text ?? String(of(step))
  const shape = (): string =>
    step.output.shape.map((_, dim) => text(({ output }) => output.shape[dim])).join(', ')
  switch (step.op) {
    case 'neg':
      return { text: `-${bracket(x, PRODUCT)}`, tightness: PRODUCT }
    case 'sum':
    case 'prod':
    case 'logsumexp':
    case 'mean':
    case 'var':
    case 'std':
    case 'max':
    case 'min':
    case 'argmax': {
      const { dims, keepdim } = step.attributes as { dims: readonly number[]; keepdim: boolean }
      const all = dims.length === step.inputs[0].shape.length && dims.length !== 1
      const over = dims.length === 1 || brief ? dims.join(', ') : `[${dims.join(', ')}]`
      const options = keepdim && !brief ? ', { keepdim: true }' : ''
      return atom(`${whole}.${step.op}(${all && (brief || !keepdim) ? '' : over}${options})`)
    }
    case 'clamp': {
      const { min, max } = step.attributes as Bounds
      const bounds = (max === null ? [min] : [min, max]).map(bound => bound && Number(bound.toPrecision(4)))
      return atom(`${whole}.clamp(${bounds.map(String).join(', ')})`)
    }
    case 'expand':
      return brief ? x : atom(`${whole}.expand(${shape()})`)
    case 'view':
      return step.output.data.length === 1 || (brief && sameButOnes(step))
        ? x
        : atom(`${whole}.view(${shape()})`)
    case 'flip':
    case 'cumsum':
      return brief ? null : atom(`${whole}.${step.op}(${dimOf(step)})`)
    case 'slice': {
      const bounds = ['start', 'end'].map(end =>
        text(({ attributes }) => (attributes as Record<string, number>)[end]),
      )
      return brief ? null : atom(`${whole}.slice(${[dimOf(step), ...bounds].join(', ')})`)
    }
    case 'cat':
      return brief ? null : atom(`cat([${[x, ...rest].map(part => part.text).join(', ')}], ${dimOf(step)})`)
    case 'permute':
      return atom(
        `${whole}.${isTransposition(step) ? transposedName(step.output) : (transposeOf(step) ?? `permute(${dimsOf(step).join(', ')})`)}`,
      )
    case 'index':
      return atom(`${whole}[${rest.map(({ text }) => text).join(', ')}]`)
    case 'indexPut':
    case 'indexAdd': {
      const [values, ...places] = rest
      const sign = step.op === 'indexPut' ? '=' : '+='
      return {
        text: `${whole}[${places.map(({ text }) => text).join(', ')}] ${sign} ${values.text}`,
        tightness: 0,
      }
    }
    case 'oneHot':
      return atom(`oneHot(${x.text})`)
    case 'softmax':
    case 'logSoftmax':
      return atom(`${step.op}(${x.text}, ${(step.attributes as { dim: number }).dim})`)
    default:
      return null
  }
}

const dimOf = ({ attributes }: Step): number => (attributes as { dim: number }).dim

const dimsOf = ({ attributes }: Step): readonly number[] => (attributes as { dims: readonly number[] }).dims

/** What exchanges the last two dimensions: of more than two, PyTorch's T reverses all. */
export const transposedName = ({ shape }: Tensor): 'T' | 'mT' => (shape.length > 2 ? 'mT' : 'T')

/** The last two dimensions exchanged, the others left. */
export const isTransposition = (step: Step): boolean =>
  dimsOf(step).every((dim, i, { length }) => dim === (i < length - 2 ? i : 2 * length - 3 - i))

/** `transpose(1, 2)` of a permute that swaps two dimensions. */
function transposeOf(step: Step): string | null {
  const moved = [...dimsOf(step).entries()].flatMap(([at, dim]) => (at === dim ? [] : [at]))
  return moved.length === 2 ? `transpose(${moved.join(', ')})` : null
}

const sameButOnes = ({ inputs: [x], output }: Step): boolean =>
  x.shape.filter(size => size !== 1).join() === output.shape.filter(size => size !== 1).join()
