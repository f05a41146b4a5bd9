/** What a platform that runs graders says of the one submission that it has graded. */
import { NinjaError } from '../../errors.ts'
import type { Student } from '../record.ts'

export interface SubmissionMetadata {
  /** Whose it is: for several people together the first, by their ids. */
  readonly student: Student
  /** When it came, and when it was due; null where that isn't said. */
  readonly at: number | null
  readonly due: number | null
}

/**
 * Gradescope's `submission_metadata.json`.
 * @throws NinjaError 'data' where it has no user.
 */
export function readGradescopeMetadata(text: string): SubmissionMetadata {
  const { users, created_at, assignment } = fieldsOf(parsed(text, GRADESCOPE))
  const { due_date } = fieldsOf(assignment)
  const students = (Array.isArray(users) ? users : [])
    .flatMap(studentsIn)
    .sort((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1))
  if (students.length === 0) throw new NinjaError('data', `${GRADESCOPE} names nobody who submitted this`)
  return { student: students[0], at: timeOf(created_at), due: timeOf(due_date) }
}

const GRADESCOPE = 'submission_metadata.json'

function studentsIn(user: unknown): Student[] {
  const { id, name, email } = fieldsOf(user)
  const key = wordOf(id) ?? wordOf(email)
  return key === null ? [] : [{ id: key, name: wordOf(name), email: wordOf(email), section: null }]
}

/**
 * PrairieLearn's `data.json`, which doesn't say whose it is: the seed of the variant is all that tells one student
 * from another.
 */
export function readPrairieLearnData(text: string): SubmissionMetadata {
  const { variant_seed } = fieldsOf(parsed(text, 'data.json'))
  const seed = wordOf(variant_seed)
  const id = seed === null ? 'submission' : `variant-${seed}`
  return { student: { id, name: null, email: null, section: null }, at: null, due: null }
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new NinjaError('data', `${name} is not JSON`)
  }
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

const wordOf = (value: unknown): string | null => {
  const word = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : ''
  return word === '' ? null : word
}

function timeOf(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? null : time
}
