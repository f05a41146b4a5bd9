/** Picking and placing by tensors of indices, as `x[i, j]` does in PyTorch. */
import {
  broadcastShapes,
  broadcastStrides,
  describe,
  formatShape,
  type Shape,
  sizeOf,
  stridesOf,
  tensorError,
} from '../shape.ts'
import type { Values } from '../values.ts'
import { expand, walk } from './elementwise.ts'

/** Which places of `shape` the indices name: their common shape, the shape of what is picked, and each offset. */
function places(op: string, shape: Shape, indices: readonly Values[]) {
  if (indices.length === 0 || indices.length > shape.length) {
    throw tensorError(
      `${op}: a tensor of shape ${formatShape(shape)} ${shape.length === 0 ? 'has no dimension to index' : `takes 1 to ${shape.length} indices, not ${indices.length}`}`,
    )
  }
  const common = indices.reduce<Shape>((so, index) => broadcastShapes(op, so, index.shape), [])
  const strides = stridesOf(shape)
  const offsets = new Float64Array(sizeOf(common))
  for (const [dim, index] of indices.entries()) {
    walk(common, [broadcastStrides(index.shape, common)], (position, [from]) => {
      offsets[position] += wrap(op, index.data[from], dim, shape[dim]) * strides[dim]
    })
  }
  const rest = shape.slice(indices.length)
  return { offsets, picked: [...common, ...rest], width: sizeOf(rest) }
}

function wrap(op: string, index: number, dim: number, size: number): number {
  const at = index < 0 ? index + size : index
  if (!Number.isInteger(index) || at < 0 || at >= size) {
    throw tensorError(
      `${op}: ${index} is not an index of dimension ${dim}, which has size ${size}`,
      'indices are whole numbers; negative numbers count from the end',
    )
  }
  return at
}

/** `x[i, j, …]`: the indices broadcast together; dimensions that have none are taken whole. */
export function index(x: Values, indices: readonly Values[]): Values {
  const { offsets, picked, width } = places('index', x.shape, indices)
  const data = new Float64Array(sizeOf(picked))
  for (let row = 0; row < offsets.length; row++) {
    data.set(x.data.subarray(offsets[row], offsets[row] + width), row * width)
  }
  return { shape: picked, data }
}

/** `x` with `x[i, j, …] = values`; where a place is named twice the last value stays. */
export const indexPut = (x: Values, values: Values, indices: readonly Values[]): Values =>
  place('indexPut', x, values, indices, (_, value) => value)

/** `x` with `x[i, j, …] += values`; where a place is named twice both are added. */
export const indexAdd = (x: Values, values: Values, indices: readonly Values[]): Values =>
  place('indexAdd', x, values, indices, (old, value) => old + value)

function place(
  op: string,
  x: Values,
  values: Values,
  indices: readonly Values[],
  combine: (old: number, value: number) => number,
): Values {
  const { offsets, picked, width } = places(op, x.shape, indices)
  const shape = broadcastShapes(op, values.shape, picked)
  if (sizeOf(shape) !== sizeOf(picked) || shape.length !== picked.length) {
    throw tensorError(
      `${op}: values of shape ${formatShape(values.shape)} do not fit the indices, which name ${formatShape(picked)} places`,
    )
  }
  const source = expand(values, picked).data
  const data = x.data.slice()
  for (let row = 0; row < offsets.length; row++) {
    for (let column = 0; column < width; column++) {
      const to = offsets[row] + column
      data[to] = combine(data[to], source[row * width + column])
    }
  }
  return { shape: x.shape, data }
}

export function oneHot(x: Values, classes: number): Values {
  if (!Number.isInteger(classes) || classes < 0) {
    throw tensorError(
      `oneHot: the number of classes must be a whole number, not ${typeof classes === 'number' ? classes : describe(classes)}`,
    )
  }
  const data = new Float64Array(x.data.length * classes)
  for (let i = 0; i < x.data.length; i++) {
    const value = x.data[i]
    if (!Number.isInteger(value) || value < 0 || value >= classes) {
      throw tensorError(`oneHot: ${value} is not a class from 0 to ${classes - 1}`)
    }
    data[i * classes + value] = 1
  }
  return { shape: [...x.shape, classes], data }
}
