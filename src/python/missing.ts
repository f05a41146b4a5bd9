/** Why there is no tensor where there should be one. */
import { NinjaError } from '../errors.ts'
import type { Missing } from './claim.ts'
import { Ellipsis, NotRead, OutOfSteps, PythonError, type PyValue, Unread } from './values.ts'

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
  return { kind: 'threw', message: 'it is no tensor' }
}

/** What an error says of its statement. */
export function missingFrom(error: unknown): Missing {
  if (error instanceof OutOfSteps) return { kind: 'not read', why: 'more work than is done for a notebook' }
  if (error instanceof NotRead) return { kind: 'not read', why: error.message }
  if (error instanceof PythonError) return { kind: 'threw', message: `${error.type}: ${error.message}` }
  if (error instanceof NinjaError) return { kind: 'threw', message: error.message }
  // Whatever it is, it is this interpreter's doing, and no reason to give up the rest.

  return { kind: 'not read', why: 'something' }
}
