/** `ninja diff`: the learner's lines beside the answers, for those who have passed. */
import { readExerciseFile } from '../../checker/check.ts'
import { bodyOf, sameCode } from '../../notebook/functions.ts'
import { renderDiff } from '../../terminal/answers.ts'
import { choose, demandPassed } from '../about.ts'
import { answerTo } from '../answers.ts'
import { type Context, type Outcome, outcome } from '../command.ts'
import { blankNames } from '../standing.ts'
import { fileOf } from '../workspace.ts'

export function run(context: Context, [written]: readonly string[]): Outcome {
  const chosen = choose(context, written)
  const { workspace, exercise, warning } = chosen
  demandPassed(chosen, context)
  const text = readExerciseFile(fileOf(workspace, exercise))
  const pairs = blankNames(exercise).map(name => {
    const yours = bodyOf(text, name)
    const answer = answerTo(exercise, name)
    return { name, yours, answer, same: yours !== null && sameCode(yours, answer) }
  })
  return outcome(renderDiff(exercise.id, pairs, context.width), [warning])
}
