/** `ninja hint`: one more tier of a gradient's hints, and those before it. */
import { type Exercise, hasAnswers, readSolution, shortName } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { blanksOf } from '../../notebook/solution.ts'
import { isPassed } from '../../progress/progress.ts'
import { type HintView, renderHint, renderNoHint } from '../../terminal/hints.ts'
import { quoted } from '../../terminal/shell.ts'
import { openGradient } from '../../terminal/standing.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { exerciseNamed, isTaskName } from '../drill/drill.ts'
import { gradientIn, type Target, targetOf } from '../gradient.ts'
import { countHints, hintsShown } from '../hinting.ts'
import { isNotebook, openExerciseNotebook } from '../notebook-file.ts'
import { hintOnNotebook, hintsInPython, placesIn } from '../notebook-hint.ts'
import { readingOf } from '../reading.ts'
import { blankNames } from '../ready.ts'
import { anatomyOf, usesOf } from '../run-forward.ts'
import { standingOf } from '../standing.ts'
import { type Chosen, choose, isExerciseFile } from '../target-exercise.ts'
import { fileOf, type Workspace } from '../workspace.ts'

export function run(context: Context, words: readonly string[], options: Options): CommandResult {
  const [word, ...others] = words
  if (isNotebook(word)) {
    if (!isExerciseFile(context, word)) return hintOnNotebook(context, words, options)
    return run(context, others, { ...options, exercise: word })
  }
  if (others.length > 0)
    throw new NinjaError(
      'usage',
      `hint takes one gradient, not ${words.join(' ')}`,
      /^\d+$|\//.test(word)
        ? `name the exercise with an option: ${context.ninja} hint ${quoted(others[0])} --exercise ${quoted(word)}`
        : `only a notebook comes before it: ${context.ninja} hint homework.ipynb dprobs`,
    )
  const chosen = choose(context, undefined)
  const { workspace, progress, warning } = chosen
  const { exercise, gradient: wanted } = target(chosen, word, options)
  const gradient =
    wanted ?? openGradient(standingOf(exercise, progress, workspace, context.cwd))?.name ?? null
  if (gradient === null) return outcome(renderNoHint(exercise.id, 'next', context), [warning])

  const file = fileOf(workspace, exercise)
  const tiers = isNotebook(file)
    ? hintsInPython(exercise, gradient)
    : (blanksOf(readSolution(exercise)).find(({ name }) => name === gradient)?.hints ?? [])
  const before = hintsShown(progress, exercise, gradient)
  const shown = Math.min(before + 1, tiers.length)
  const spent = before >= tiers.length
  const saved = spent ? null : countHints(workspace, exercise, gradient, shown)
  const uses = spent ? placesOf(exercise, gradient, workspace, context) : []
  const named = exercise.id === chosen.exercise.id ? null : shortName(chosen.all, exercise, chosen.track)
  const own = named === null ? '' : ` ${named}`
  // The keys of watch are for the exercise that it shows.
  const isHere = named === null || context.byKeys === true
  const commands = {
    more: `hint ${gradient}${isHere ? '' : ` --exercise ${named}`}`,
    check: `check${isHere ? '' : own}`,
    show: `show${isHere ? '' : own}`,
    giveUp: canGiveUp(chosen, exercise) ? `solution${own} --give-up` : null,
  }
  const view = { exercise: exercise.id, commands, gradient, tiers, shown, spent, uses }
  return outcome(renderHint(view, context), [warning, saved])
}

/** Where the forward pass uses a gradient's tensor, in the learner's file. */
function placesOf(
  exercise: Exercise,
  gradient: string,
  workspace: Workspace,
  context: Context,
): HintView['uses'] {
  const file = fileOf(workspace, exercise)
  if (isNotebook(file)) return placesIn(openExerciseNotebook(context.cwd, file), gradient, context, workspace)
  const { text } = readingOf(workspace, exercise, context)
  return usesOf(anatomyOf(exercise, workspace, context), gradient, text).map(use => ({
    place: `line ${use.line}`,
    text: use.text,
  }))
}

/** A task of a drill has no answers that could be shown. */
const canGiveUp = ({ all, progress }: Chosen, exercise: Exercise): boolean =>
  all.some(({ id }) => id === exercise.id) && hasAnswers(exercise) && !isPassed(progress, exercise.id)

function target(
  { workspace, all, exercise: current }: Chosen,
  word: string | undefined,
  options: Options,
): Target {
  if (typeof options.exercise === 'string') {
    const exercise = exerciseNamed(workspace.root, all, options.exercise, current.track)
    return {
      exercise,
      gradient: word === undefined ? null : gradientIn(word, exercise, blankNames(exercise)),
    }
  }
  if (word !== undefined && isTaskName(word))
    return { exercise: exerciseNamed(workspace.root, all, word, null), gradient: null }
  return word === undefined
    ? { exercise: current, gradient: null }
    : targetOf(word, { all, current, namesIn: blankNames })
}
