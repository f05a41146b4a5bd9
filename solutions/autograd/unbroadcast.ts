import type { Tensor } from 'backprop-ninja'

// %% unbroadcast, as in exercise 01: nothing to do here
export function unbroadcast(gradient: Tensor, shape: readonly number[]): Tensor {
  let g = gradient
  while (g.shape.length > shape.length) g = g.sum(0)
  for (let d = 0; d < shape.length; d++) {
    if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  }
  return g
}
