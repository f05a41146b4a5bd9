/** One call of a learner's function, with everything that can come of it told apart. */

import { Blank } from '../catalogue/exercise.ts'
import { NinjaError } from '../errors.ts'
import { formatShape, sizeOf } from '../tensor/shape.ts'
import { describe, Tensor } from '../tensor/tensor.ts'
import { adviceOn } from './advice.ts'
import { notFinite } from './compare.ts'
import type { Verdict } from './report.ts'
import { ScopeError } from './scope.ts'
import type { Backward } from './subject.ts'

/** No gradient came back, or none that could be compared. */
export interface Failed {
  readonly kind: Extract<Verdict, 'blank' | 'threw' | 'not a tensor' | 'not finite'>
  readonly message: string
  readonly advice: string | null
  /** Where it was thrown, if it was: the stack, for whoever knows the learner's file. */
  readonly stack: string | null
  /** The value that is not finite. */
  readonly value: Tensor | null
}

export type Outcome = { readonly kind: 'value'; readonly value: Tensor } | Failed

const failed = (kind: Failed['kind'], message: string, rest: Partial<Failed> = {}): Failed => ({
  kind,
  message,
  advice: null,
  stack: null,
  value: null,
  ...rest,
})

export function call(backward: Backward, scope: object): Outcome {
  try {
    return outcomeOf(backward(scope), backward)
  } catch (thrown) {
    return outcomeOfThrown(thrown, Reflect.ownKeys(scope).map(String), String(backward))
  }
}

function outcomeOf(result: unknown, backward: Backward): Outcome {
  if (typeof result === 'number' && Number.isFinite(result)) {
    return { kind: 'value', value: new Tensor([], Float64Array.of(result)) }
  }
  if (!(result instanceof Tensor)) return outcomeOfOther(result, String(backward))
  if (!isWhole(result)) {
    return failed('not a tensor', 'returned a tensor whose shape or data was tampered with', {
      advice: 'tensors never change: make a new one with tensor([…]), or copy with Float64Array.from(x.data)',
    })
  }
  const bad = notFinite(result)
  if (bad === null) return { kind: 'value', value: result }
  const message = `${bad.count} of ${result.data.length} elements are NaN or infinite, the first at [${bad.first.join(', ')}]`
  return failed('not finite', message, {
    value: result,
    advice: 'look for a division by 0, the log of a number that is not positive, or a root of a negative one',
  })
}

/** Nothing but convention stops JavaScript from writing into a tensor's fields. */
const isWhole = ({ shape, data }: Tensor): boolean =>
  data instanceof Float64Array && Array.isArray(shape) && sizeOf(shape) === data.length

function outcomeOfThrown(thrown: unknown, values: readonly string[], body: string): Failed {
  try {
    if (thrown instanceof Blank) return failed('blank', 'not filled in yet', { advice: 'replace TODO()' })
    if (thrown instanceof ScopeError || thrown instanceof NinjaError) {
      return failed('threw', thrown.message, { advice: thrown.advice ?? null, stack: thrown.stack ?? null })
    }
    if (!(thrown instanceof Error)) return failed('threw', `threw ${describe(thrown)}`)
    const { name, stack } = thrown
    const message = readable(String(thrown.message))
    return failed('threw', shortened(`${name}: ${message}`), {
      advice: adviceOn(String(name), message, values, false, body),
      stack: typeof stack === 'string' ? stack : null,
    })
  } catch {
    return failed('threw', 'threw something that throws when it is looked at')
  }
}

/** Without what taking the types away made of a name that is imported or exported. */
export const readable = (message: string): string =>
  message
    .replace(/(?:_backpropninja|exports)\.(\w+)(\.call)?/g, '$1')
    .replace('(0 , ', '(')
    .replace(/^\.for is/, 'an element of the list is')
    .replace("of '.for' as", 'of an element of the list, as')
    .replace(' (cannot read property Symbol(Symbol.iterator))', '')

const shortened = (text: string): string => (text.length > 500 ? `${text.slice(0, 500)}…` : text)

function outcomeOfOther(result: unknown, body: string): Failed {
  if (result === undefined) {
    return failed('not a tensor', 'returned nothing', {
      advice: /\breturn\b\s*[^\s;}]|=>\s*[^\s{]/.test(body)
        ? 'tensors have no [ ]: x.index(rows, columns) reads'
        : 'a "return" is missing',
    })
  }
  if (typeof result === 'function') {
    return failed('not a tensor', 'returned a function', {
      advice:
        'a gradient that is not named in the braces of the first line is the function of that name: name it there',
    })
  }
  if (typeof result === 'boolean') {
    return failed('not a tensor', `returned ${describe(result)}`, {
      advice: 'tensors are compared by methods: a.eq(b), a.gt(b) give a tensor of 1 and 0',
    })
  }
  if (typeof result === 'number') {
    return failed('not a tensor', `returned the number ${result}`, {
      advice: 'operators do not work on tensors: write a.mul(b), a.add(b), a.pow(2) …',
    })
  }
  if (result instanceof Promise) {
    return failed('not a tensor', 'returned a promise', {
      advice: 'remove "async": nothing here has to be waited for',
    })
  }
  return failed('not a tensor', `returned ${describe(result)}`, {
    advice: 'return a tensor: tensor([…]) makes one',
  })
}

/** A gradient that has not its tensor's shape. */
export const shapeMessage = (actual: Tensor, expected: Tensor): string =>
  `shape ${formatShape(actual.shape)}, needs ${formatShape(expected.shape)}`
