/** `ninja hint`: one more tier of a gradient's hints, and those before it. */
import { pickExercise, readSolution, shortName } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { blanksOf } from '../../notebook/solution.ts'
import { noteHint, progressOf } from '../../progress/progress.ts'
import { renderHint, renderNoHint } from '../../terminal/hints.ts'
import { openGradient } from '../../terminal/standing.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { gradientIn, type Target, targetOf } from '../gradient.ts'
import { readingOf } from '../reading.ts'
import { anatomyOf, usesOf } from '../run-forward.ts'
import { blankNames, standingOf } from '../standing.ts'
import { type Chosen, choose } from '../target-exercise.ts'
import type { Workspace } from '../workspace.ts'

export function run(context: Context, [word]: readonly string[], options: Options): CommandResult {
  const chosen = choose(context, undefined)
  const { workspace, progress, warning } = chosen
  const { exercise, gradient: wanted } = target(chosen, word, options)
  const gradient =
    wanted ?? openGradient(standingOf(exercise, progress, workspace, context.cwd))?.name ?? null
  if (gradient === null) return outcome(renderNoHint(exercise.id, context), [warning])

  const tiers = blanksOf(readSolution(exercise)).find(({ name }) => name === gradient)?.hints ?? []
  const { hints } = progressOf(progress, exercise.id)
  const before = Object.hasOwn(hints, gradient) ? hints[gradient] : 0
  const shown = Math.min(before + 1, tiers.length)
  const spent = before >= tiers.length
  const saved = spent ? null : save(workspace, exercise.id, gradient, shown)
  const uses = spent
    ? usesOf(anatomyOf(exercise, workspace, context), gradient, readingOf(workspace, exercise, context).text)
    : []
  const named = exercise.id === chosen.exercise.id ? null : shortName(chosen.all, exercise, chosen.track)
  const view = { exercise: exercise.id, named, gradient, tiers, shown, spent, uses }
  return outcome(renderHint(view, context), [warning, saved])
}

function target({ all, exercise: current }: Chosen, word: string | undefined, options: Options): Target {
  if (typeof options.exercise === 'string') {
    const exercise = pickExercise(all, options.exercise, current.track)
    return {
      exercise,
      gradient: word === undefined ? null : gradientIn(word, exercise, blankNames(exercise)),
    }
  }
  return word === undefined
    ? { exercise: current, gradient: null }
    : targetOf(word, { all, current, namesIn: blankNames })
}

/** A hint that can't be counted is still a hint. */
function save(workspace: Workspace, id: string, gradient: string, shown: number): string | null {
  try {
    return workspace.store.update(progress => noteHint(progress, id, gradient, shown)).warning
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return `this hint was not counted: ${error.message}`
  }
}
