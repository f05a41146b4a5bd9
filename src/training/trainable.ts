/** What training needs of an exercise: its forward pass and its recipe, with what that leaves out filled in. */

import { Blank } from '../catalogue/exercise.ts'
import type { Optimiser, Recipe, Updated } from '../catalogue/recipe.ts'
import type { Subject } from '../checker/gradient/case.ts'
import { NinjaError } from '../errors.ts'
import type { Exports } from '../room/loading.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** By name: tensors and numbers, gradients among them. */
export type NamedValues = Record<string, unknown>

/** What an update is given. */
export type UpdateInputs = Parameters<Optimiser['run']>[1]

export interface Trainable {
  readonly subject: Subject
  readonly recipe: Recipe
  /** From parameters and batch to the values of the forward pass, the loss among them. */
  readonly forward: (inputs: NamedValues) => NamedValues
  readonly optimiser: Required<Optimiser>
  /** One step by the solution's own function; null where the pack has no answers. */
  readonly reference: (given: UpdateInputs) => Updated | null
}

/** `exports`: of the solution module that `subject` is of, too. Throws a `pack` error where it has no recipe. */
export function trainableOf(subject: Subject, exports: Exports, id: string): Trainable {
  const recipe = exports.recipe as Recipe | undefined
  if (typeof recipe !== 'object' || recipe === null)
    throw new NinjaError('pack', `${id}: the solution exports no "recipe"`, 'give it a cell titled recipe')
  const optimiser = recipe.optimiser === undefined ? descent : { state: () => ({}), ...recipe.optimiser }
  const answers = recipe.optimiser === undefined ? { update: plainUpdate } : exports
  return {
    subject,
    recipe,
    forward: (recipe.forward ?? subject.forward) as Trainable['forward'],
    optimiser,
    reference: given => unlessBlank(() => optimiser.run(answers as Parameters<Optimiser['run']>[0], given)),
  }
}

export const plainUpdate = (p: Tensor, grad: Tensor, lr: number): Tensor => p.sub(grad.mul(lr))

const descent: Required<Optimiser> = {
  by: 'update',
  returns: 'p - lr * grad',
  state: () => ({}),
  run: ({ update }, { p, grad, lr }) => ({ p: update(p, grad, lr), state: {} }),
}

function unlessBlank<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof Blank) return null
    throw error
  }
}
