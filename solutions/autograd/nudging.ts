/** Gradients by central differences: what backward must give, found without it. */
import { type Tensor, tensor } from 'backprop-ninja'

/** How fast `loss` changes with each number of `at`. Where the loss is linear, a large nudge has no error at all. */
export function gradientOf(loss: (at: Tensor) => Tensor, at: Tensor, nudge: number): Tensor {
  const lossWith = (i: number, by: number): number =>
    loss(
      tensor(
        at.data.map((value, k) => (k === i ? value + by : value)),
        at.shape,
      ),
    ).item()
  const slopes = Array.from(at.data, (_, i) => (lossWith(i, nudge) - lossWith(i, -nudge)) / (2 * nudge))
  return tensor(slopes, at.shape)
}
