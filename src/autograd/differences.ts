/** Central differences: the gradient from the definition, slowly, with nothing assumed about the operations. */
import { Tensor } from '../tensor/tensor.ts'

/** Near 1e-5 truncation and rounding balance in float64; the relative error is then about 3e-9. */
const STEP = 1e-5

/** The gradient of a scalar function with respect to each element of `x`. */
export function centralDifferences(f: (x: Tensor) => Tensor, x: Tensor, step = STEP): Tensor {
  const gradient = new Float64Array(x.data.length)
  const nudged = (i: number, by: number): number => {
    const data = Float64Array.from(x.data)
    data[i] += by
    return f(new Tensor(x.shape, data)).item()
  }
  for (let i = 0; i < gradient.length; i++) gradient[i] = (nudged(i, step) - nudged(i, -step)) / (2 * step)
  return new Tensor(x.shape, gradient)
}
