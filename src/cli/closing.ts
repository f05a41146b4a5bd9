/** The end of a track: what is said once all of it is passed. */
import { type Exercise, hasAnswers } from '../catalogue/catalogue.ts'
import { aboutTrack, HUNTS, huntsAfter, reachedBy } from '../catalogue/road.ts'
import { isPassed, type Progress } from '../progress/progress.ts'
import type { Closing } from '../terminal/closing.ts'
import { trains } from './train/recipes.ts'
import { nextExercise } from './workspace.ts'

/** Null as long as something of the exercise's track is not passed. */
export function closingOf(all: readonly Exercise[], progress: Progress, exercise: Exercise): Closing | null {
  const { track } = exercise
  const isDone = (name: string): boolean => all.every(one => one.track !== name || isPassed(progress, one.id))
  if (!isDone(track)) return null
  const next = nextExercise(all, progress, exercise)?.track ?? null
  const hunt = next === HUNTS ? undefined : huntFor(all, progress, track)
  return {
    track,
    many: all.filter(one => one.track === track).length,
    reached: reachedBy(track),
    training: trainingIn(all, track),
    next: next === null ? null : { track: next, about: aboutTrack(next) },
    hunt: hunt === undefined ? null : { id: hunt.id, about: aboutTrack(HUNTS) },
    road: [...new Set(all.map(one => one.track))].map(name => ({ track: name, passed: isDone(name) })),
    allMany: all.length,
    hasAnswers: all.some(hasAnswers),
  }
}

/** One that isn't passed and needs nothing that comes after this track. */
const huntFor = (all: readonly Exercise[], progress: Progress, track: string): Exercise | undefined =>
  huntsAfter(track)
    .map(number => all.find(one => one.track === HUNTS && one.number === number))
    .find(one => one !== undefined && !isPassed(progress, one.id))

/** The first exercise that trains needs no name. */
function trainingIn(all: readonly Exercise[], track: string): string | null {
  const trainers = all.filter(trains)
  if (!trainers.some(trainer => trainer.track === track)) return null
  return trainers[0].track === track ? 'train' : `train ${track}`
}
