/** The matrix product, of factors in any order of strides. Null: not one for the kernels. */
import { type Shape, sizeOf } from '../shape.ts'
import type { Tensor, TensorLike } from '../tensor.ts'
import { Resident } from './resident.ts'
import type { ResidentStore } from './store.ts'
import { repeatStrides } from './strides.ts'

type Operands = readonly TensorLike[]

/** So many numbers are packed where they always lie: that stays in the cache, as memory of the step does not. */
const ROOM = 2 ** 16

export function products({ kernels, memory, make, place, find, view }: ResidentStore) {
  const fixed = memory.keep(ROOM)

  function matmul([left, right]: Operands): Tensor | null {
    const a = find(left)
    const b = find(right)
    if (a === null || b === null || a.shape.length === 0 || b.shape.length === 0) return null
    if (a.shape.length > 1 && b.shape.length > 1) return product(ready(a), ready(b))
    const matrixA = a.shape.length === 1 ? view(a, [1, a.size], a.size, [0, a.strides?.[0] ?? 1]) : a
    const matrixB = b.shape.length === 1 ? view(b, [b.size, 1], b.size, [b.strides?.[0] ?? 1, 0]) : b
    const out = product(ready(matrixA), ready(matrixB))
    if (out === null) return out
    // A dimension that was added to a vector is dropped again.
    const shape = out.shape.slice(0, -2)
    if (matrixA === a) shape.push(out.shape[shape.length])
    if (matrixB === b) shape.push(out.shape[out.shape.length - 1])
    return new Resident(memory, shape, out.address, out.size)
  }

  /** The kernel wants the numbers of each row side by side, or those of each column, and no number twice. */
  function ready(x: Resident): Resident {
    const { shape, strides } = x
    if (strides === null) return x
    const [row, col] = [shape.length - 2, shape.length - 1]
    const byRows = strides[col] === 1 || shape[col] === 1
    const byCols = strides[row] === 1 && shape[row] !== 1 && strides[col] !== 0
    return byRows || byCols ? x : (place(x) as Resident)
  }

  function product(a: Resident, b: Resident): Resident | null {
    const [ra, rb] = [a.shape.length, b.shape.length]
    const n = a.shape[ra - 2]
    const k = a.shape[ra - 1]
    const m = b.shape[rb - 1]
    if (k !== b.shape[rb - 2] || a.size === 0 || b.size === 0) return null
    const ar = a.strides === null ? k : a.strides[ra - 2]
    const ac = a.strides === null || k === 1 ? 1 : a.strides[ra - 1]
    const br = b.strides === null ? m : b.strides[rb - 2]
    const bc = b.strides === null || m === 1 ? 1 : b.strides[rb - 1]
    if (rb === 2 && (ra === 2 || a.strides === null)) {
      // One matrix for all leading dimensions: they are rows too.
      const rows = a.size / k
      const out = make(ra === 2 ? [n, m] : [...a.shape.slice(0, -1), m], rows * m)
      multiply(a.address, 0, 0, ar, ac, b.address, 0, 0, br, bc, out.address, 1, 1, rows, m, k)
      return out
    }
    const lead = leading(a.shape, b.shape)
    if (lead === null) return null
    const as = repeatStrides(a.shape, a.strides, [...lead, n, k])
    const bs = repeatStrides(b.shape, b.strides, [...lead, k, m])
    const shape = [...lead, n, m]
    const out = make(shape, sizeOf(shape))
    let rows = n
    let rowStep = ar
    let rank = lead.length
    for (; rank > 0 && bs[rank - 1] === 0 && (rows === 1 || as[rank - 1] === rows * rowStep); rank--) {
      if (rows === 1) rowStep = as[rank - 1]
      rows *= lead[rank - 1]
    }
    const [outer, inner] = [rank - 2, rank - 1]
    const [n0, a0, b0] = outer < 0 ? [1, 0, 0] : [lead[outer], as[outer], bs[outer]]
    const [n1, a1, b1] = inner < 0 ? [1, 0, 0] : [lead[inner], as[inner], bs[inner]]
    let to = out.address
    const each = (dim: number, x: number, y: number): void => {
      if (dim < outer) {
        for (let i = 0; i < lead[dim]; i++) each(dim + 1, x + i * as[dim] * 4, y + i * bs[dim] * 4)
        return
      }
      multiply(x, a0, a1, rowStep, ac, y, b0, b1, br, bc, to, n0, n1, rows, m, k)
      to += n0 * n1 * rows * m * 4
    }
    each(0, a.address, b.address)
    return out
  }

  /** Strides are in numbers. */
  function multiply(
    a: number,
    a0: number,
    a1: number,
    ar: number,
    ac: number,
    b: number,
    b0: number,
    b1: number,
    br: number,
    bc: number,
    out: number,
    n0: number,
    n1: number,
    n: number,
    m: number,
    k: number,
  ): void {
    const needed = 64 + 8 * k + Math.max(8 * k, 4096)
    const room = needed <= ROOM ? fixed : memory.take(needed)
    kernels.products(
      a,
      a0 * 4,
      a1 * 4,
      ar * 4,
      ac * 4,
      b,
      b0 * 4,
      b1 * 4,
      br * 4,
      bc * 4,
      out,
      n0,
      n1,
      n,
      m,
      k,
      room,
      Math.max(needed, ROOM),
    )
  }

  return { matmul }
}

/** The leading dimensions of both, the shorter ones repeated; null if they don't fit. */
function leading(a: Shape, b: Shape): number[] | null {
  const rank = Math.max(a.length, b.length) - 2
  const lead = new Array<number>(rank)
  for (let i = 1; i <= rank; i++) {
    const [left, right] = [a[a.length - 2 - i] ?? 1, b[b.length - 2 - i] ?? 1]
    if (left !== right && left !== 1 && right !== 1) return null
    lead[rank - i] = left === 1 ? right : left
  }
  return lead
}
