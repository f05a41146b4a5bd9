/** An exercise filled in: by its own answers, or with another text in place of one of them. */
import { type Exercise, partReader, readSolution } from '../catalogue/catalogue.ts'
import { joinCells, parseCells } from '../notebook/cells.ts'
import { isLearners, toExercise, toWhole } from '../notebook/solution.ts'
import { withoutWrong } from '../notebook/wrong.ts'

/** As somebody hands it in who has it all right. */
export function filledIn(exercise: Exercise): string {
  // What the check and the recipe import is their own: they are taken out before the imports are put together.
  const learners = parseCells(readSolution(exercise)).filter(isLearners)
  return withoutWrong(toWhole(joinCells(learners), partReader(exercise)))
}

export const blankVersion = (exercise: Exercise): string =>
  toExercise(readSolution(exercise), partReader(exercise))
