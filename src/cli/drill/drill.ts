/** A learner's drill in a workspace: begun, gone through, ended; and which of its tasks a name means. */
import { randomInt } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Exercise, pickExercise } from '../../catalogue/catalogue.ts'
import { draw, kinds } from '../../drill/kinds.ts'
import { invariant, NinjaError } from '../../errors.ts'
import { dayOf } from '../../practice/days.ts'
import { goneSession } from '../../practice/gone.ts'
import type { DrillSession } from '../../practice/practice.ts'
import {
  beginSession,
  endSession,
  goToTask,
  type KindOutcome,
  outcomesOf,
  taskAt,
} from '../../practice/session.ts'
import { DRILL } from '../../practice/task-names.ts'
import { ifThere } from '../../progress/refusal.ts'
import type { Workspace } from '../workspace.ts'
import { openPractice } from './practice-file.ts'
import { clearTasks, taskExercises, writeTasks } from './tasks.ts'

/** What is left of a session that is over. */
export interface EndedDrill {
  readonly session: DrillSession
  readonly outcomes: readonly KindOutcome[]
}

export interface Drill {
  /** The session at hand, with its files in place; null: there is none. @throws NinjaError once, where it can't go on. */
  readonly session: () => DrillSession | null
  /** Another one. */
  readonly begin: (choice: { readonly kind: string | null; readonly many: number }) => DrillSession
  readonly goTo: (id: string) => void
  /** There must be one. */
  readonly end: () => EndedDrill
}

export function openDrill(workspace: Workspace): Drill {
  const file = openPractice(workspace.root)
  return {
    session() {
      const { session } = file.read().value
      if (session === null) return null
      if (writeTasks(workspace, session)) return session
      clearTasks(workspace)
      file.update(practice => ({ ...practice, session: null }))
      throw goneSession(`.ninja/attempts/${DRILL}`)
    },
    begin({ kind, many }) {
      clearTasks(workspace)
      const plan = {
        kinds: kind === null ? kinds : [kind],
        many,
        today: dayOf(new Date()),
        seed: randomInt(2 ** 30),
        number: lastKept(workspace.root) + 1,
        draw,
      }
      const session = file.update(practice => beginSession(practice, plan)).value.session!
      writeTasks(workspace, session)
      return session
    },
    goTo: id => void file.update(practice => goToTask(practice, id)),
    end() {
      const { session } = file.read().value
      invariant(session !== null, 'there is no session to end')
      const after = file.update(practice => endSession(practice, dayOf(new Date()))).value
      clearTasks(workspace)
      return { session, outcomes: outcomesOf(session, after) }
    },
  }
}

/** The session that attempts were kept of last, by the names of their folders; 0: there is none. */
function lastKept(root: string): number {
  const names = ifThere(() => readdirSync(join(root, '.ninja', 'attempts', DRILL)), [])
  return Math.max(0, ...names.map(name => Number(/_session_(\d+)$/.exec(name)?.[1] ?? 0)))
}

/** Whether a word means a task. */
export const isTaskName = (written: string): boolean => /^drill([\\/]|$)/.test(written)

/** An exercise of these, or a task: `drill` is the one at hand, `drill/03` another one. `track`: see `pickExercise`. */
export function exerciseNamed(
  root: string,
  all: readonly Exercise[],
  written: string,
  track: string | null,
): Exercise {
  const wanted = written.replaceAll('\\', '/').replace(/^(.*\/)?exercises\//, '')
  if (!isTaskName(wanted) || all.some(one => one.track === DRILL)) return pickExercise(all, written, track)
  const tasks = taskExercises(root)
  const { session } = openPractice(root).read().value
  if (session === null || tasks.length === 0)
    throw new NinjaError('usage', 'there is no drill at the moment', 'to begin one: ninja drill')
  const id = wanted === DRILL ? taskAt(session).id : wanted
  return pickExercise(tasks, id, DRILL)
}
