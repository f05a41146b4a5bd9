/** The Python twin of an exercise, made from its solution and the Python beside it. */
import { type Exercise, partReader, pythonInputs, readSolution } from '../catalogue/catalogue.ts'
import { invariant, NinjaError } from '../errors.ts'
import { hasCheck, toWhole } from '../notebook/solution.ts'
import { NotTranslatable, stepsIn } from '../python/translation.ts'
import { answerInPython, BESIDE, type TwinCell, twinOf } from '../python/twin.ts'
import { definitionsIn } from '../text/definitions.ts'
import { sourceOf } from '../text/source.ts'

/** `answer`: gives the Python that fills a blank; null: it stays blank. `names`: where the list of names is. */
export function twinFor(
  exercise: Exercise,
  answer: (name: string) => string | null = () => null,
  names = BESIDE,
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
    return twinOf({ solution, whole, inputs: inputs.content, answer, names })
  } catch (error) {
    if (error instanceof NotTranslatable) throw none
    throw error
  }
}

/** The lines of an exercise's notebook: the forward pass by what it makes, and the right line of each blank. */
export interface PythonLines {
  readonly forward: ReadonlyMap<string, string>
  readonly answer: (name: string) => string
}

/** Of an exercise that has a notebook. */
export function pythonLinesOf(exercise: Exercise): PythonLines {
  const whole = sourceOf(toWhole(readSolution(exercise), partReader(exercise)))
  invariant(whole.program !== null, `the solution of ${exercise.id} can be read`)
  const { steps } = stepsIn(whole, 'forward')
  return {
    forward: new Map(steps.map(({ name, code }) => [name, `${name} = ${code}`])),
    answer: name => answerInPython(whole, name),
  }
}
