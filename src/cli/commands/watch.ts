/** `ninja watch`: a verdict at every save, and on to the next exercise. */
import { NinjaError } from '../../errors.ts'
import { setCurrent } from '../../progress/progress.ts'
import { tally } from '../../terminal/verdict.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { BUG } from '../errors.ts'
import { isNotebook } from '../notebook-file.ts'
import { settingsFrom } from '../settings.ts'
import { choose } from '../target-exercise.ts'
import { openScreen } from '../watch/fullscreen.ts'
import { watchNotebook } from '../watch/notebook.ts'
import { openPlain } from '../watch/plain.ts'
import { courseRoute } from '../watch/route.ts'
import { openSession } from '../watch/session.ts'
import { hasScreen } from '../watch/terminal.ts'

const SIGNALS: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }

export async function run(
  context: Context,
  [written]: readonly string[],
  options: Options,
): Promise<CommandResult> {
  if (isNotebook(written)) {
    return watchNotebook(context, written, settingsFrom(options, context, null))
  }
  const { workspace, exercise, warning } = choose(context, written)
  settingsFrom(options, context, workspace) // says now what is wrong with the options
  const unsaved = written === undefined ? null : makeCurrent()
  const open = hasScreen(process.env) ? openScreen : openPlain
  const session = openSession(
    context,
    options,
    workspace,
    courseRoute(workspace, context),
    exercise,
    listener => open({ ...context, byKeys: true }, listener),
  )
  if (warning !== null || unsaved !== null)
    session.say([warning, unsaved].filter(text => text !== null).join('; '))

  const onSignal = (signal: string): void => session.end(SIGNALS[signal])
  for (const signal of Object.keys(SIGNALS)) process.on(signal, onSignal)
  const { state, status } = await Promise.race([session.ended, fault(() => session.end(BUG))])
  for (const signal of Object.keys(SIGNALS)) process.off(signal, onSignal)

  const report = state.verdict?.report
  const last =
    report === undefined || report.gradients.length === 0
      ? ''
      : `${report.exercise}: ${tally(report.gradients)}`
  return outcome(last, [], status)

  function makeCurrent(): string | null {
    try {
      return workspace.store.update(progress => setCurrent(progress, exercise.id)).warning
    } catch (error) {
      if (!(error instanceof NinjaError)) throw error
      return `progress was not saved: ${error.message}`
    }
  }
}

/** Rejects with a mistake of ours; the terminal is given back first, or what is said about it would be lost. */
const fault = (giveBack: () => void): Promise<never> =>
  new Promise((_, reject) => {
    const onFault = (thrown: unknown): void => {
      reject(thrown)
      giveBack()
    }
    process.once('uncaughtException', onFault).once('unhandledRejection', onFault)
  })
