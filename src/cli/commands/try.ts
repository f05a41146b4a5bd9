/** `ninja try`: what an expression gives, with the values of an exercise at hand. */
import { NinjaError } from '../../errors.ts'
import { nearestStart } from '../../suggest.ts'
import { renderTried } from '../../terminal/trying.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { exitStatus } from '../errors.ts'
import { shown } from '../files.ts'
import { settingsFrom } from '../settings.ts'
import { choose } from '../target-exercise.ts'
import { openDesk } from '../try/desk.ts'
import { openPrompt } from '../try/prompt.ts'
import { openRemoteDesk } from '../try/remote.ts'
import { fileOf } from '../workspace.ts'

export async function run(
  context: Context,
  words: readonly string[],
  options: Options,
): Promise<CommandResult> {
  demandExpression(words)
  const named = typeof options.exercise === 'string' ? options.exercise : undefined
  const { workspace, all, exercise, warning } = choose(context, named)
  const settings = settingsFrom(options, context, workspace)
  if (words.length === 0) {
    const file = fileOf(workspace, exercise)
    const desk = openRemoteDesk({
      kind: 'open',
      root: workspace.root,
      id: exercise.id,
      settings: { ...settings, file },
    })
    await openPrompt(desk, {
      title: exercise.id,
      file: { path: file, shown: shown(context.cwd, file) },
      root: workspace.root,
    })
    return outcome('', [warning])
  }
  const request = { ...settings, exercise, file: fileOf(workspace, exercise) }
  const desk = openDesk(request, all, () => workspace.store.read().progress, context.thread)
  const answer = desk.evaluate(words.join(' '))
  desk.end()
  const { failure } = answer
  const status = failure === null ? 0 : failure.isTimeout ? exitStatus.timeout : 1
  return outcome(renderTried(answer, context.width), [warning], status)
}

/** `-n` is an expression, `--pyton` is none. */
function demandExpression(words: readonly string[]): void {
  const stray = words.find(word => /^--[a-z][a-z-]*(?:=|$)/.test(word))
  if (stray === undefined) return
  const near = nearestStart(stray, OPTIONS)
  throw new NinjaError(
    'usage',
    `unknown option '${stray}'`,
    near === undefined ? 'ninja help try shows what there is' : `did you mean ${near}?`,
  )
}

const OPTIONS = ['--exercise', '--python', '--seed', '--data', '--time-limit', '--memory-limit', '--help']
