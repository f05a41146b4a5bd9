/** A notebook, judged at every save. It has no progress of its own; one that was made from an exercise has hints. */

import { resolve } from 'node:path'
import { emitKeypressEvents } from 'node:readline'
import { NinjaError } from '../../errors.ts'
import type { Request } from '../../learner/check.ts'
import { originOf } from '../../python/origin.ts'
import type { NotebookReport } from '../../python/report.ts'
import { called } from '../../terminal/calls.ts'
import { headline, renderNotebook } from '../../terminal/notebook-report.ts'
import { sign, style } from '../../terminal/style.ts'
import { type CommandResult, type Context, outcome, textWidth } from '../command.ts'
import { openNotebook } from '../notebook-file.ts'
import { hintCallFor, hintOnNotebook } from '../notebook-hint.ts'
import { openNotebookReader } from '../notebook-thread.ts'
import { type FileWatch, watchFiles } from './files.ts'

const CLEAR = '\u001b[2J\u001b[H'

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const

/** Ends with Ctrl-C, with q, or with the terminal. */
export async function watchNotebook(
  context: Context,
  name: string,
  { seed, data, limits }: Pick<Request, 'seed' | 'data' | 'limits'>,
): Promise<CommandResult> {
  const { stdin, stdout } = process
  const reader = openNotebookReader(limits, undefined)
  const here = (): Context => ({ ...context, byKeys: stdin.isTTY, width: textWidth(stdout.columns) })
  /** By gradient, how many hints were shown. */
  const sofar = new Map<string, number>()
  let last: NotebookReport | null = null
  let hasHints = false
  let isOver = false
  let files: FileWatch | undefined

  const show = (text: string, keys: readonly string[]): void => {
    stdout.write(`${stdout.isTTY ? CLEAR : ''}${text.trimEnd()}\n\n${style.dim(keys.join(', '))}\n`)
  }
  const hintKey = (): string[] => (hasHints ? ['h hint'] : [])
  const judge = async (): Promise<void> => {
    const text = await said(async () => {
      const file = openNotebook(context.cwd, name)
      hasHints = originOf(file.text, name) !== null
      // Keys and signals are heard meanwhile.
      const report = await reader.checkMeanwhile({ file, seed, data })
      if (report === null) return null
      last = report
      return renderNotebook(report, { width: here().width, hintFor: hintCallFor(file, here()) })
    })
    if (text !== null && !isOver) show(text, ['watching: save to check again', ...hintKey(), 'q quit'])
  }
  const hint = async (): Promise<void> => {
    const text = await said(async () => {
      const { text, warnings } = hintOnNotebook(here(), [name], {}, sofar)
      return [text, ...warnings.map(warning => style.warn(`warning: ${warning}`))].join('\n')
    })
    if (text !== null) show(text, ['r back to the verdict', ...hintKey(), 'q quit'])
  }
  /** What `work` says, or what is wrong with the notebook; null: it was given up. */
  const said = async (work: () => Promise<string | null>): Promise<string | null> => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof NinjaError)) throw error
      const advice = error.advice === undefined ? '' : `\n  ${called(error.advice, here())}`
      return `${style.bad(`${sign.bad} ${error.message}`)}${advice}`
    }
  }

  const status = await new Promise<number>((end, fail) => {
    const begin = (work: () => Promise<void>): void => void work().catch(fail)
    files = watchFiles(() => begin(judge), process.env.NINJA_POLL === '1')
    files.follow([resolve(context.cwd, name)], [])
    begin(judge)
    for (const [signal, status] of SIGNALS) process.once(signal, () => end(status))
    if (!stdin.isTTY) return
    emitKeypressEvents(stdin)
    stdin.setRawMode(true)
    stdin.on('keypress', (_, key: { name?: string; ctrl?: boolean }) => {
      if (key.name === 'q') end(0)
      else if (key.ctrl === true) {
        if (key.name === 'c') end(130)
      } else if (key.name === 'h') begin(hint)
      else if (key.name === 'r' || key.name === 'escape') begin(judge)
    })
    stdin.on('end', () => end(0)).resume()
  })
  isOver = true
  files?.close()
  reader.end()
  if (stdin.isTTY) stdin.setRawMode(false)
  stdin.pause()
  const { gradients = [] } = (last ?? {}) as Partial<NotebookReport>
  return outcome(`${name}  ${headline(gradients)}`, [], status)
}
