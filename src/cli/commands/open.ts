/** `ninja open`: the workspace in a browser, with pictures, live at every save. */
import { spawn } from 'node:child_process'
import { shortName } from '../../catalogue/catalogue.ts'
import type { News } from '../../page/contract.ts'
import { style } from '../../terminal/style.ts'
import { type CommandResult, type Context, numberOption, type Options, outcome } from '../command.ts'
import { readAssets } from '../open/assets.ts'
import { openDesk } from '../open/desk.ts'
import { openServer } from '../open/server.ts'
import { serviceOf } from '../open/service.ts'
import { settingsFrom } from '../settings.ts'
import { choose } from '../target-exercise.ts'

const SIGNALS: Readonly<Record<string, number>> = { SIGINT: 0, SIGTERM: 143, SIGHUP: 129 }

export async function run(
  context: Context,
  [written]: readonly string[],
  options: Options,
): Promise<CommandResult> {
  const { workspace, exercise, all, track, warning } = choose(context, written)
  settingsFrom(options, context, workspace) // says now what is wrong with the options
  const port = numberOption(options, 'port', 0)
  const listeners = new Set<(news: readonly News[]) => void>()
  const tell = (...news: readonly News[]): void => {
    for (const listener of listeners) listener(news)
  }
  const desk = openDesk(context, options, workspace, tell)
  const service = serviceOf(desk, readAssets(), exercise.id, listeners)
  const server = await openServer(service, port).catch(error => {
    desk.close()
    throw error
  })
  // From here on: whoever reads the address may end it at once.
  const ended = new Promise<number>(end => {
    for (const [signal, status] of Object.entries(SIGNALS)) process.once(signal, () => end(status))
  })
  const address = `${server.address}#${exercise.id}`
  process.stdout.write(
    `${shortName(all, exercise, track)} is open at ${style.code(address)}\nOnly this machine can reach it, and only with this address. Ctrl-C ends it.\n`,
  )
  if (options.browser !== false) openBrowser(address)
  const status = await ended
  server.close()
  desk.close()
  return outcome('', [warning], status)
}

/** Where none can be opened, the address is on the screen. */
function openBrowser(address: string): void {
  const [program, ...words] = browserOf(process.platform, process.env)
  if (program === undefined) return
  const child = spawn(program, [...words, address], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}

function browserOf(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly string[] {
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['cmd', '/c', 'start', '']
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : []
}
