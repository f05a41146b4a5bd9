/** The way through the exercises: where one is, and what comes next. */
import { isPassed, type Progress } from '../progress/progress.ts'
import type { Pack } from './pack.ts'

/** As much of an exercise as says where it is. */
export interface Placed {
  readonly id: string
  readonly track: string
  readonly pack: Pick<Pack, 'start'>
}

/**
 * What the learner is working on: what was chosen last, else the first that is not passed, from the track on that one
 * starts with, else the last of all.
 */
export function currentExercise<E extends Placed>(exercises: readonly E[], progress: Progress): E {
  const chosen = exercises.find(({ id }) => id === progress.current)
  const open = fromStart(exercises).find(({ id }) => !isPassed(progress, id))
  return chosen ?? open ?? exercises[exercises.length - 1]
}

/** All, the tracks that the packs name as their start before the others. */
export function fromStart<E extends Placed>(exercises: readonly E[]): E[] {
  const isStart = ({ track, pack }: E): boolean => track === pack.start
  return [...exercises.filter(isStart), ...exercises.filter(exercise => !isStart(exercise))]
}

/**
 * The next exercise that is not passed: of its track, round to the first; else of the tracks after it, round to the first
 * of them. Null when all are passed.
 */
export function nextExercise<E extends Placed>(
  exercises: readonly E[],
  progress: Progress,
  after: E,
): E | null {
  const isOwn = ({ track }: E): boolean => track === after.track
  const track = exercises.filter(isOwn)
  const at = track.findIndex(({ id }) => id === after.id)
  const end = exercises.findLastIndex(isOwn) + 1
  const order = [
    ...track.slice(at + 1),
    ...track.slice(0, at + 1),
    ...exercises.slice(end),
    ...exercises.slice(0, end),
  ]
  return order.find(({ id }) => !isPassed(progress, id)) ?? null
}
