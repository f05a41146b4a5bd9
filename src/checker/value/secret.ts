/** Texts that are compared and never shown: where a pack goes out without its answers, it has only their marks. */
import type { Secret } from '../../catalogue/exercise.ts'
import type { Kept } from '../../room/kept.ts'

/** A secret as it is compared. */
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

/** FNV-1a in 64 bits, of the text's units of 16: a closed realm knows no other. It keeps a text from being read in passing, not from being found by trying. */
function markOf(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (let i = 0; i < text.length; i++)
    hash = ((hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n) & 0xffffffffffffffffn
  return hash.toString(16).padStart(16, '0')
}
