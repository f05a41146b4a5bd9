/** What a learner's code threw or gave, as plain data. Whatever is looked at may be a trap: each field is read once. */
import { Blank } from '../catalogue/exercise.ts'
import { NinjaError } from '../errors.ts'
import { describe, isSize, sizeOf } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import { readableMessage } from '../text/complaint.ts'
import { DIMS } from './numbers.ts'
import { type Came, type Other, ScopeError, type Thrown } from './program.ts'

/** Characters of a message and of a stack that are worth carrying. */
const MESSAGE = 500
const STACK = 20_000

export function thrownAs(thrown: unknown): Thrown | { readonly kind: 'blank' } {
  try {
    if (thrown instanceof Blank) return { kind: 'blank' }
    if (!(thrown instanceof Error))
      return { kind: 'threw', name: null, message: shortened(describe(thrown), MESSAGE), stack: null }
    const { name, message, stack } = thrown
    const told: Thrown = {
      kind: 'threw',
      name: shortened(String(name), MESSAGE),
      message: shortened(readableMessage(String(message)), MESSAGE),
      stack: typeof stack === 'string' ? stack.slice(0, STACK) : null,
    }
    if (!(thrown instanceof ScopeError || thrown instanceof NinjaError)) return told
    const { advice } = thrown
    return { ...told, advice: typeof advice === 'string' ? shortened(advice, MESSAGE) : null }
  } catch {
    return { kind: 'threw', name: null, message: 'something that cannot even be looked at', stack: null }
  }
}

export const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most)}…` : text

/** What a function gave. */
export function givenAs(result: unknown): Came {
  if (typeof result === 'number') return { kind: 'number', value: result }
  if (result instanceof Tensor) {
    const value = copyOf(result)
    return value === null ? { kind: 'tampered' } : { kind: 'value', value }
  }
  return { kind: 'other', what: kindOf(result), text: shortened(describe(result), MESSAGE) }
}

function kindOf(result: unknown): Other {
  if (result === undefined) return 'nothing'
  if (typeof result === 'function' || typeof result === 'boolean')
    return typeof result as 'function' | 'boolean'
  return result instanceof Promise ? 'promise' : 'object'
}

/** A tensor of its own with the same numbers; null where shape and numbers do not belong together. */
export function copyOf(x: Tensor): Tensor | null {
  try {
    const { shape, data, isMask } = x
    if (!Array.isArray(shape) || !(data instanceof Float64Array)) return null
    const [sizes, numbers] = [Array.from(shape, Number), new Float64Array(data)]
    if (sizes.length > DIMS || !sizes.every(isSize)) return null
    return sizeOf(sizes) === numbers.length ? new Tensor(sizes, numbers, isMask === true) : null
  } catch {
    return null
  }
}
