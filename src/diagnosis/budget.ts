/**
 * How much searching a diagnosis may do. Counted in numbers that are worked out: a candidate costs a thousand times as
 * much in a large network as in a small one. Not timed: the same line must get the same answer on a busy machine.
 */
import { during, type Engine } from '../tensor/engine.ts'
import { sizeOf } from '../tensor/shape.ts'
import { apply, Tensor, type TensorLike } from '../tensor/tensor.ts'

export interface Budget {
  left: number
}

/** An explanation that takes longer comes too late. */
export const BUDGET = 6e7

/** Runs a search; null where it would cost more than is left. */
export function within<T>(budget: Budget, search: () => T): T | null {
  const spend = (numbers: number): void => {
    if (budget.left <= 0) throw new Spent()
    budget.left -= numbers
  }
  const counting: Engine = {
    apply(op, operands, attributes) {
      const output = during(null, () => apply(op, operands, attributes))
      const inner = op === 'matmul' ? (sizesOf(operands[0]).at(-1) ?? 1) : 1
      spend(output.data.length * inner + operands.reduce<number>((sum, one) => sum + sizeOf(sizesOf(one)), 0))
      return output
    },
    full(shape, value) {
      spend(sizeOf(shape))
      return new Tensor([...shape], new Float64Array(sizeOf(shape)).fill(value))
    },
  }
  try {
    return during(counting, search)
  } catch (error) {
    if (error instanceof Spent) return null
    throw error
  }
}

const sizesOf = (operand: TensorLike): readonly number[] => (operand instanceof Tensor ? operand.shape : [])

class Spent extends Error {}
