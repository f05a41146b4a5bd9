/** What is known of each exercise, put together from its solution and the learner's progress. */
import { type Exercise, shortTitle } from '../catalogue/catalogue.ts'
import { againIn, isGivenUp, isPassed, type Progress, progressOf } from '../progress/progress.ts'
import { type ExerciseStanding, hasOnlyScripts, type TrackStanding } from '../terminal/standing.ts'
import { shown } from './files.ts'
import { isNotebook } from './notebook-file.ts'
import { blankNames } from './ready.ts'
import { fileOf, type Workspace } from './workspace.ts'

/** Files are named as seen from `cwd`. */
export function standingOf(
  exercise: Exercise,
  progress: Progress,
  workspace: Workspace,
  cwd: string,
): ExerciseStanding {
  const { id, number } = exercise
  const { gradients } = progressOf(progress, id)
  const file = fileOf(workspace, exercise)
  let known: ExerciseStanding['gradients'] | null = null
  return {
    id,
    number,
    title: shortTitle(exercise),
    passed: isPassed(progress, id),
    givenUp: isGivenUp(progress, id),
    again: againIn(progress, id),
    // A solution is read for it: only where somebody asks.
    get gradients() {
      known ??= blankNames(exercise).map(name => ({
        name,
        verdict: Object.hasOwn(gradients, name) ? gradients[name] : null,
      }))
      return known
    },
    file: shown(cwd, file),
    isOnlyScript: workspace.isPython && !isNotebook(file),
  }
}

/** In their order; in a folder of notebooks the tracks without any come last. */
export function tracksOf(
  exercises: readonly Exercise[],
  progress: Progress,
  workspace: Workspace,
  cwd: string,
): TrackStanding[] {
  const names = [...new Set(exercises.map(({ track }) => track))]
  const tracks = names.map(name => ({
    name,
    exercises: exercises
      .filter(({ track }) => track === name)
      .map(exercise => standingOf(exercise, progress, workspace, cwd)),
  }))
  return tracks.toSorted((a, b) => Number(hasOnlyScripts(a)) - Number(hasOnlyScripts(b)))
}
