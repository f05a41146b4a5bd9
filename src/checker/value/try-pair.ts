/** One row of a check with one seed: what the learner's code gave, held against what is expected. */
import type { Value } from '../../catalogue/exercise.ts'
import { NinjaError } from '../../errors.ts'
import { type Kept, keep } from '../../room/kept.ts'
import type { Failing } from '../../room/reply.ts'
import { describe } from '../../tensor/shape.ts'
import { readableMessage } from '../../text/complaint.ts'
import type { Written } from '../../text/written.ts'
import { adviceOn } from '../text/advice-on-error.ts'
import { compareValues, type ValueComparison } from './compare.ts'
import { type SecretMarks, unsecret } from './secret.ts'

/** What a check says of a row: all but the learner's part of it. */
export interface Expected {
  readonly name: string
  readonly blank: string
  /** Worked out when it is asked for. */
  readonly value: () => Kept
  /** The numbers that it starts from, by name. */
  readonly at: Readonly<Record<string, number>> | undefined
  readonly within: number | undefined
  readonly secret?: SecretMarks | undefined
}

/** No value came back. */
export interface Lost {
  readonly kind: 'blank' | 'threw'
  readonly message: string
  /** The thrown message as it was, for comparison with another. */
  readonly said: string
  readonly advice: string | null
  readonly stack: string | null
}

export const notFilledIn: Lost = {
  kind: 'blank',
  message: 'not filled in yet',
  said: '',
  advice: 'replace TODO()',
  stack: null,
}

/** What came of a row with one seed. */
export interface Try {
  readonly seed: number
  /** Null where the check itself could not make the row out of the learner's code. */
  readonly pair: Expected | null
  readonly lost: Lost | null
  readonly value: Kept | null
  readonly expected: Kept | null
  /** Null where there is no value. */
  readonly compared: ValueComparison | null
}

export const isRight = ({ compared }: Try): boolean => compared?.kind === 'same'

export function valueTry(pair: Expected, seed: number, came: Kept): Try {
  const expected = pair.value()
  const value = unsecret(came, pair.secret, expected)
  return { seed, pair, lost: null, value, expected, compared: compareValues(value, expected, pair.within) }
}

export const lostTry = (pair: Expected | null, seed: number, lost: Lost): Try => ({
  seed,
  pair,
  lost,
  value: null,
  expected: pair?.value() ?? null,
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

/** `isUnusable`: whether it came from the check's own code, which was given what it cannot use. */
export function lostBy(
  failing: Failing,
  isUnusable: (stack: string) => boolean,
  written: Written | null,
): Lost {
  if (failing.kind === 'blank') return notFilledIn
  const { name, message, advice, stack } = failing
  const lost = (text: string, advice: string | null): Lost => ({
    kind: 'threw',
    message: text,
    said: message,
    advice,
    stack,
  })
  if (name === null) return lost(`threw ${message}`, null)
  if (advice !== undefined) return lost(message, advice)
  const said = readableMessage(message)
  if (stack !== null && isUnusable(stack))
    return { ...lost(`gave something that cannot be used: ${said}`, 'is a "return" missing?'), stack: null }
  // What the others advise on is tensors and gradients, and there may be none here.
  const isGeneral = name === 'ReferenceError' || name === 'RangeError'
  return lost(`${name}: ${said}`, isGeneral ? adviceOn(name, said, [], written) : null)
}
