/** Working along one dimension: running sums, the other way round, and picking and placing by an index in it. */
import { broadcastShapes, formatShape, type Shape, sameShape, stridesOf, tensorError } from '../shape.ts'
import type { Values } from '../values.ts'
import { expand, walk } from './elementwise.ts'

/** Each element is the sum of those up to and including its own place along `dim`. */
export function cumsum(x: Values, dim: number): Values {
  const data = x.data.slice()
  const stride = stridesOf(x.shape)[dim]
  for (let i = 0; i < data.length; i++) {
    if (Math.floor(i / stride) % x.shape[dim] > 0) data[i] += data[i - stride]
  }
  return { shape: x.shape, data }
}

/** The last along `dim` first. */
export function flip(x: Values, dim: number): Values {
  const strides = stridesOf(x.shape)
  const last = (x.shape[dim] - 1) * strides[dim]
  const data = new Float64Array(x.data.length)
  walk(x.shape, [strides.map((stride, d) => (d === dim ? -stride : stride))], (out, [from]) => {
    data[out] = x.data[from + last]
  })
  return { shape: x.shape, data }
}

/** `out[i][j] = x[index[i][j]][j]` for dim 0, `x[i][index[i][j]]` for dim 1: the index stands for one dimension. */
export function gather(x: Values, index: Values, dim: number): Values {
  const data = new Float64Array(index.data.length)
  eachPlace('gather', x.shape, index, dim, (place, at) => {
    data[place] = x.data[at]
  })
  return { shape: index.shape, data }
}

/** `x` with `values` in the places where `gather` would pick; where a place is named twice the last value stays. */
export const scatter = (x: Values, index: Values, values: Values, dim: number): Values =>
  placeAlong('scatter', x, index, values, dim, (_, value) => value)

/** `x` with each of `values` added where `gather` would pick; an index that repeats adds each time. */
export const scatterAdd = (x: Values, index: Values, values: Values, dim: number): Values =>
  placeAlong('scatterAdd', x, index, values, dim, (old, value) => old + value)

function placeAlong(
  op: string,
  x: Values,
  index: Values,
  values: Values,
  dim: number,
  combine: (old: number, value: number) => number,
): Values {
  const fits = sameShape(broadcastShapes(op, values.shape, index.shape), index.shape)
  if (!fits) {
    throw tensorError(
      `${op}: values of shape ${formatShape(values.shape)} do not fit the index of shape ${formatShape(index.shape)}`,
      'each index needs a value',
    )
  }
  const data = x.data.slice()
  const source = expand(values, index.shape).data
  eachPlace(op, x.shape, index, dim, (place, at) => {
    data[at] = combine(data[at], source[place])
  })
  return { shape: x.shape, data }
}

/** Calls `visit` with each position in `index`, and the position in a tensor of `shape` that it names. */
function eachPlace(
  op: string,
  shape: Shape,
  index: Values,
  dim: number,
  visit: (place: number, at: number) => void,
): void {
  const fits =
    index.shape.length === shape.length && index.shape.every((size, d) => d === dim || size <= shape[d])
  if (!fits) {
    throw tensorError(
      `${op}: an index of shape ${formatShape(index.shape)} does not fit ${formatShape(shape)} along dimension ${dim}`,
      `it needs ${shape.length} dimensions, and only dimension ${dim} may be larger than the tensor’s`,
    )
  }
  const strides = stridesOf(shape)
  walk(index.shape, [strides.map((stride, d) => (d === dim ? 0 : stride))], (place, [offset]) => {
    const wanted = index.data[place]
    const at = wanted < 0 ? wanted + shape[dim] : wanted
    if (!Number.isInteger(wanted) || at < 0 || at >= shape[dim]) {
      throw tensorError(
        `${op}: ${wanted} is not an index of dimension ${dim}, which has size ${shape[dim]}`,
        'indices are whole numbers; negative numbers count from the end',
      )
    }
    visit(place, offset + at * strides[dim])
  })
}
