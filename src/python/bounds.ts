/** What a notebook may ask of tensors: each operation is bounded before it runs, and so is all that they leave. */
import { during, type Engine, engine } from '../tensor/engine.ts'
import type { Attributes, Op } from '../tensor/operations.ts'
import { broadcastShapes, MOST, type Shape, sizeOf } from '../tensor/shape.ts'
import { apply, type Tensor, type TensorLike } from '../tensor/tensor.ts'
import { NotRead, OutOfSteps } from './values.ts'

/** Multiplications in one product. */
const PRODUCTS = 2 ** 31
/** Numbers that all operations leave together: they are kept until the notebook is judged. */
const NUMBERS = 6e7

/** Runs with every operation bounded. @throws OutOfSteps within, where there is too much of them. */
export function bounded<T>(run: () => T): T {
  let left = NUMBERS
  const spend = (made: Tensor): Tensor => {
    left -= made.data.length
    if (left < 0) throw new OutOfSteps()
    return made
  }
  const own: Engine = {
    apply: (op, operands, attributes) => {
      check(op, operands, attributes)
      const made = during(null, () => apply(op, operands, attributes))
      return op === 'view' ? made : spend(made)
    },
    full: (shape, value) => spend(during(null, () => zeroDims(shape, value))),
  }
  return engine === null ? during(own, run) : run()
}
