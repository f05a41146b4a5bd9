/** Where a tensor's elements lie: how far apart, in numbers, neighbours along each dimension are. Pure arithmetic. */
import { type Shape, stridesOf } from '../shape.ts'

/** Null: row by row, one element after the other. */
export type Strides = readonly number[] | null

/** Null if the elements lie row by row. Dimensions of size 1 have no neighbours, so their strides don't matter. */
export function plainIfRows(shape: Shape, strides: readonly number[]): Strides {
  let expected = 1
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    if (shape[dim] !== 1 && strides[dim] !== expected) return strides
    expected *= shape[dim]
  }
  return null
}

/** Dimensions that lie one in the other, on both sides, joined to one; those of size 1 left out. */
export interface Joined {
  readonly sizes: readonly number[]
  readonly from: readonly number[]
  readonly to: readonly number[]
}

export function joined(shape: Shape, from: readonly number[], to: readonly number[]): Joined {
  const [sizes, near, far]: [number[], number[], number[]] = [[], [], []]
  for (let dim = 0; dim < shape.length; dim++) {
    const size = shape[dim]
    if (size === 1) continue
    const last = sizes.length - 1
    if (last >= 0 && near[last] === size * from[dim] && far[last] === size * to[dim]) {
      sizes[last] *= size
      near[last] = from[dim]
      far[last] = to[dim]
    } else {
      sizes.push(size)
      near.push(from[dim])
      far.push(to[dim])
    }
  }
  return { sizes, from: near, to: far }
}

/**
 * The strides of the same elements in another shape, or null if they have to be moved first. The rule of PyTorch's
 * `view`: dimensions that lie one in the other are one, and each of those may be cut in any way.
 */
export function viewStrides(shape: Shape, strides: readonly number[], wanted: Shape): number[] | null {
  const { sizes, from } = joined(shape, strides, strides)
  const result = new Array<number>(wanted.length)
  let part = sizes.length
  let [left, stride] = [1, 1]
  for (let dim = wanted.length - 1; dim >= 0; dim--) {
    if (left === 1 && wanted[dim] !== 1) {
      part--
      if (part < 0) return null
      left = sizes[part]
      stride = from[part]
    }
    if (left % wanted[dim] !== 0) return null
    result[dim] = stride
    stride *= wanted[dim]
    left /= wanted[dim]
  }
  return result
}

/** The strides that repeat the elements until they have the shape `wanted`: 0 along every dimension of size 1. */
export function repeatStrides(shape: Shape, strides: Strides, wanted: Shape): number[] {
  const own = strides ?? stridesOf(shape)
  const added = wanted.length - shape.length
  return wanted.map((_, dim) => (dim < added || shape[dim - added] === 1 ? 0 : own[dim - added]))
}
