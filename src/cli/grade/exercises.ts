/** The exercises that are graded, as the processes that judge need them. */
import { type Exercise, readSolution } from '../../catalogue/catalogue.ts'
import { invariant, NinjaError } from '../../errors.ts'
import { type PythonExercise, pythonExerciseOf } from '../../grade/python-exercise.ts'
import { blanksOf } from '../../notebook/solution.ts'
import { freshExercise } from '../files.ts'
import { packAround } from '../packs.ts'
import { twinFor } from '../twin.ts'
import { allExercises, findWorkspace, isInWorkspace } from '../workspace.ts'
import type { JudgeOrder } from './orders.ts'

/** Of the pack that one stands in, else of the packs of the workspace, else the built-in ones. */
export const exercisesAround = (cwd: string): readonly Exercise[] =>
  packAround(cwd) ?? allExercises(isInWorkspace(cwd) ? findWorkspace(cwd, '').root : null)

export interface Subjects {
  readonly exercise: (order: JudgeOrder) => Exercise
  /** All that a learner was given: the exercise, its hints, its notebook. What is in it is nobody's own. */
  readonly given: (exercise: Exercise) => string
  /** What a notebook is held against; null for an exercise that can't be done in Python. */
  readonly python: (exercise: Exercise) => PythonExercise | null
}

export function openSubjects(): Subjects {
  const known = new Map<string, Exercise>()
  const given = new Map<string, string>()
  const python = new Map<string, PythonExercise | null>()
  return {
    exercise({ cwd, exercise: id }) {
      if (known.size === 0) for (const one of exercisesAround(cwd)) known.set(one.id, one)
      const exercise = known.get(id)
      invariant(exercise !== undefined, `there is no exercise ${id}`)
      return exercise
    },
    given(exercise) {
      if (!given.has(exercise.id)) given.set(exercise.id, givenIn(exercise))
      return given.get(exercise.id)!
    },
    python(exercise) {
      if (!python.has(exercise.id)) python.set(exercise.id, pythonExerciseOf(exercise))
      return python.get(exercise.id)!
    },
  }
}

const givenIn = (exercise: Exercise): string =>
  [
    freshExercise(exercise),
    ...blanksOf(readSolution(exercise)).flatMap(({ hints }) => hints),
    ...twinTexts(exercise),
  ].join('\n')

function twinTexts(exercise: Exercise): string[] {
  try {
    return twinFor(exercise).map(({ text }) => text)
  } catch (error) {
    if (error instanceof NinjaError) return []
    throw error
  }
}
