/** Which exercises a run of watch goes through, and what comes after each. */
import { beltOf } from '../../catalogue/belt.ts'
import type { Exercise } from '../../catalogue/catalogue.ts'
import { asPassed, isPassed, setCurrent } from '../../progress/progress.ts'
import { renderClosing } from '../../terminal/closing.ts'
import type { Lesson } from '../../terminal/lesson.ts'
import { closingOf } from '../closing.ts'
import { type Context, textWidth } from '../command.ts'
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
  const look = () => ({ ninja, byKeys: true, width: textWidth(process.stdout.columns) })
  /** By id, the exercise of another track that `next` came from: the way back. */
  const origins = new Map<string, Exercise>()
  /** Whether the end of the track at hand was shown since one came here. */
  let isClosed = false
  return {
    all: () => all,
    next(from) {
      const progress = progressNow()
      const to = nextExercise(all, progress, from)
      const closing = closingOf(all, progress, from)
      if (closing !== null && (to === null || !isClosed)) {
        isClosed = true
        return { kind: 'page', text: renderClosing(closing, look()) }
      }
      if (to === null || to === from)
        return { kind: 'notice', text: 'this is the only exercise that you have not passed yet' }
      if (to.track !== from.track) origins.set(to.id, from)
      return { kind: 'go', to }
    },
    previous(from) {
      const track = all.filter(one => one.track === from.track)
      const to = origins.get(from.id) ?? track[track.indexOf(from) - 1]
      return to === undefined
        ? { kind: 'notice', text: `this is the first exercise of ${from.track}; l lists them all` }
        : { kind: 'go', to }
    },
    arrive({ id }) {
      isClosed = false
      workspace.store.update(progress => setCurrent(progress, id))
    },
    standing(exercise) {
      const track = all.filter(one => one.track === exercise.track)
      const now = asPassed(progressNow(), exercise.id)
      const passed = track.filter(one => isPassed(now, one.id)).length
      const closing = closingOf(all, now, exercise)
      return { passed, total: track.length, belt: beltOf(passed, track.length), closing }
    },
  }
}
