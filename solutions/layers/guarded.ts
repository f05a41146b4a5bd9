/** A layer that complains when its gradients are read before there are any. */
import { type Tensor, zeros } from 'backprop-ninja'

export function guarded<L extends { dW: Tensor; db: Tensor }>(layer: L): L {
  for (const name of ['dW', 'db']) {
    let kept = zeros(0)
    Object.defineProperty(layer, name, {
      get: () => {
        if (kept.data.length > 0) return kept
        throw new Error(`${name} is still empty. backward fills it, so call backward before the step`)
      },
      set: (gradient: Tensor) => {
        kept = gradient
      },
      enumerable: true,
    })
  }
  return layer
}
