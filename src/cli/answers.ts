import { type Exercise, readSolution } from '../catalogue/catalogue.ts'
import { NinjaError } from '../errors.ts'
import { answerOf } from '../notebook/functions.ts'

/** The lines that answer a gradient. */
export function answerTo(exercise: Exercise, name: string): string {
  const answer = answerOf(readSolution(exercise), name)
  if (answer === null)
    throw new NinjaError('pack', `${exercise.id}: the solution's function ${name} cannot be read`)
  return answer
}
