/** One pair of a check cell, tried: the learner's code called, and what it gave held against what is expected. */
import { Blank, type Pair, type Value } from '../catalogue/exercise.ts'
import { NinjaError } from '../errors.ts'
import { describe } from '../tensor/tensor.ts'
import { adviceOn } from './advice.ts'
import { readable } from './call.ts'
import { ScopeError } from './scope.ts'
import { type Compared, compareValues, type Kept, keep } from './value.ts'

/** No value came back. */
export interface Lost {
  readonly kind: 'blank' | 'threw'
  readonly message: string
  readonly advice: string | null
  readonly stack: string | null
}

/** What came of a pair with one seed. */
export interface Try {
  readonly seed: number
  /** Null where the check itself could not make the pair out of the learner's code. */
  readonly pair: Pair | null
  readonly lost: Lost | null
  readonly value: Kept | null
  readonly expected: Kept | null
  /** Null where there is no value. */
  readonly compared: Compared | null
}

export const isRight = ({ compared }: Try): boolean => compared?.kind === 'same'

export function tryPair(pair: Pair, seed: number, unusable: (stack: string) => boolean): Try {
  const expected = computed(pair.expected, pair.name)
  const base = { seed, pair, expected }
  try {
    const value = keep(pair.learner())
    return { ...base, lost: null, value, compared: compareValues(value, expected, pair.within) }
  } catch (thrown) {
    return { ...base, lost: lostBy(thrown, unusable, pair.blank), value: null, compared: null }
  }
}

export const lostTry = (thrown: unknown, seed: number, unusable: (stack: string) => boolean): Try => ({
  seed,
  pair: null,
  lost: lostBy(thrown, unusable),
  value: null,
  expected: null,
  compared: null,
})

/** What an author wrote, or what the function gives that they wrote. */
export function computed(given: Value | (() => Value), name: string): Kept {
  if (typeof given !== 'function') return keep(given)
  try {
    return keep(given())
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : describe(error)
    throw new NinjaError('pack', `the check's own value for ${name} cannot be computed: ${what}`)
  }
}

/** `unusable`: whether what was thrown came from the check's own code, which was given what it cannot use. */
function lostBy(thrown: unknown, unusable: (stack: string) => boolean, blank = ''): Lost {
  const lost = (message: string, advice: string | null = null, stack: unknown = null): Lost => ({
    kind: 'threw',
    message: message.length > 500 ? `${message.slice(0, 500)}…` : message,
    advice,
    stack: typeof stack === 'string' ? stack : null,
  })
  try {
    if (thrown instanceof Blank) return { ...lost('not filled in yet', 'replace TODO()'), kind: 'blank' }
    if (thrown instanceof ScopeError || thrown instanceof NinjaError) {
      return lost(thrown.message, thrown.advice ?? null, thrown.stack)
    }
    if (!(thrown instanceof Error)) return lost(`threw ${describe(thrown)}`)
    const message = readable(String(thrown.message))
    const stack = String(thrown.stack)
    if (unusable(stack))
      return lost(`gave something that cannot be used: ${message}`, 'is a "return" missing?')
    // What the others advise on is tensors and gradients, and there may be none here.
    const general = thrown.name === 'ReferenceError' || thrown.name === 'RangeError'
    const advice = general ? adviceOn(thrown.name, message, [], blank.includes('.')) : null
    return lost(`${thrown.name}: ${message}`, advice, stack)
  } catch {
    return lost('threw something that throws when it is looked at')
  }
}
