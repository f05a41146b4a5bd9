/** `ninja drill`: tasks made at random, of what you got wrong before and what you haven't seen for a while. */
import type { Exercise } from '../../catalogue/catalogue.ts'
import { kindNamed } from '../../drill/kinds.ts'
import { NinjaError } from '../../errors.ts'
import type { DrillSession } from '../../practice/practice.ts'
import { taskAt, USUAL } from '../../practice/session.ts'
import { DRILL } from '../../practice/task-names.ts'
import { type CommandResult, type Context, numberOption, type Options, outcome } from '../command.ts'
import { type Drill, openDrill } from '../drill/drill.ts'
import { openPractice } from '../drill/practice-file.ts'
import { drillRoute } from '../drill/route.ts'
import { taskExercises } from '../drill/tasks.ts'
import { dueText, endingText, placeText, taskText } from '../drill/telling.ts'
import { watchAlong } from '../watch/along.ts'
import { hasScreen } from '../watch/terminal.ts'
import { allExercises, type Workspace } from '../workspace.ts'

/** A session that takes an hour and a half is none. */
const MOST = 100

export async function run(context: Context, _: readonly string[], options: Options): Promise<CommandResult> {
  const workspace = context.workspace()
  const kind = typeof options.family === 'string' ? kindNamed(options.family) : null
  const many = manyOf(options)
  if (options.list === true) {
    const { value, warning } = openPractice(workspace.root).read()
    return outcome(dueText(value, context), [warning])
  }
  demandFreeTrack(workspace.root)
  const drill = openDrill(workspace)
  const before = kind !== null || options.n !== undefined ? null : drill.session()
  const session =
    before === null ? drill.begin({ kind, many: many ?? USUAL }) : onward(drill, before, options)
  if (session === null) return outcome(endingText(drill.end(), context))
  if (!hasScreen(process.env)) return outcome(taskText(workspace, session, context))
  return watchDrill(context, workspace, drill, session)
}

/** The session, from one of its tasks on. */
export function watchTask(context: Context, workspace: Workspace, { id }: Exercise): Promise<CommandResult> {
  const drill = openDrill(workspace)
  drill.goTo(id)
  return watchDrill(context, workspace, drill, drill.session()!)
}

async function watchDrill(
  context: Context,
  workspace: Workspace,
  drill: Drill,
  session: DrillSession,
): Promise<CommandResult> {
  const route = drillRoute(workspace, drill, context)
  const first = taskExercises(workspace.root).find(({ id }) => id === taskAt(session).id)!
  const notice = placeText(session, session.at)
  const watched = await watchAlong(context, {}, workspace, { route, first, notice })
  const farewell = route.farewell()
  return farewell === null ? watched : { ...watched, text: `${farewell}\n` }
}

/** The session at the task that is to be done; null: there is none left. */
function onward(drill: Drill, session: DrillSession, { skip }: Options): DrillSession | null {
  const { tasks, at } = session
  if (skip !== true && !tasks[at].passed) return session
  const later = tasks.findIndex((task, i) => i > at && !task.passed)
  // What was left is offered once more, unless it is left again.
  const next = later === -1 && skip !== true ? tasks.findIndex(({ passed }) => !passed) : later
  if (next === -1) return null
  drill.goTo(tasks[next].id)
  return { ...session, at: next }
}

function manyOf(options: Options): number | null {
  if (options.n === undefined) return null
  const many = numberOption(options, 'n', USUAL, 1)
  if (Number.isInteger(many) && many <= MOST) return many
  throw new NinjaError('usage', `-n needs a whole number of at most ${MOST}, not ${options.n}`)
}

function demandFreeTrack(root: string): void {
  const taken = allExercises(root).find(({ track }) => track === DRILL)
  if (taken === undefined) return
  throw new NinjaError(
    'pack',
    `the pack ${taken.pack.name} has a track called "${DRILL}", and that is where tasks go`,
    'rename that track',
  )
}
