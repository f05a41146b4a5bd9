/** `ninja diff`: the learner's lines beside the answers, for those who have passed. */
import { renderDiff } from '../../terminal/answers.ts'
import { demandAnswers, pairsOf } from '../answers.ts'
import { type CommandResult, type Context, outcome } from '../command.ts'
import { readOwn } from '../reading.ts'
import { choose, demandPassed } from '../target-exercise.ts'

export function run(context: Context, [written]: readonly string[]): CommandResult {
  const chosen = choose(context, written)
  const { workspace, exercise, warning } = chosen
  demandAnswers(exercise)
  demandPassed(chosen, context)
  const text = readOwn(workspace, exercise, context)
  return outcome(renderDiff(exercise.id, pairsOf(exercise, text), context.width), [warning])
}
