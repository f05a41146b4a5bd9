/** The list of exercises, with what the learner has reached. */
import { beltOf } from '../catalogue/belt.ts'
import { type Exercise, shortTitle } from '../catalogue/catalogue.ts'
import { aboutTrack } from '../catalogue/road.ts'
import { againIn, isGivenUp, isPassed, type Progress } from '../progress/progress.ts'
import type { TrackView } from './contract.ts'

/** As much of an exercise as the list shows. */
export interface Listed {
  readonly id: string
  readonly track: string
  readonly number: number
  readonly title: string
}

export const listed = (exercise: Exercise): Listed => {
  const { id, track, number } = exercise
  return { id, track, number, title: shortTitle(exercise) }
}

export const trackViews = (exercises: readonly Exercise[], progress: Progress): TrackView[] =>
  viewsOfTracks(exercises.map(listed), progress)

export function viewsOfTracks(exercises: readonly Listed[], progress: Progress): TrackView[] {
  const tracks = [...new Set(exercises.map(({ track }) => track))]
  return tracks.map(name => {
    const own = exercises.filter(({ track }) => track === name)
    const passed = own.filter(({ id }) => isPassed(progress, id)).length
    return {
      name,
      about: aboutTrack(name),
      exercises: own.map(({ id, number, title }) => ({
        id,
        number,
        title,
        isPassed: isPassed(progress, id),
        isGivenUp: isGivenUp(progress, id),
        isAgain: againIn(progress, id).length > 0,
      })),
      belt: passed === 0 ? null : beltOf(passed, own.length),
    }
  })
}
