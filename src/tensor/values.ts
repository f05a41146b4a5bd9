import type { Shape } from './shape.ts'

/** What a kernel takes and gives: numbers in row-major order, and their shape. A `Tensor` is one of these. */
export interface Values {
  readonly shape: Shape
  readonly data: Float64Array
}
