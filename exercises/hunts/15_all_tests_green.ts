// %% [markdown]
// # 15 · All tests are green
//
// ## The program
//
// Here no gradient is wrong. The program below *checks* gradients: it tests the layers of a library. A
// layer has a forward pass and a backward pass. `agrees` nudges each element of the input both ways,
// measures how the loss moves, and compares that with what the backward pass says.
//
// ## What was observed
//
// The library has a layer norm. Each row of `x` gets the mean 0 and the variance 1; with the result
// `hat`, and `rstd`, 1 over the row's standard deviation, the backward pass is
//
//     dx  =  rstd * (dy  -  mean of dy  -  hat * (mean of dy * hat))          means along the row
//
// Somebody spoiled it in seven ways, one at a time, to see what the tests would say:
//
// | the backward pass | `agrees` says |
// |---|---|
// | as it should be | true |
// | without its last term | true |
// | with a plus before the last term | true |
// | with the last term twice | true |
// | without `rstd` | true |
// | with `rstd` squared | true |
// | zeros, whatever comes in | true |
// | without the mean of dy | false |
//
// One of seven. And for a layer that is only a tanh, it accepted a backward pass that ignores `dy`.
//
// Fix the check. Each layer that is right must still pass.

// %%
import { type Family, type Generator, onesLike, Tensor, TODO } from 'backprop-ninja'

// %% What is tested
export interface Layer {
  forward(x: Tensor): Tensor
  /** From the gradient of its result to that of x. */
  backward(x: Tensor, dy: Tensor): Tensor
}

// %% A layer that is right
export const tanh: Layer = {
  forward: x => x.tanh(),
  backward: (x, dy) => dy.mul(onesLike(x).sub(x.tanh().square())),
}

// %% How much a loss changes with each element of x, by nudging it both ways
export function nudged(lossAt: (x: Tensor) => number, x: Tensor): Tensor {
  const h = 1e-5
  const moved = (i: number, by: number): Tensor =>
    new Tensor(
      x.shape,
      x.data.map((value, j) => (j === i ? value + by : value)),
    )
  return new Tensor(
    x.shape,
    x.data.map((_, i) => (lossAt(moved(i, h)) - lossAt(moved(i, -h))) / (2 * h)),
  )
}

// %% The check
export function agrees(layer: Layer, x: Tensor, g: Generator): boolean {
  const dy = onesLike(layer.forward(x))
  const slow = nudged(x => layer.forward(x).sum().item(), x)
  const fast = layer.backward(x, dy)
  return fast.sub(slow).abs().max().item() < 1e-6
}

// %% The family that the check couldn't see
// Of all mistakes in a backward pass, there is a family that it accepts in every layer. Which?
export function family(): Family {
  return TODO()
}
