/** Numbers that hide mistakes: with them a line without one of its factors is right. */
import { contributionOf } from '../autograd/rules.ts'
import { largest } from '../checker/gradient/compare.ts'
import { type DoneSteps, namesRead } from '../python/written-steps.ts'
import { onesLike } from '../tensor/creation.ts'
import type { Step } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { PythonExercise } from './python-exercise.ts'

export interface DoneForward {
  readonly tensors: ReadonlyMap<string, Tensor>
  readonly given: ReadonlyMap<string, Tensor | number>
  readonly done: DoneSteps
  readonly exercise: PythonExercise
}

/** Why mistakes would be hidden, in a sentence; null where they show. */
export const hiddenIn = (forward: DoneForward): string | null =>
  tooFew(forward) ?? sameEverywhere(forward) ?? withoutSlope(forward)

/** Of what is counted: a mean of one or two hides mistakes. */
const FEWEST = 3

function tooFew({ given, tensors, exercise: { shapes } }: DoneForward): string | null {
  for (const [name, value] of given)
    if (typeof value === 'number' && value < FEWEST)
      return `${name} is ${value}, and has to be ${FEWEST} or more`
  for (const [name, x] of tensors) {
    const at = shapes[name]?.findIndex((one, i) => one !== '1' && x.shape[i] === 1) ?? -1
    if (at >= 0 && x.shape.length === shapes[name].length)
      return `${shapes[name][at]} is 1, and has to be 2 or more`
  }
  return null
}

function sameEverywhere({ given, exercise: { steps } }: DoneForward): string | null {
  for (const [name, x] of given) {
    if (!(x instanceof Tensor) || !isConstant(x)) continue
    // A number that is only added is in no gradient.
    const uses = steps.filter(({ code }) => namesRead(code).has(name))
    const isOnlyAdded = uses.every(({ code }) => new RegExp(`[-+] ${name}$`).test(code))
    if (!isOnlyAdded) return `all numbers in \`${name}\` are the same; draw them at random`
  }
  return null
}

/** `h = hpreact.tanh()` of numbers that are tiny, or huge, has the slope 1, or 0, wherever one looks. */
function withoutSlope({ done, exercise: { steps } }: DoneForward): string | null {
  const found = done.operations.find(({ step }) => {
    const slope = slopeOf(step)
    return slope !== null && slope.data.length > 1 && isConstant(slope)
  })
  if (found === undefined) return null
  const { code } = steps.find(({ name }) => name === found.name)!
  return `with these numbers, \`${found.name} = ${code}\` has the same slope everywhere; draw the parameters as the exercise does`
}

/** Of an operation on each number by itself. */
function slopeOf(step: Step): Tensor | null {
  if (['exp', 'log', 'tanh', 'pow', 'sqrt'].includes(step.op))
    return contributionOf(step, onesLike(step.output), 0)
  return step.op === 'crossEntropy' ? step.inputs[0].exp() : null
}

const isConstant = (x: Tensor): boolean => {
  const size = largest(x)
  return x.data.every(one => Math.abs(one - x.data[0]) <= 1e-6 * size)
}
