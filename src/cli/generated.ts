/** exercises/ of a pack beside what its solutions/ make of it. */
import { join } from 'node:path'
import { type Exercise, exerciseIds, findExercises } from '../catalogue/catalogue.ts'
import { filesIn, packIn } from '../learner/packs.ts'
import { freshExercise, readIfThere } from './files.ts'

/** An exercise file that is not what it should be. */
export interface Stale {
  readonly exercise: Exercise
  readonly path: string
  readonly content: string
  /** What stands there now, null for nothing; and the first line in which that differs. */
  readonly before: Buffer | null
  readonly difference: LineDifference | null
}

export interface LineDifference {
  readonly line: number
  /** Null: the text ends before that line. */
  readonly is: string | null
  readonly shouldBe: string | null
}

export interface GeneratedState {
  readonly exercises: readonly Exercise[]
  readonly stale: readonly Stale[]
  /** Paths of exercise files without a solution. */
  readonly leftOver: readonly string[]
}

export function compareWithSolutions(root: string): GeneratedState {
  const exercises = findExercises([packIn(root)])
  const wanted = new Set(exercises.map(({ id }) => id))
  const leftOver = (exerciseIds(filesIn(root), 'exercises') ?? []).filter(id => !wanted.has(id))
  return {
    exercises,
    stale: exercises.flatMap(exercise => compareExercise(root, exercise) ?? []),
    leftOver: leftOver.map(id => pathOf(root, id)),
  }
}

/** Null where all is as it should be. */
function compareExercise(root: string, exercise: Exercise): Stale | null {
  const path = pathOf(root, exercise.id)
  const content = freshExercise(exercise)
  const before = readIfThere(path)
  const difference = before === null ? null : firstDifference(before.toString(), content)
  return before !== null && difference === null ? null : { exercise, path, content, before, difference }
}

const pathOf = (root: string, id: string): string => join(root, 'exercises', `${id}.ts`)

/** The first line that differs; null where none does. How lines end is git's business, not ours. */
export function firstDifference(is: string, shouldBe: string): LineDifference | null {
  const [mine, theirs] = [is, shouldBe].map(text => text.replaceAll('\r\n', '\n').split('\n'))
  const many = Math.max(mine.length, theirs.length)
  for (let index = 0; index < many; index++) {
    if (mine[index] === theirs[index]) continue
    return { line: index + 1, is: mine[index] ?? null, shouldBe: theirs[index] ?? null }
  }
  return null
}
