/** The Python twin of an exercise, made from its solution and the Python beside it. */
import { type Exercise, partReader, pythonInputs, readSolution } from '../catalogue/catalogue.ts'
import { NinjaError } from '../errors.ts'
import { hasCheck, toWhole } from '../notebook/solution.ts'
import { NotTranslatable } from '../python/translation.ts'
import { type TwinCell, twinOf } from '../python/twin.ts'
import { definitionsIn } from '../text/definitions.ts'
import { sourceOf } from '../text/source.ts'

export function twinFor(
  exercise: Exercise,
  answer: (name: string) => string | null = () => null,
): TwinCell[] {
  const solution = readSolution(exercise)
  const inputs = pythonInputs(exercise)
  const whole = sourceOf(toWhole(solution, partReader(exercise)))
  const none = new NinjaError(
    'usage',
    `${exercise.id} has no Python notebook`,
    'exercises about a forward pass that PyTorch can run have one, such as makemore/01',
  )
  if (inputs === null || hasCheck(solution)) throw none
  if (whole.program === null || !definitionsIn(whole).has('forward')) throw none
  try {
    return twinOf({ solution, whole, inputs: inputs.content, answer })
  } catch (error) {
    if (error instanceof NotTranslatable) throw none
    throw error
  }
}
