/** `ninja watch`: a verdict at every save, and on to the next exercise. */
import { NinjaError } from '../../errors.ts'
import { isTask } from '../../practice/task-names.ts'
import { setCurrent } from '../../progress/progress.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { isNotebook } from '../notebook-file.ts'
import { settingsFrom } from '../settings.ts'
import { askStart, STOPPED, startable } from '../start.ts'
import { choose, exerciseMeant, isExerciseFile } from '../target-exercise.ts'
import { watchAlong } from '../watch/along.ts'
import { watchNotebook } from '../watch/notebook.ts'
import { courseRoute } from '../watch/route.ts'

export async function run(
  context: Context,
  [written]: readonly string[],
  options: Options,
): Promise<CommandResult> {
  if (isNotebook(written) && !isExerciseFile(context, written)) {
    return watchNotebook(context, written, settingsFrom(options, context, null))
  }
  const { workspace, all, progress, warning, ...chosen } = choose(context, undefined)
  settingsFrom(options, context, workspace) // says now what is wrong with the options
  const begun =
    written === undefined ? await askStart(startable(workspace, all), progress, context.width) : null
  if (begun === 'stopped') return outcome('', [], STOPPED)
  const exercise =
    begun ?? (written === undefined ? chosen.exercise : exerciseMeant(workspace.root, all, written, progress))
  if (isTask(exercise.id)) return (await import('./drill.ts')).watchTask(context, workspace, exercise)
  const unsaved = written === undefined && begun === null ? null : makeCurrent()
  const said = [warning, unsaved].filter(text => text !== null)
  return watchAlong(context, options, workspace, {
    route: courseRoute(workspace, context),
    first: exercise,
    notice: said.length === 0 ? null : said.join('; '),
  })

  function makeCurrent(): string | null {
    try {
      return workspace.store.update(progress => setCurrent(progress, exercise.id)).warning
    } catch (error) {
      if (!(error instanceof NinjaError)) throw error
      return `progress was not saved: ${error.message}`
    }
  }
}
