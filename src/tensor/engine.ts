/** Who does the operations: usually the plain kernels, in float64; within `during`, an engine of its own kind. */
import type { Attributes, Op } from './operations.ts'
import type { Shape } from './shape.ts'
import type { Tensor, TensorLike } from './tensor.ts'

/** The same operations with the same results, to its own precision, and the same errors. */
export interface Engine {
  apply<O extends Op>(op: O, operands: readonly TensorLike[], attributes: Attributes[O]): Tensor
  full(shape: Shape, value: number): Tensor
}

/** Null: the plain kernels. */
export let engine: Engine | null = null

/** Runs `run` with another engine for all that happens in it. */
export function during<T>(other: Engine | null, run: () => T): T {
  const before = engine
  engine = other
  try {
    return run()
  } finally {
    engine = before
  }
}
