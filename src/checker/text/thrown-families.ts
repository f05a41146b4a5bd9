/** The kinds of errors that a function ends with, for whoever counts mistakes. */
import { complaintIn } from '../../text/complaint.ts'
import type { Diagnosis, Judgement } from '../report.ts'
import { ended, sentence } from './sentences.ts'

export type ThrownFamily = 'syntax' | "sizes don't fit" | 'not a function' | 'other error'

/** What the library says where shapes do not go together. */
const SIZES: readonly RegExp[] = [
  /do not broadcast/,
  /the inner sizes/,
  /elements, .* does not$/,
  /cannot be repeated to/,
  /there is no dimension/,
  /does not name each dimension/,
  /do(?:es)? not fit/,
  /^(?:cat|stack): \(.*differ/,
  /is not an index of dimension/,
  /needs (?:two|logits)/,
]

export function thrownFamily(message: string): ThrownFamily {
  if (message.startsWith('SyntaxError: ')) return 'syntax'
  const [, said] = /^TypeError: (.*)$/s.exec(message) ?? []
  if (said !== undefined && complaintIn(said)?.of === 'call') return 'not a function'
  return SIZES.some(one => one.test(message)) ? "sizes don't fit" : 'other error'
}

/** A judgement of a function that threw, with the kind of its error. */
export function withFamily(judgement: Judgement): Judgement {
  const { name, verdict, message, advice } = judgement
  if (verdict !== 'threw' || judgement.diagnosis !== null) return judgement
  const said = message.startsWith(name) ? ended(message) : sentence(message)
  const diagnosis: Diagnosis = {
    family: thrownFamily(message),
    formula: null,
    short: message,
    message: advice === null ? said : `${said} ${sentence(advice)}`,
    tier: 1,
  }
  return { ...judgement, diagnosis }
}
