/** The same numbers in another arrangement, and which of them lie on one side of a diagonal. */
import { formatShape, type Shape, sameShape, sizeOf, stridesOf, tensorError } from '../shape.ts'
import type { Values } from '../values.ts'
import { walk } from './elementwise.ts'
import { gatherRows, MANY } from './native.ts'

export function permute(x: Values, dims: readonly number[]): Values {
  const all = stridesOf(x.shape)
  const strides = dims.map(dim => all[dim])
  const shape = dims.map(dim => x.shape[dim])
  if (dims.length === 2 && x.data.length >= MANY) {
    const quick = gatherRows(x.data, shape[0], shape[1], strides[0], strides[1])
    if (quick !== null) return { shape, data: quick }
  }
  const data = new Float64Array(x.data.length)
  const width = shape.at(-1) ?? 1
  const step = strides.at(-1) ?? 0
  walk(shape.slice(0, -1), [strides], (row, [from]) => {
    for (let j = 0; j < width; j++) data[row * width + j] = x.data[from + j * step]
  })
  return { shape, data }
}

/** Every `step`-th element from `start` up to, not including, `end`. */
export function slice(x: Values, dim: number, start: number, end: number, step: number): Values {
  const shape = x.shape.map((size, d) => (d === dim ? Math.max(0, Math.ceil((end - start) / step)) : size))
  const strides = stridesOf(x.shape)
  const data = new Float64Array(sizeOf(shape))
  walk(shape, [strides.map((stride, d) => (d === dim ? stride * step : stride))], (out, [from]) => {
    data[out] = x.data[from + start * strides[dim]]
  })
  return { shape, data }
}

/** The reverse of `slice`: zeros of `shape` with `x` in the places the slice was taken from. */
export function unslice(x: Values, shape: Shape, dim: number, start: number, step: number): Values {
  const strides = stridesOf(shape)
  const data = new Float64Array(sizeOf(shape))
  walk(x.shape, [strides.map((stride, d) => (d === dim ? stride * step : stride))], (from, [to]) => {
    data[to + start * strides[dim]] = x.data[from]
  })
  return { shape, data }
}

/** A matrix with 1 on the diagonal, `diagonal` columns to the right of the main one, and on the named side of it. */
export function triangle(rows: number, cols: number, diagonal: number, side: 'below' | 'above'): Values {
  const shape = [rows, cols]
  const data = new Float64Array(sizeOf(shape))
  for (let i = 0; i < rows; i++) {
    const at = Math.min(cols, Math.max(0, i + diagonal + (side === 'below' ? 1 : 0)))
    if (side === 'below') data.fill(1, i * cols, i * cols + at)
    else data.fill(1, i * cols + at, (i + 1) * cols)
  }
  return { shape, data }
}

export function cat(parts: readonly Values[], dim: number): Values {
  const [first] = parts
  for (const part of parts) {
    const other = part.shape.map((size, d) => (d === dim ? first.shape[d] : size))
    if (!sameShape(other, first.shape)) {
      throw tensorError(
        `cat: ${formatShape(first.shape)} and ${formatShape(part.shape)} differ in a dimension other than ${dim}`,
      )
    }
  }
  const length = parts.reduce((total, part) => total + part.shape[dim], 0)
  const shape = first.shape.map((size, d) => (d === dim ? length : size))
  const data = new Float64Array(sizeOf(shape))
  const outer = sizeOf(shape.slice(0, dim))
  const rows = parts.map(part => sizeOf(part.shape.slice(dim)))
  let to = 0
  for (let block = 0; block < outer; block++) {
    for (const [k, part] of parts.entries()) {
      data.set(part.data.subarray(block * rows[k], (block + 1) * rows[k]), to)
      to += rows[k]
    }
  }
  return { shape, data }
}
