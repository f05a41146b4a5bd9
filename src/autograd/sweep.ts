/**
 * The reverse sweep. Steps come in execution order, so walking them backwards meets every use of a tensor before
 * the step that made it: no sort, no recursion.
 */
import { onesLike, zerosLike } from '../tensor/creation.ts'
import type { Step } from '../tensor/recording.ts'
import { type Shape, sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type Rule, rules } from './rules.ts'

export type Gradients = ReadonlyMap<Tensor, Tensor>

/** What one use of a tensor sends back to it. */
export interface Contribution {
  readonly step: Step
  /** Which of the step's inputs the tensor is. */
  readonly position: number
  /** Before the dimensions that broadcasting stretched are summed. */
  readonly raw: Tensor
  /** In the tensor's own shape. */
  readonly value: Tensor
}

/**
 * The gradient of every tensor that the given ones depend on. `given` holds gradients to start from; a tensor in it
 * keeps the given gradient whatever its uses say. Usually it is the loss alone, with a gradient of 1.
 */
export function sweep(steps: readonly Step[], given: Gradients): Map<Tensor, Tensor> {
  const gradients = new Map(given)
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i]
    const g = gradients.get(step.output)
    if (g === undefined) continue
    const raws = contributionsOf(step, g)
    for (const [position, raw] of raws.entries()) {
      const input = step.inputs[position]
      if (raw === null || given.has(input)) continue
      const value = sumTo(raw, input.shape)
      const sofar = gradients.get(input)
      gradients.set(input, sofar === undefined ? value : sofar.add(value))
    }
  }
  return gradients
}

/** The gradient of every tensor the loss was computed from. */
export const gradientsOf = (steps: readonly Step[], loss: Tensor): Map<Tensor, Tensor> =>
  sweep(steps, new Map([[loss, onesLike(loss)]]))

/** What each use of `x` sends back to it when the outputs of those uses have the given gradients. */
export function contributionsTo(steps: readonly Step[], x: Tensor, gradients: Gradients): Contribution[] {
  return steps.flatMap(step => {
    const g = gradients.get(step.output)
    if (g === undefined || !step.inputs.includes(x)) return []
    return contributionsOf(step, g).flatMap((raw, position) =>
      raw !== null && step.inputs[position] === x
        ? [{ step, position, raw, value: sumTo(raw, x.shape) }]
        : [],
    )
  })
}

/** Sums over what broadcasting stretched, so that a gradient has its tensor's shape again. */
export function sumTo(gradient: Tensor, shape: Shape): Tensor {
  if (sameShape(gradient.shape, shape)) return gradient
  const added = gradient.shape.length - shape.length
  const stretched = gradient.shape.map((_, dim) => dim).filter(dim => dim < added || shape[dim - added] === 1)
  return gradient.sum(stretched, { keepdim: true }).view(shape)
}

function contributionsOf(step: Step, g: Tensor): readonly (Tensor | null)[] {
  return (rules[step.op] as Rule<typeof step.op>)(g, step)
}

/** A tensor's gradient, or zeros where nothing that has a gradient depends on it. */
export const gradientOf = (gradients: Gradients, x: Tensor): Tensor => gradients.get(x) ?? zerosLike(x)
