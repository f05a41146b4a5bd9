/** What a drill says, put together from its session. */
import { readSolution } from '../../catalogue/catalogue.ts'
import { kinds, titleOfKind } from '../../drill/kinds.ts'
import { blanksOf } from '../../notebook/solution.ts'
import { dayOf, daysBetween } from '../../practice/days.ts'
import { asOf, type DrillSession, type Practice, recallOf } from '../../practice/practice.ts'
import { drillRows } from '../../practice/session.ts'
import { renderDrillEnd, renderDue, renderTask } from '../../terminal/drill.ts'
import type { Context } from '../command.ts'
import { shown } from '../files.ts'
import { fileOf, type Workspace } from '../workspace.ts'
import type { EndedDrill } from './drill.ts'
import { taskExercises } from './tasks.ts'

export const placeText = ({ tasks }: DrillSession, at: number): string =>
  `task ${at + 1} of ${tasks.length}: ${titleOfKind(tasks[at].kind)}`

export function taskText(workspace: Workspace, session: DrillSession, context: Context): string {
  const { id, kind } = session.tasks[session.at]
  const exercise = taskExercises(workspace.root).find(one => one.id === id)!
  return renderTask(
    {
      number: session.at + 1,
      many: session.tasks.length,
      title: titleOfKind(kind),
      file: shown(context.cwd, fileOf(workspace, exercise)),
      blanks: blanksOf(readSolution(exercise)).length,
    },
    context,
  )
}

export const endingText = ({ outcomes }: EndedDrill, context: Context): string =>
  renderDrillEnd(drillRows(outcomes, titleOfKind, dayOf(new Date())), context)

/** What is due when: the next first, what wasn't met yet last. */
export function dueText(practice: Practice, context: Context): string {
  const today = dayOf(new Date())
  const now = asOf(practice, today)
  const { session } = now
  const rows = kinds.map(kind => {
    const recall = recallOf(now, kind)
    return {
      name: kind,
      title: titleOfKind(kind),
      days: recall === null ? null : daysBetween(today, recall.due),
    }
  })
  const late = Number.POSITIVE_INFINITY
  return renderDue(
    rows.sort((a, b) => (a.days ?? late) - (b.days ?? late) || 0),
    session === null ? null : { number: session.at + 1, many: session.tasks.length },
    context,
  )
}
