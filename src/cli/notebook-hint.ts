/**
 * The hints of a notebook: those of the exercise that it was made from, in Python. In a workspace they are counted with
 * the exercise's own; elsewhere there is nowhere to count, so a number says how many are wanted.
 */
import { type Exercise, pickExercise, readSolution } from '../catalogue/catalogue.ts'
import { NinjaError } from '../errors.ts'
import { blanksOf } from '../notebook/solution.ts'
import { once } from '../once.ts'
import { DRILL, isTask } from '../practice/task-names.ts'
import { emptyProgress } from '../progress/progress.ts'
import { codeCellsOf } from '../python/cells.ts'
import { originOf } from '../python/origin.ts'
import { sentences } from '../python/prose.ts'
import type { NotebookReport } from '../python/report.ts'
import { call } from '../terminal/calls.ts'
import { renderHint, renderNoHint } from '../terminal/hints.ts'
import { quoted } from '../terminal/shell.ts'
import { openGradient } from '../terminal/standing.ts'
import { type CommandResult, type Context, type Options, outcome } from './command.ts'
import { gradientIn } from './gradient.ts'
import { countHints, hintsShown } from './hinting.ts'
import { type NotebookFile, openNotebook } from './notebook-file.ts'
import { openNotebookReader } from './notebook-thread.ts'
import { blankNames } from './ready.ts'
import { DEFAULT_SEED, settingsFrom } from './settings.ts'
import { twinFor } from './twin.ts'
import { allExercises, currentExercise, fromStart, isInWorkspace, type Workspace } from './workspace.ts'

/**
 * `words`: the notebook, and maybe the gradient, and how many of its hints. `sofar`: by gradient how many were shown, for
 * who asks again and again.
 */
export function hintOnNotebook(
  context: Context,
  [name, word, count, ...others]: readonly string[],
  options: Options,
  sofar: Map<string, number> = new Map(),
): CommandResult {
  if (others.length > 0) throw new NinjaError('usage', `that's too much: ${others.join(' ')}`)
  const wanted = count === undefined ? null : countIn(count)
  const file = openNotebook(context.cwd, name)
  codeCellsOf(file.text, name) // throws where it is damaged
  const workspace = isInWorkspace(context.cwd) ? context.workspace() : null
  const { progress, warning } = workspace?.store.read() ?? { progress: emptyProgress(), warning: null }
  const all = allExercises(workspace?.root ?? null)
  const track = workspace === null ? fromStart(all)[0].track : currentExercise(all, progress).track
  const exercise =
    typeof options.exercise === 'string' ? pickExercise(all, options.exercise, track) : exerciseOf(file, all)
  if (exercise === null) throw unknownExercise(file, context)
  twinFor(exercise) // throws where there is no Python for it

  const report = once(() => reportOn(file, context, workspace))
  const gradient =
    word === undefined ? openIn(report(), exercise) : gradientIn(word, exercise, blankNames(exercise))
  if (gradient === null) return outcome(renderNoHint(name, null, context), [warning])
  const tiers = hintsInPython(exercise, gradient)
  const counted = workspace === null ? (sofar.get(gradient) ?? 0) : hintsShown(progress, exercise, gradient)
  const asked = wanted ?? counted + 1
  const shown = Math.min(asked, tiers.length)
  const spent = asked > tiers.length
  const saved = workspace === null || spent ? null : countHints(workspace, exercise, gradient, shown)
  sofar.set(gradient, shown)
  const named = typeof options.exercise === 'string' ? ` --exercise ${options.exercise}` : ''
  const nth = workspace === null ? ` ${shown + 1}` : ''
  const commands = {
    more: `hint ${quoted(name)} ${gradient}${nth}${named}`,
    check: `check ${quoted(name)}`,
    show: null,
    giveUp: null,
  }
  const uses = spent ? usesIn(report(), gradient) : []
  const view = { exercise: exercise.id, commands, gradient, tiers, shown, spent, uses }
  return outcome(renderHint(view, context), [warning, saved])
}

/** The exercise that a notebook was made from; null where it was made from none, or from one that is not here. */
export function exerciseOf({ text, name }: NotebookFile, all: readonly Exercise[]): Exercise | null {
  const id = originOf(text, name)
  return all.find(one => one.id === id) ?? null
}

/** Gives the command for a hint of a gradient; null for one that no exercise here has hints for. */
export function hintCallFor(
  file: NotebookFile,
  context: Context,
): ((gradient: string) => string | null) | undefined {
  if (originOf(file.text, file.name) === null) return undefined
  const root = isInWorkspace(context.cwd) ? context.workspace().root : null
  const exercise = exerciseOf(file, allExercises(root))
  if (exercise === null) return undefined
  const names = blankNames(exercise)
  return gradient =>
    names.includes(gradient) ? call(context, `hint ${quoted(file.name)} ${gradient}`) : null
}

/** The same for a notebook that is an exercise of the workspace. */
export function hintCallIn(exercise: Exercise, context: Context): (gradient: string) => string | null {
  const names = blankNames(exercise)
  return gradient =>
    names.includes(gradient)
      ? call(context, isTask(exercise.id) ? `hint ${DRILL}` : `hint ${gradient}`)
      : null
}

/** The hints of a blank, their code translated. */
export const hintsInPython = (exercise: Exercise, gradient: string): string[] =>
  (blanksOf(readSolution(exercise)).find(({ name }) => name === gradient)?.hints ?? []).map(sentences)

function countIn(word: string): number {
  if (/^[1-9]\d?$/.test(word)) return Number(word)
  throw new NinjaError('usage', `"${word}" is no number of hints`, 'write 1, 2 or 3')
}

const unknownExercise = ({ name }: NotebookFile, { ninja }: Context): NinjaError =>
  new NinjaError(
    'usage',
    `${name} doesn't say which exercise it is, so ninja doesn't know its hints`,
    `if it has the tensors of one, name that: ${ninja} hint ${quoted(name)} --exercise makemore/07`,
  )

function reportOn(file: NotebookFile, context: Context, workspace: Workspace | null): NotebookReport {
  const { data, limits } = settingsFrom({}, context, workspace)
  const reader = openNotebookReader(limits, undefined)
  try {
    return reader.check({ file, seed: DEFAULT_SEED, data })
  } finally {
    reader.end()
  }
}

/** The gradient to work on; null: all are right. */
function openIn({ gradients }: NotebookReport, exercise: Exercise): string | null {
  const standing = blankNames(exercise).map(name => ({
    name,
    verdict: gradients.find(one => one.name === name)?.verdict ?? null,
  }))
  return openGradient({ gradients: standing })?.name ?? null
}

/** Where the forward pass uses the tensor, in the notebook of an exercise. */
export const placesIn = (
  file: NotebookFile,
  gradient: string,
  context: Context,
  workspace: Workspace,
): readonly { readonly place: string; readonly text: string }[] =>
  usesIn(reportOn(file, context, workspace), gradient)

const usesIn = ({ gradients }: NotebookReport, gradient: string) =>
  (gradients.find(({ name }) => name === gradient)?.uses ?? []).map(({ cell, line, text }) => ({
    place: `cell ${cell}, line ${line}`,
    text,
  }))
