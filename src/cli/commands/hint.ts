/** `ninja hint`: one more tier of a gradient's hints, and those before it. */
import { type Exercise, hasAnswers, readSolution, shortName } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { blanksOf } from '../../notebook/solution.ts'
import { isPassed } from '../../progress/progress.ts'
import { renderHint, renderNoHint } from '../../terminal/hints.ts'
import { openGradient } from '../../terminal/standing.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { exerciseNamed, isTaskName } from '../drill/drill.ts'
import { gradientIn, type Target, targetOf } from '../gradient.ts'
import { countHints, hintsShown } from '../hinting.ts'
import { isNotebook } from '../notebook-file.ts'
import { hintOnNotebook } from '../notebook-hint.ts'
import { readingOf } from '../reading.ts'
import { anatomyOf, usesOf } from '../run-forward.ts'
import { blankNames, standingOf } from '../standing.ts'
import { type Chosen, choose } from '../target-exercise.ts'

export function run(context: Context, words: readonly string[], options: Options): CommandResult {
  const [word, ...others] = words
  if (isNotebook(word)) return hintOnNotebook(context, words, options)
  if (others.length > 0)
    throw new NinjaError(
      'usage',
      `hint takes one gradient, not ${words.join(' ')}`,
      `only a notebook comes before it: ${context.ninja} hint homework.ipynb dprobs`,
    )
  const chosen = choose(context, undefined)
  const { workspace, progress, warning } = chosen
  const { exercise, gradient: wanted } = target(chosen, word, options)
  const gradient =
    wanted ?? openGradient(standingOf(exercise, progress, workspace, context.cwd))?.name ?? null
  if (gradient === null) return outcome(renderNoHint(exercise.id, 'next', context), [warning])

  const tiers = blanksOf(readSolution(exercise)).find(({ name }) => name === gradient)?.hints ?? []
  const before = hintsShown(progress, exercise, gradient)
  const shown = Math.min(before + 1, tiers.length)
  const spent = before >= tiers.length
  const saved = spent ? null : countHints(workspace, exercise, gradient, shown)
  const uses = spent
    ? usesOf(anatomyOf(exercise, workspace, context), gradient, readingOf(workspace, exercise, context).text)
    : []
  const named = exercise.id === chosen.exercise.id ? null : shortName(chosen.all, exercise, chosen.track)
  const own = named === null ? '' : ` ${named}`
  const commands = {
    more: `hint ${gradient}${named === null ? '' : ` --exercise ${named}`}`,
    check: `check${own}`,
    show: `show${own}`,
    giveUp: canGiveUp(chosen, exercise) ? `solution${own} --give-up` : null,
  }
  const places = uses.map(({ line, text }) => ({ place: `line ${line}`, text }))
  const view = { exercise: exercise.id, commands, gradient, tiers, shown, spent, uses: places }
  return outcome(renderHint(view, context), [warning, saved])
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
