/** Texts that are compared and never shown: where a pack goes out without its answers, it has only their marks. */
import type { Secret } from '../../catalogue/exercise.ts'
import type { Kept } from '../../room/kept.ts'
import { markOf } from '../../text/mark.ts'

/**
 * A secret as it is compared: a closed realm knows no better mark. It keeps a text from being read in passing, not from
 * being found by trying.
 */
export interface SecretMarks {
  readonly marks: readonly string[]
  readonly other: string
}

export const marksOf = ({ right, other }: Secret): SecretMarks => ({ marks: right.map(markOf), other })

/** What came of a row, as it is compared and shown: `expected` in place of each text that is right. */
export function unsecret(value: Kept, secret: SecretMarks | undefined, expected: Kept): Kept {
  if (secret === undefined || typeof value !== 'string') return value
  return secret.marks.includes(markOf(value)) ? expected : `${value}: ${secret.other}`
}
