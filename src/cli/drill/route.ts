/** The way of watch through a drill: task after task, then the closing screen. */
import type { Exercise } from '../../catalogue/catalogue.ts'
import type { DrillSession } from '../../practice/practice.ts'
import { placeIn, USUAL } from '../../practice/session.ts'
import { isPassed } from '../../progress/progress.ts'
import type { Context } from '../command.ts'
import type { Onward, Route } from '../watch/route.ts'
import type { Workspace } from '../workspace.ts'
import type { Drill } from './drill.ts'
import { taskExercises } from './tasks.ts'
import { endingText, placeText } from './telling.ts'

export interface DrillRoute extends Route {
  /** What is left to say when watch is quit; null: a session is open. */
  readonly farewell: () => string | null
}

export function drillRoute(workspace: Workspace, drill: Drill, context: Context): DrillRoute {
  let farewell: string | null = null
  /** Whether it was said that the end is next, and nothing else was done since. */
  let isWarned = false
  const all = (): Exercise[] => taskExercises(workspace.root)
  const goTo = (session: DrillSession, at: number): Onward => {
    isWarned = false
    farewell = null
    const to = all().find(({ id }) => id === session.tasks[at].id)!
    return { kind: 'go', to, notice: placeText(session, at) }
  }
  const end = (): Onward => {
    const ended = drill.end()
    farewell = endingText(ended, context)
    return { kind: 'over', text: endingText(ended, { ...context, byKeys: true }) }
  }
  return {
    all,
    farewell: () => farewell,
    next({ id }) {
      const session = drill.session()
      if (session === null) return goTo(drill.begin({ kind: null, many: USUAL }), 0)
      const { tasks } = session
      const at = placeIn(session, id)
      const onward = tasks.findIndex((task, i) => i > at && !task.passed)
      if (onward !== -1) return goTo(session, onward)
      const open = tasks.filter(({ passed }) => !passed)
      if (open.length === 0 || isWarned) return end()
      isWarned = true
      return { kind: 'notice', text: openText(open.map(task => placeIn(session, task.id) + 1)) }
    },
    previous({ id }) {
      const session = drill.session()
      const at = session === null ? 0 : placeIn(session, id)
      if (session === null) return { kind: 'notice', text: 'this session is over; n begins another one' }
      return at > 0
        ? goTo(session, at - 1)
        : { kind: 'notice', text: 'this is the first task of the session' }
    },
    arrive: ({ id }) => drill.goTo(id),
    standing({ id }) {
      const { progress } = workspace.store.read()
      const tasks = all()
      const passed = tasks.filter(task => task.id === id || isPassed(progress, task.id)).length
      return { passed, total: tasks.length, belt: null, closing: null }
    },
  }
}

const openText = (numbers: readonly number[]): string => {
  const [first, ...more] = numbers
  return more.length === 0
    ? `task ${first} isn't right yet (p goes back). n again ends the session: what isn't right comes back soon`
    : `tasks ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)} aren't right yet (p goes back). n again ends the session: what isn't right comes back soon`
}
