/** Why there is no tensor where there should be one. */
import { NinjaError } from '../errors.ts'
import { adviceOn } from './advice.ts'
import type { Missing } from './claim.ts'
import { Ellipsis, NotRead, OutOfSteps, PythonError, type PyValue, typeName, Unread } from './values.ts'

const missingOf = new WeakMap<Unread, Missing>()

/** A value that nothing is known of but why. */
export function unreadFor(name: string, missing: Missing): Unread {
  const made = new Unread(textOf(missing) || name)
  missingOf.set(made, missing)
  return made
}

export const textOf = (missing: Missing): string =>
  missing.kind === 'threw' ? missing.message : missing.kind === 'not read' ? missing.why : ''

/** Of what is no tensor. */
export function missingIn(value: PyValue | undefined): Missing {
  if (value instanceof Unread) return missingOf.get(value) ?? { kind: 'not read', why: value.why }
  if (value === null || value === undefined || value instanceof Ellipsis) return { kind: 'blank' }
  const message = `it is of type ${typeName(value)}; a gradient is a tensor, in the shape of the one it belongs to`
  return { kind: 'threw', message }
}

/** What an error says of its statement, with advice where there are `names` that could have been meant. */
export function missingFrom(error: unknown, names: Iterable<string> | null = null): Missing {
  if (error instanceof OutOfSteps) return { kind: 'not read', why: 'more work than is done for a notebook' }
  if (error instanceof NotRead) return { kind: 'not read', why: error.message }
  if (error instanceof PythonError) {
    const advice = names === null ? null : adviceOn(error, names)
    const more = advice === null ? '' : ` (${advice})`
    return { kind: 'threw', message: `${error.type}: ${error.message}${more}` }
  }
  if (error instanceof NinjaError) return { kind: 'threw', message: error.message }
  // Whatever it is, it is this interpreter's doing, and no reason to give up the rest.

  return { kind: 'not read', why: 'something' }
}
