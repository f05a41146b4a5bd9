/** Which exercises a run of watch goes through, and what comes after each. */
import { beltOf } from '../../catalogue/belt.ts'
import { type Exercise, hasAnswers } from '../../catalogue/catalogue.ts'
import { asPassed, isPassed, setCurrent } from '../../progress/progress.ts'
import type { Lesson } from '../../terminal/lesson.ts'
import { renderAllPassed } from '../../terminal/next.ts'
import { closingOf } from '../closing.ts'
import type { Context } from '../command.ts'
import { allExercises, nextExercise, type Workspace } from '../workspace.ts'

/** Where a key leads: to an exercise, or to something that is said. */
export type Onward =
  | { readonly kind: 'go'; readonly to: Exercise; readonly notice?: string }
  | { readonly kind: 'notice' | 'page'; readonly text: string }
  /** A page after which no file is followed. */
  | { readonly kind: 'over'; readonly text: string }

export interface Route {
  /** All that can be chosen from. */
  readonly all: () => readonly Exercise[]
  readonly next: (from: Exercise) => Onward
  readonly previous: (from: Exercise) => Onward
  /** An exercise is the one at hand now. */
  readonly arrive: (at: Exercise) => void
  /** What is said of how far one is, once this one is passed. */
  readonly standing: (passed: Exercise) => Omit<Lesson, 'pairs'>
}

/** Through all exercises of all tracks. */
export function courseRoute(workspace: Workspace, { ninja }: Context): Route {
  const all = allExercises(workspace.root)
  const progressNow = () => workspace.store.read().progress
  /** By track, the exercise of another one that `next` came from: the way back. */
  const origins = new Map<string, Exercise>()
  return {
    all: () => all,
    next(from) {
      const to = nextExercise(all, progressNow(), from)
      if (to === null) return { kind: 'page', text: renderAllPassed(all.length, all.some(hasAnswers), ninja) }
      if (to === from)
        return { kind: 'notice', text: 'this is the only exercise that you have not passed yet' }
      if (to.track !== from.track) origins.set(to.track, from)
      return { kind: 'go', to }
    },
    previous(from) {
      const track = all.filter(one => one.track === from.track)
      const to = track[track.indexOf(from) - 1] ?? origins.get(from.track)
      return to === undefined
        ? { kind: 'notice', text: `this is the first exercise of ${from.track}; l lists them all` }
        : { kind: 'go', to }
    },
    arrive: ({ id }) => void workspace.store.update(progress => setCurrent(progress, id)),
    standing(exercise) {
      const track = all.filter(one => one.track === exercise.track)
      const now = asPassed(progressNow(), exercise.id)
      const passed = track.filter(one => isPassed(now, one.id)).length
      const closing = closingOf(all, now, exercise)
      return { passed, total: track.length, belt: beltOf(passed, track.length), closing }
    },
  }
}
