/** What a notebook is held against: an exercise's blanks and its forward pass, in Python. */
import { type Exercise, partReader, pythonInputs, readSolution } from '../catalogue/catalogue.ts'
import { blanksOf, toWhole } from '../notebook/solution.ts'
import { NotTranslatable, type PythonStep, stepsIn } from '../python/translation.ts'
import { namesRead } from '../python/written-steps.ts'
import { definitionsIn, remarksIn } from '../text/definitions.ts'
import { sourceOf } from '../text/source.ts'

/** Plain data: it can be sent to a thread. */
export interface PythonExercise {
  readonly id: string
  /** Their names: `dlogprobs`. */
  readonly blanks: readonly string[]
  readonly steps: readonly PythonStep[]
  /** By name of a tensor, what its sizes are called: `['n', 'vocab']`; those of a single number are `1`. */
  readonly shapes: Readonly<Record<string, readonly string[]>>
}

/** Null for an exercise that can't be done in a notebook: there is no forward pass in it that PyTorch could run. */
export function pythonExerciseOf(exercise: Exercise): PythonExercise | null {
  if (pythonInputs(exercise) === null) return null
  const solution = readSolution(exercise)
  const whole = sourceOf(toWhole(solution, partReader(exercise)))
  if (whole.program === null || !definitionsIn(whole).has('forward')) return null
  const blanks = blanksOf(solution)
  try {
    const { steps } = stepsIn(whole, 'forward')
    const names = new Set(steps.flatMap(({ name, code }) => [name, ...namesRead(code)]))
    if (!names.has('loss') || !blanks.every(({ name }) => name[0] === 'd' && names.has(name.slice(1))))
      return null
    const shapes = [
      ...blanks.map(({ name, note }) => [name.slice(1), note] as const),
      ...remarksIn(whole, 'forward').map(({ made, comment }) => [made, comment] as const),
    ]
    return {
      id: exercise.id,
      blanks: blanks.map(({ name }) => name),
      steps,
      shapes: Object.fromEntries(shapes.flatMap(([name, text]) => shapeIn(name, text))),
    }
  } catch (error) {
    if (error instanceof NotTranslatable) return null
    throw error
  }
}

function shapeIn(name: string, text: string): [string, string[]][] {
  const [, inside] = /^\((.+)\)$/.exec(text) ?? []
  return inside === undefined ? [] : [[name, inside.split(',').map(one => one.trim())]]
}
