/** A notebook, judged at every save. It has no exercise and no progress, so there is nothing to press but q. */

import { resolve } from 'node:path'
import { emitKeypressEvents } from 'node:readline'
import { NinjaError } from '../../errors.ts'
import type { Request } from '../../learner/check.ts'
import type { NotebookReport } from '../../python/report.ts'
import { headline, renderNotebook } from '../../terminal/notebook-report.ts'
import { sign, style } from '../../terminal/style.ts'
import { type CommandResult, type Context, outcome, textWidth } from '../command.ts'
import { openNotebook } from '../notebook-file.ts'
import { openNotebookReader } from '../notebook-thread.ts'
import { watchFiles } from './files.ts'

const CLEAR = '\u001b[2J\u001b[H'

/** Ends with Ctrl-C, with q, or with the terminal. */
export async function watchNotebook(
  context: Context,
  name: string,
  { seed, data, limits }: Pick<Request, 'seed' | 'data' | 'limits'>,
): Promise<CommandResult> {
  const { stdin, stdout } = process
  const reader = openNotebookReader(limits, undefined)
  let last: NotebookReport | null = null
  const judge = (): void => {
    const text = judged()
    stdout.write(
      `${stdout.isTTY ? CLEAR : ''}${text.trimEnd()}\n\n${style.dim('watching: save to check again, q quit')}\n`,
    )
  }
  const judged = (): string => {
    try {
      last = reader.check({ file: openNotebook(context.cwd, name), seed, data })
      return renderNotebook(last, { width: textWidth(stdout.columns) })
    } catch (error) {
      if (!(error instanceof NinjaError)) throw error
      return `${style.bad(`${sign.bad} ${error.message}`)}${error.advice === undefined ? '' : `\n  ${error.advice}`}`
    }
  }
  const files = watchFiles(judge, process.env.NINJA_POLL === '1')
  const path = resolve(context.cwd, name)
  files.follow([path], [])
  judge()
  const status = await new Promise<number>(end => {
    for (const [signal, status] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const)
      process.once(signal, () => end(status))
    if (!stdin.isTTY) return
    emitKeypressEvents(stdin)
    stdin.setRawMode(true)
    stdin.on('keypress', (_, key: { name?: string; ctrl?: boolean }) => {
      if (key.name === 'q') end(0)
      else if (key.ctrl === true && key.name === 'c') end(130)
    })
    stdin.on('end', () => end(0)).resume()
  })
  files.close()
  reader.end()
  if (stdin.isTTY) stdin.setRawMode(false)
  stdin.pause()
  const { gradients = [] } = (last ?? {}) as Partial<NotebookReport>
  return outcome(`${name}  ${headline(gradients)}`, [], status)
}
