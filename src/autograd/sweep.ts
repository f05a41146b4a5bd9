/**
 * The reverse sweep. Steps come in execution order, so walking them backwards meets every use of a tensor before
 * the step that made it: no sort, no recursion.
 */
import { onesLike, zerosLike } from '../tensor/creation.ts'
import type { Step } from '../tensor/recording.ts'
import { type Shape, sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { contributionOf } from './rules.ts'

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

/** A sweep that goes on only as far as somebody asks. */
export interface Sweep {
  /** What was worked out so far. */
  readonly gradients: Gradients
  /** Walks back to, not including, the step at this position: the gradient of its output is then complete. */
  readonly reach: (position: number) => Gradients
}

/**
 * Starts from the `given` gradients. A tensor that is given keeps its gradient whatever its uses say. Usually it is the
 * loss alone, with a gradient of 1.
 */
export function startSweep(steps: readonly Step[], given: Gradients): Sweep {
  const gradients = new Map(given)
  let next = steps.length - 1
  const reach = (position: number): Gradients => {
    for (; next > position; next--) {
      const step = steps[next]
      const g = gradients.get(step.output)
      if (g === undefined) continue
      for (const [at, input] of step.inputs.entries()) {
        const raw = given.has(input) ? null : contributionOf(step, g, at)
        if (raw === null) continue
        const value = sumTo(raw, input.shape)
        const sofar = gradients.get(input)
        gradients.set(input, sofar === undefined ? value : sofar.add(value))
      }
    }
    return gradients
  }
  return { gradients, reach }
}

/** The gradient of every tensor that the given ones depend on. */
export const sweep = (steps: readonly Step[], given: Gradients): Gradients =>
  startSweep(steps, given).reach(-1)

/** The gradient of every tensor the loss was computed from. */
export const gradientsOf = (steps: readonly Step[], loss: Tensor): Gradients =>
  sweep(steps, new Map([[loss, onesLike(loss)]]))

/** What each use of `x` sends back to it when the outputs of those uses have the given gradients. */
export function contributionsTo(steps: readonly Step[], x: Tensor, gradients: Gradients): Contribution[] {
  const contributions: Contribution[] = []
  for (const step of steps) {
    const g = gradients.get(step.output)
    if (g === undefined) continue
    for (const [position, input] of step.inputs.entries()) {
      const raw = input === x ? contributionOf(step, g, position) : null
      if (raw !== null) contributions.push({ step, position, raw, value: sumTo(raw, x.shape) })
    }
  }
  return contributions
}

/** Sums over what broadcasting stretched, so that a gradient has its tensor's shape again. */
export function sumTo(gradient: Tensor, shape: Shape): Tensor {
  if (sameShape(gradient.shape, shape)) return gradient
  const added = gradient.shape.length - shape.length
  const stretched = gradient.shape.map((_, dim) => dim).filter(dim => dim < added || shape[dim - added] === 1)
  return gradient.sum(stretched, { keepdim: true }).view(shape)
}

/** A tensor's gradient, or zeros where nothing that has a gradient depends on it. */
export const gradientOf = (gradients: Gradients, x: Tensor): Tensor => gradients.get(x) ?? zerosLike(x)
