/** Matrix products: `(…, n, k) @ (…, k, m)`, the leading dimensions broadcast. */
import { broadcastShapes, broadcastStrides, formatShape, sizeOf, tensorError } from '../shape.ts'
import type { Values } from '../values.ts'
import { walk } from './elementwise.ts'
import { multiply } from './native.ts'

/** A vector on the left counts as a row, on the right as a column, and the added dimension is dropped again. */
export function matmul(a: Values, b: Values): Values {
  if (a.shape.length === 0 || b.shape.length === 0) {
    throw tensorError(
      `matmul: ${formatShape(a.shape)} @ ${formatShape(b.shape)}: a scalar has no rows or columns`,
      'to multiply by a number, write x.mul(…)',
    )
  }
  const left = a.shape.length === 1 ? [1, ...a.shape] : a.shape
  const right = b.shape.length === 1 ? [...b.shape, 1] : b.shape
  const [n, k] = left.slice(-2)
  const [inner, m] = right.slice(-2)
  if (k !== inner) {
    throw tensorError(
      `matmul: ${formatShape(a.shape)} @ ${formatShape(b.shape)}: the inner sizes ${k} and ${inner} differ`,
      `the last size on the left must equal the second to last on the right; ${Math.max(a.shape.length, b.shape.length) > 2 ? '.mT' : '.T'} swaps the last two dimensions`,
    )
  }
  const batchLeft = left.slice(0, -2)
  const batchRight = right.slice(0, -2)
  const batch = broadcastShapes('matmul', batchLeft, batchRight)
  const data = new Float64Array(sizeOf([...batch, n, m]))
  const strides = [broadcastStrides(batchLeft, batch), broadcastStrides(batchRight, batch)]
  walk(batch, strides, (position, [p, q]) => {
    const rows = a.data.subarray(p * n * k, (p + 1) * n * k)
    const columns = b.data.subarray(q * k * m, (q + 1) * k * m)
    data.set(multiply(rows, columns, n, k, m), position * n * m)
  })
  const shape = [...batch, ...(a.shape.length === 1 ? [] : [n]), ...(b.shape.length === 1 ? [] : [m])]
  return { shape, data }
}
