/** `ninja solution`: the answers, for those who have passed. */

import { readSolution } from '../../catalogue/catalogue.ts'
import { blanksOf } from '../../notebook/solution.ts'
import { renderSolution } from '../../terminal/answers.ts'
import { answerTo, demandAnswers } from '../answers.ts'
import { type CommandResult, type Context, outcome } from '../command.ts'
import { freshExercise } from '../files.ts'
import { anatomyOf, usesOf } from '../run-forward.ts'
import { blankNames } from '../standing.ts'
import { choose, demandPassed } from '../target-exercise.ts'

export function run(context: Context, [written]: readonly string[]): CommandResult {
  const chosen = choose(context, written)
  const { workspace, exercise, warning } = chosen
  demandAnswers(exercise)
  demandPassed(chosen, context)
  const spots = blanksOf(readSolution(exercise))
  const anatomy = anatomyOf(exercise, workspace, context)
  const text = freshExercise(exercise)
  const answers = blankNames(exercise).map(name => ({
    name,
    note: spots.find(spot => spot.name === name)?.note ?? '',
    forward: usesOf(anatomy, name, text).map(use => use.text.replace('const ', '')),
    answer: answerTo(exercise, name),
  }))
  return outcome(renderSolution(exercise.id, answers, context.width), [warning])
}
