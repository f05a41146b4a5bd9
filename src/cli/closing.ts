/** The end of a track: what is said once all of it is passed. */
import type { Exercise } from '../catalogue/catalogue.ts'
import { isPassed, type Progress } from '../progress/progress.ts'
import type { Closing } from '../terminal/closing.ts'
import { nextExercise } from './workspace.ts'

/** The exercise whose functions train. */
export const TRAINED = 'makemore/10_train'

/** Null as long as something of the exercise's track is not passed. */
export function closingOf(all: readonly Exercise[], progress: Progress, exercise: Exercise): Closing | null {
  const track = all.filter(one => one.track === exercise.track)
  if (!track.every(({ id }) => isPassed(progress, id))) return null
  return {
    track: exercise.track,
    many: track.length,
    trains: track.some(({ id }) => id === TRAINED),
    next: nextExercise(all, progress, exercise)?.track ?? null,
    allMany: all.length,
  }
}
