/** `ninja try`: what an expression gives, with the values of an exercise at hand. */
import { NinjaError } from '../../errors.ts'
import { nearestStart } from '../../suggest.ts'
import { renderTried } from '../../terminal/trying.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { exitStatus } from '../errors.ts'
import { shown } from '../files.ts'
import { isNotebook, openNotebook } from '../notebook-file.ts'
import { settingsFrom } from '../settings.ts'
import { choose } from '../target-exercise.ts'
import { openDesk, openNotebookDesk, type TryDesk } from '../try/desk.ts'
import { openPrompt } from '../try/prompt.ts'
import { openRemoteDesk } from '../try/remote.ts'
import { fileOf, isInWorkspace } from '../workspace.ts'

export async function run(
  context: Context,
  words: readonly string[],
  options: Options,
): Promise<CommandResult> {
  demandExpression(words)
  const [first, ...rest] = words
  if (isNotebook(first)) return tryNotebook(context, first, rest, options)
  const named = typeof options.exercise === 'string' ? options.exercise : undefined
  const { workspace, all, exercise, warning } = choose(context, named)
  const file = fileOf(workspace, exercise)
  const isPython = options.python === true || isNotebook(file)
  const settings = { ...settingsFrom(options, context, workspace), file }
  if (words.length === 0) {
    const { root } = workspace
    const desk = openRemoteDesk({ kind: 'open', root, id: exercise.id, settings, isPython })
    const title = isPython ? `${exercise.id}, in Python` : exercise.id
    await openPrompt(desk, { title, isPython, file: { path: file, shown: shown(context.cwd, file) }, root })
    return outcome('', [warning])
  }
  const { thread } = context
  const progress = () => workspace.store.read().progress
  const desk = openDesk({ ...settings, exercise }, all, progress, { thread, isPython })
  return once(desk, words, context, [warning])
}

/** After the cells of a notebook of the learner's own. */
async function tryNotebook(
  context: Context,
  name: string,
  words: readonly string[],
  options: Options,
): Promise<CommandResult> {
  const { cwd } = context
  const settings = settingsFrom(options, context, null)
  const { path } = openNotebook(cwd, name)
  if (words.length > 0) return once(openNotebookDesk(cwd, name, settings, context.thread), words, context, [])
  const root = isInWorkspace(cwd) ? context.workspace().root : null
  const desk = openRemoteDesk({ kind: 'open notebook', cwd, name, settings })
  const title = `after the cells of ${name}`
  await openPrompt(desk, { title, isPython: true, file: { path, shown: name }, root })
  return outcome('')
}

function once(
  desk: TryDesk,
  words: readonly string[],
  { width }: Context,
  warnings: readonly (string | null)[],
): CommandResult {
  const answer = desk.evaluate(words.join(' '))
  desk.end()
  const { failure } = answer
  const status = failure === null ? 0 : failure.isTimeout ? exitStatus.timeout : 1
  return outcome(renderTried(answer, width), warnings, status)
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
