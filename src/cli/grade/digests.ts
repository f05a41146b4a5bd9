/** Digests of files, of exercises, and of what a course keeps secret. */
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Exercise, partReader, readSolution } from '../../catalogue/catalogue.ts'
import { seedFrom, seedText } from '../../grade/identity.ts'
import { includedIn } from '../../notebook/solution.ts'
import { sha256 } from '../../progress/digest.ts'

/** Of all that an exercise is made of: its solution, and the parts that it includes. */
export function packDigest(exercise: Exercise): string {
  const text = readSolution(exercise)
  const read = partReader(exercise)
  return sha256(JSON.stringify([exercise.id, text, ...includedIn(text).map(name => [name, read(name)])]))
}

export const fileDigest = (path: string): string => sha256(readFileSync(path))

/** Each student's own numbers, which nobody can foretell who doesn't know the secret. */
export const secretSeed = (secret: Uint8Array, student: string, exercise: string): number =>
  seedFrom(createHmac('sha256', secret).update(seedText(student, exercise)).digest('hex'))
