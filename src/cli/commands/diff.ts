/** `ninja diff`: the learner's lines beside the answers, for those who have passed. */
import { shortName } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { renderDiff } from '../../terminal/answers.ts'
import { demandAnswers, pairsOf } from '../answers.ts'
import { type CommandResult, type Context, outcome } from '../command.ts'
import { isNotebook } from '../notebook-file.ts'
import { readOwn } from '../reading.ts'
import { choose, demandPassed } from '../target-exercise.ts'
import { fileOf } from '../workspace.ts'

export function run(context: Context, [written]: readonly string[]): CommandResult {
  const chosen = choose(context, written)
  const { workspace, exercise, warning } = chosen
  demandAnswers(exercise)
  demandPassed(chosen, context)
  if (isNotebook(fileOf(workspace, exercise)))
    throw new NinjaError(
      'usage',
      "diff compares TypeScript only, and can't do it in a notebook",
      `the answers in Python: ${context.ninja} solution ${shortName(chosen.all, exercise, chosen.track)}`,
    )
  const text = readOwn(workspace, exercise, context)
  return outcome(renderDiff(exercise.id, pairsOf(exercise, text), context.width), [warning])
}
