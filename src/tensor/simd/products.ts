/** The matrix product, and arrangements that move no number. Null: not one for the kernels. */
import type { Attributes } from '../operations.ts'
import type { Tensor, TensorLike } from '../tensor.ts'
import { Resident } from './resident.ts'
import type { ResidentStore } from './store.ts'

type Operands = readonly TensorLike[]

export function products({ kernels, memory, make, place, find }: ResidentStore) {
  /**
   * The kernel wants both factors by the rows of the dimension that is summed over. A `.T` on the left lies so already, as
   * does a plain matrix on the right; others are turned first.
   */
  function matmul([left, right]: Operands): Tensor | null {
    const a = find(left)
    const b = find(right)
    if (a === null || b === null || b.shape.length !== 2 || a.shape.length < 2) return null
    const k = a.shape[a.shape.length - 1]
    const m = b.shape[1]
    if (k !== b.shape[0] || a.size === 0 || b.size === 0) return null
    const n = a.size / k
    const out = make(a.shape.length === 2 ? [n, m] : [...a.shape.slice(0, -1), m], n * m)
    const byRowsOfA = a.turned ? a.address : turn(a.address, n, k)
    const byRowsOfB = b.turned ? turn(b.address, m, k) : b.address
    kernels.product(byRowsOfA, byRowsOfB, out.address, n, m, k)
    return out
  }

  function turn(address: number, rows: number, cols: number): number {
    const turned = memory.take(rows * cols)
    kernels.transpose(address, turned, rows, cols)
    return turned
  }

  function view([operand]: Operands, { shape }: Attributes['view']): Tensor | null {
    const x = place(operand)
    return x === null ? null : new Resident(memory, shape, x.address, x.size, x.era)
  }

  /** A matrix turned round stays where it is. */
  function permute([operand]: Operands, { dims }: Attributes['permute']): Tensor | null {
    if (dims.length !== 2) return null
    const x = find(operand)
    if (x === null) return null
    const [rows, cols] = x.shape
    return dims[0] === 0
      ? new Resident(memory, x.shape, x.address, x.size, x.era, x.turned)
      : new Resident(memory, [cols, rows], x.address, x.size, x.era, !x.turned)
  }

  return { matmul, view, permute }
}
