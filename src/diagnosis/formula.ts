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
  gt: [' > ', 0],
}

/** The tensors whose names are known, and the steps that made the others. */
export interface Known {
  readonly names: ReadonlyMap<Tensor, string>
  readonly steps: readonly Step[]
  /** The exercise's numbers: 0.03125 is 1/n where n is 32. */
  readonly letters?: Letters
}

/** The formula of a tensor; null where it was not made by recorded operations, or would be too long to read. */
export function formulaOf(x: Tensor, { names, steps, letters = {} }: Known, limit = 90): string | null {
  const made = new Map(steps.map(step => [step.output, step]))
  let depth = 0
  const write = (value: Tensor, number?: number): Formula | null => {
    const name = names.get(value)
    if (name !== undefined) return { text: name, tightness: ATOM }
    if (number !== undefined) return constant(number, letters)
    const step = made.get(value)
    if (step === undefined) return constantText(value, letters)
    if (++depth > 60) return null
    return writeStep(step, write)
  }
  const text = write(x)?.text ?? null
  return text === null || text.length > limit ? null : text
}

function constantText({ data }: Tensor, letters: Letters): Formula | null {
  if (data.length === 0) return { text: 'tensor([])', tightness: ATOM }
  if (data.every((value, i) => value === i) && data.length > 1) {
    return { text: `arange(${constant(data.length, letters).text})`, tightness: ATOM }
  }
  if (data.some(value => value !== data[0])) return null
  if (data.length === 1) return constant(data[0], letters)
  return data[0] === 0 || data[0] === 1
    ? { text: data[0] === 0 ? 'zeros' : 'ones', tightness: ATOM }
    : constant(data[0], letters)
}

/** By its name, where the exercise has one for it. */
function constant(value: number, letters: Letters): Formula {
  const simple = Number.isInteger(value * 2) && Math.abs(value) <= 3
  const text = (simple ? null : nameConstant([value], [letters])) ?? String(Number(value.toPrecision(4)))
  return { text, tightness: /^\w+(\.\d+)?$/.test(text) ? ATOM : PRODUCT }
}

type Write = (value: Tensor, number?: number) => Formula | null

function writeStep(step: Step, write: Write): Formula | null {
  const parts = step.inputs.map((input, i) => {
    const operand = step.operands[i]
    return write(input, typeof operand === 'number' ? operand : undefined)
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
    special(step, parts as Formula[]) ?? {
      text: `${step.op}(${parts.map(part => part!.text).join(', ')})`,
      tightness: ATOM,
    }
  )
}

const bracket = ({ text, tightness }: Formula, needed: number): string =>
  tightness < needed ? `(${text})` : text

function special(step: Step, [x, ...rest]: readonly Formula[]): Formula | null {
  const atom = (text: string): Formula => ({ text, tightness: ATOM })
  const whole = bracket(x, ATOM)
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
      const { dims } = step.attributes as { dims: readonly number[] }
      const all = dims.length === step.inputs[0].shape.length
      return atom(`${whole}.${step.op}(${all && dims.length !== 1 ? '' : dims.join(', ')})`)
    }
    case 'clamp': {
      const { min, max } = step.attributes as Bounds
      const bounds = (max === null ? [min] : [min, max]).map(bound => bound && Number(bound.toPrecision(4)))
      return atom(`${whole}.clamp(${bounds.map(String).join(', ')})`)
    }
    case 'expand':
      return x
    case 'view':
      return step.output.data.length === 1 || sameButOnes(step)
        ? x
        : atom(`${whole}.view(${step.output.shape.join(', ')})`)
    case 'permute':
      return atom(`${whole}.${isTransposition(step) ? 'T' : `permute(${dimsOf(step).join(', ')})`}`)
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

const dimsOf = ({ attributes }: Step): readonly number[] => (attributes as { dims: readonly number[] }).dims

/** The last two dimensions exchanged, the others left. */
const isTransposition = (step: Step): boolean =>
  dimsOf(step).every((dim, i, { length }) => dim === (i < length - 2 ? i : 2 * length - 3 - i))

const sameButOnes = ({ inputs: [x], output }: Step): boolean =>
  x.shape.filter(size => size !== 1).join() === output.shape.filter(size => size !== 1).join()
