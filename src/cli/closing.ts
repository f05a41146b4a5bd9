/** The end of a track: what is said once all of it is passed. */
import type { Exercise } from '../catalogue/catalogue.ts'
import { isPassed, type Progress } from '../progress/progress.ts'
import type { Closing } from '../terminal/closing.ts'
import { trains } from './train/recipes.ts'
import { nextExercise } from './workspace.ts'

/** Null as long as something of the exercise's track is not passed. */
export function closingOf(all: readonly Exercise[], progress: Progress, exercise: Exercise): Closing | null {
  const track = all.filter(one => one.track === exercise.track)
  if (!track.every(({ id }) => isPassed(progress, id))) return null
  return {
    track: exercise.track,
    many: track.length,
    training: trainingIn(all, exercise.track),
    next: nextExercise(all, progress, exercise)?.track ?? null,
    allMany: all.length,
  }
}

/** The first exercise that trains needs no name. */
function trainingIn(all: readonly Exercise[], track: string): string | null {
  const trainers = all.filter(trains)
  if (!trainers.some(trainer => trainer.track === track)) return null
  return trainers[0].track === track ? 'train' : `train ${track}`
}
