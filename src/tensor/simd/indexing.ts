/** Picking and placing by one index tensor, or by two of one shape. Null: not one for the kernels. */
import type { Attributes } from '../operations.ts'
import { type Shape, sameShape, sizeOf } from '../shape.ts'
import type { Tensor, TensorLike } from '../tensor.ts'
import type { Resident } from './resident.ts'
import type { ResidentStore } from './store.ts'

type Operands = readonly TensorLike[]

export function indexing({ kernels, make, place, put }: ResidentStore) {
  /** The indices in memory, and what they pick of x; null if there are too many, or of different shapes. */
  function pick(x: Resident, operands: Operands, from: number) {
    const count = operands.length - from
    if (count < 1 || count > 2 || count > x.shape.length) return null
    const first = place(operands[from])
    const second = count === 2 ? place(operands[from + 1]) : null
    if (first === null || (count === 2 && (second === null || !sameShape(first.shape, second.shape)))) {
      return null
    }
    const rest = x.shape.slice(count)
    const picked: Shape = rest.length === 0 ? first.shape : [...first.shape, ...rest]
    return {
      first,
      second: second?.address ?? 0,
      size2: count === 2 ? x.shape[1] : 0,
      picked,
      width: sizeOf(rest),
    }
  }

  function index(operands: Operands): Tensor | null {
    const x = place(operands[0])
    const picking = x === null ? null : pick(x, operands, 1)
    if (x === null || picking === null) return null
    const { first, second, size2, picked, width } = picking
    const out = make(picked, first.size * width)
    const bad = kernels.gather(
      x.address,
      first.address,
      x.shape[0],
      second,
      size2,
      out.address,
      first.size,
      width,
    )
    return bad ? null : out
  }

  const scatter =
    (add: 0 | 1) =>
    (operands: Operands): Tensor | null => {
      const x = place(operands[0])
      const picking = x === null ? null : pick(x, operands, 2)
      if (x === null || picking === null) return null
      const { first, second, size2, picked, width } = picking
      const given = operands[1]
      const values = place(given)
      const whole = values !== null && sameShape(values.shape, picked)
      const single = values === null ? typeof given === 'number' : values.shape.length === 0
      if (!whole && !single) return null
      const from = values === null ? put(given as number) : values.address
      const out = make(x.shape, x.size)
      kernels.copy(x.address, out.address, x.size)
      const along = whole ? 1 : 0
      const bad = kernels.scatter(
        out.address,
        first.address,
        x.shape[0],
        second,
        size2,
        from,
        along,
        first.size,
        width,
        add,
      )
      return bad ? null : out
    }

  function oneHot([operand]: Operands, { classes }: Attributes['oneHot']): Tensor | null {
    const x = place(operand)
    if (x === null || !Number.isInteger(classes) || classes < 0) return null
    const out = make([...x.shape, classes], x.size * classes)
    return kernels.oneHot(x.address, out.address, x.size, classes) ? null : out
  }

  return { index, indexPut: scatter(0), indexAdd: scatter(1), oneHot }
}
