/** Watch from beginning to end, along a route, on whatever terminal there is. */
import type { Exercise } from '../../catalogue/catalogue.ts'
import { tally } from '../../terminal/verdict.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { BUG } from '../errors.ts'
import type { Workspace } from '../workspace.ts'
import { openScreen } from './fullscreen.ts'
import { openPlain } from './plain.ts'
import type { Route } from './route.ts'
import { openSession } from './session.ts'
import { hasScreen } from './terminal.ts'

const SIGNALS: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }

/** `notice`: what is said at once. */
export async function watchAlong(
  context: Context,
  options: Options,
  workspace: Workspace,
  {
    route,
    first,
    notice,
  }: { readonly route: Route; readonly first: Exercise; readonly notice: string | null },
): Promise<CommandResult> {
  const open = hasScreen(process.env) ? openScreen : openPlain
  const session = openSession(context, options, workspace, route, first, listener =>
    open({ ...context, byKeys: true }, listener),
  )
  if (notice !== null) session.say(notice)

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
