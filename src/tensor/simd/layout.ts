/** The same numbers in another arrangement: views, which move none, and what is joined. Null: not one for the kernels. */
import type { Attributes } from '../operations.ts'
import { type Shape, sizeOf, stridesOf } from '../shape.ts'
import type { Tensor, TensorLike } from '../tensor.ts'
import { Resident } from './resident.ts'
import type { ResidentStore } from './store.ts'
import { plainIfRows, viewStrides } from './strides.ts'

type Operands = readonly TensorLike[]

export function layout({ memory, make, place, find, view, repeat, copyTo }: ResidentStore) {
  function reshape([operand]: Operands, { shape }: Attributes['view']): Tensor | null {
    const x = find(operand)
    if (x === null) return null
    const strides = x.strides === null ? null : viewStrides(x.shape, x.strides, shape)
    if (strides !== null) return view(x, shape, x.size, strides)
    const rows = place(x) as Resident
    return new Resident(memory, shape, rows.address, rows.size, rows.era)
  }

  function permute([operand]: Operands, { dims }: Attributes['permute']): Tensor | null {
    const x = find(operand)
    if (x === null) return null
    if (x.strides === null && dims.length === 2 && dims[0] === 1) {
      // A matrix that is transposed: by far the most frequent.
      const [rows, cols] = x.shape
      const shape = [cols, rows]
      return new Resident(memory, shape, x.address, x.size, x.era, plainIfRows(shape, [1, cols]))
    }
    const strides = x.strides ?? stridesOf(x.shape)
    return view(x, pick(x.shape, dims), x.size, pick(strides, dims))
  }

  function expand([operand]: Operands, { shape }: Attributes['expand']): Tensor | null {
    const x = find(operand)
    return x === null ? null : repeat(x, shape, sizeOf(shape))
  }

  function slice([operand]: Operands, { dim, start, end, step }: Attributes['slice']): Tensor | null {
    const x = find(operand)
    if (x === null) return null
    const shape = x.shape.slice()
    shape[dim] = Math.max(0, Math.ceil((end - start) / step))
    const strides = (x.strides ?? stridesOf(x.shape)).slice()
    const skip = start * strides[dim]
    strides[dim] *= step
    return view(x, shape, sizeOf(shape), strides, skip)
  }

  function cat(operands: Operands, { dim }: Attributes['cat']): Tensor | null {
    const parts: Resident[] = []
    for (const operand of operands) {
      const x = find(operand)
      const other = parts[0] ?? x
      if (x === null || x.shape.length !== other.shape.length) return null
      for (let d = 0; d < x.shape.length; d++) if (d !== dim && x.shape[d] !== other.shape[d]) return null
      parts.push(x)
    }
    const shape = parts[0].shape.slice()
    shape[dim] = 0
    for (const part of parts) shape[dim] += part.shape[dim]
    const out = make(shape, sizeOf(shape))
    const strides = stridesOf(shape)
    let { address } = out
    for (const part of parts) {
      copyTo(part, address, strides)
      address += part.shape[dim] * strides[dim] * 4
    }
    return out
  }

  return { view: reshape, permute, expand, slice, cat }
}

const pick = (list: Shape, dims: readonly number[]): number[] => {
  const picked = new Array<number>(dims.length)
  for (let i = 0; i < dims.length; i++) picked[i] = list[dims[i]]
  return picked
}
