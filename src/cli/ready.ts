/**
 * What is made of the package's solutions, worked out when it's built: to read them all takes longer than a check. It's
 * found by the hash of what it was made of, so of a text that has changed since then there is nothing.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Exercise, partReader, readSolution } from '../catalogue/catalogue.ts'
import { blanksOf, includedIn, toExercise } from '../notebook/solution.ts'
import { once } from '../once.ts'
import { ifThere } from '../progress/refusal.ts'

export interface Ready {
  /** What `blankNames` gives, by solution. */
  readonly blanks: Readonly<Record<string, readonly string[]>>
  /** What `freshText` gives, by solution and all that it includes. */
  readonly fresh: Readonly<Record<string, string>>
}

/** Beside the program that was built; beside its sources there is none. */
export const READY = 'ready.json'

const ready = once(
  (): Ready =>
    ifThere(() => JSON.parse(readFileSync(join(import.meta.dirname, READY), 'utf8')), {
      blanks: {},
      fresh: {},
    }),
)

/** The names of an exercise's blanks, in the order of its file. */
export function blankNames(exercise: Exercise): readonly string[] {
  const solution = readSolution(exercise)
  return ready().blanks[hashOf([solution])] ?? [...new Set(blanksOf(solution).map(({ name }) => name))]
}

/** The exercise with its blanks empty. */
export function freshText(exercise: Exercise): string {
  const known = ready().fresh[hashOf(textsOf(exercise))]
  return known ?? toExercise(readSolution(exercise), partReader(exercise))
}

/** What building the package keeps. */
export const makeReady = (exercises: readonly Exercise[]): Ready => ({
  blanks: Object.fromEntries(exercises.map(one => [hashOf([readSolution(one)]), blankNames(one)])),
  fresh: Object.fromEntries(exercises.map(one => [hashOf(textsOf(one)), freshText(one)])),
})

/** All that an exercise is made of. */
function textsOf(exercise: Exercise): string[] {
  const solution = readSolution(exercise)
  return [solution, ...includedIn(solution).map(partReader(exercise))]
}

/** Crypto is loaded when it's needed: every command begins with this file, and few of them ask. */
const hashOf = (texts: readonly string[]): string =>
  process.getBuiltinModule('node:crypto').createHash('sha256').update(JSON.stringify(texts)).digest('base64')
