/** Is one tensor made of others? Answered exactly or not at all. */
import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** Relative to the largest element: far above rounding, far below any real mistake. */
const EXACT = 1e-8

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

export function largest(data: Float64Array): number {
  let most = 0
  for (const value of data) most = Math.max(most, Math.abs(value))
  return most
}

/** The k with `x = k * y`; null where there is none. */
export function ratio(x: Tensor, y: Tensor): number | null {
  if (!sameShape(x.shape, y.shape)) return null
  const k = dot(x.data, y.data) / dot(y.data, y.data)
  if (!Number.isFinite(k)) return null
  const limit = EXACT * Math.max(largest(x.data), Number.MIN_VALUE)
  for (let i = 0; i < x.data.length; i++) if (!(Math.abs(x.data[i] - k * y.data[i]) <= limit)) return null
  return k
}

export const equal = (x: Tensor, y: Tensor): boolean => {
  const k = ratio(x, y)
  return k !== null && Math.abs(k - 1) <= EXACT
}

/** The coefficients with `x = sum of k[i] * terms[i]`; null where there are none or they are not the only ones. */
export function combination(x: Tensor, terms: readonly Tensor[]): number[] | null {
  if (terms.some(term => !sameShape(term.shape, x.shape))) return null
  const n = terms.length
  const scale = terms.map(term => Math.sqrt(dot(term.data, term.data)))
  if (scale.some(s => !(s > 0) || !Number.isFinite(s))) return null
  const rows = terms.map((a, i) => [
    ...terms.map((b, j) => dot(a.data, b.data) / (scale[i] * scale[j])),
    dot(a.data, x.data) / scale[i],
  ])
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let row = column; row < n; row++) {
      if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row
    }
    if (Math.abs(rows[pivot][column]) < 1e-9) return null
    ;[rows[column], rows[pivot]] = [rows[pivot], rows[column]]
    for (let row = 0; row < n; row++) {
      if (row === column) continue
      const factor = rows[row][column] / rows[column][column]
      for (let j = column; j <= n; j++) rows[row][j] -= factor * rows[column][j]
    }
  }
  const k = rows.map((row, i) => row[n] / row[i] / scale[i])
  const limit = EXACT * largest(x.data)
  for (let at = 0; at < x.data.length; at++) {
    let sum = 0
    for (let i = 0; i < n; i++) sum += k[i] * terms[i].data[at]
    if (!(Math.abs(x.data[at] - sum) <= limit)) return null
  }
  return k
}

/** The same numbers, in whatever order. */
export function sameNumbers(x: Tensor, y: Tensor): boolean {
  if (x.data.length !== y.data.length) return false
  const [a, b] = [Float64Array.from(x.data).sort(), Float64Array.from(y.data).sort()]
  const limit = EXACT * largest(a)
  return a.every((value, i) => Math.abs(value - b[i]) <= limit)
}
