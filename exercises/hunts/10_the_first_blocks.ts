// %% [markdown]
// # 10 · The first blocks stand still
//
// ## The program
//
// This is a deep network of blocks, as in a transformer. To keep it short, each block has two small networks
// with one hidden layer instead of attention and an MLP, and there is no layer norm. The backward pass is
// written by hand. `blockBackward` gets the upstream gradient of one block, `dx2`, and returns the gradients
// of its four matrices. It also returns `dx0`, which is the upstream gradient of the block below.
//
// ## What was observed
//
// Eight blocks learn a function of six numbers, once with these gradients and once with those that autograd
// finds in the same network. Both losses fall:
//
//     step             0        50       100      200
//     ours             1.5602   0.5207   0.4659   0.4182
//     autograd         1.5602   0.4788   0.4710   0.4178
//
// Then somebody prints how large the gradients of each block are, at the first step:
//
//     block            0        1        2        3        4        5        6        7
//     ours             2.4e-7   2.1e-6   1.7e-5   0.0001   0.0016   0.015    0.084    0.52
//     autograd         0.74     0.91     0.76     0.85     0.86     0.86     0.73     0.73
//
// After the 200 steps, a weight of block 7 has moved by 1.4, and no weight of block 0 by more than 0.000006.
// "Gradients vanish in deep networks," the author had said. "Everybody knows that."

// %%
import { type Family, type Tensor, TODO } from 'backprop-ninja'

// %% A block: two networks with one hidden layer
export interface Block {
  readonly U1: Tensor // (C, H)
  readonly V1: Tensor // (H, C)
  readonly U2: Tensor // (C, H)
  readonly V2: Tensor // (H, C)
}

/** What a block computed, one row for each example. */
export interface Values {
  readonly x0: Tensor // (n, C)
  readonly h1: Tensor // (n, H)
  readonly x1: Tensor // (n, C)
  readonly h2: Tensor // (n, H)
  readonly x2: Tensor // (n, C)
}

// %% The forward pass of one block
export function blockForward({ U1, V1, U2, V2 }: Block, x0: Tensor): Values {
  const h1 = x0.matmul(U1).tanh()
  const x1 = x0.add(h1.matmul(V1))
  const h2 = x1.matmul(U2).tanh()
  const x2 = x1.add(h2.matmul(V2))
  return { x0, h1, x1, h2, x2 }
}

/** The slope of tanh, from its result. */
export const slope = (h: Tensor): Tensor => h.pow(2).neg().add(1)

// %% The backward pass of one block
export function blockBackward({ U1, V1, U2, V2 }: Block, { x0, h1, x1, h2 }: Values, dx2: Tensor) {
  const dz2 = dx2.matmul(V2.T).mul(slope(h2))
  const dx1 = dz2.matmul(U2.T)
  const dz1 = dx1.matmul(V1.T).mul(slope(h1))
  const dx0 = dx1.add(dz1.matmul(U1.T))
  const dV2 = h2.T.matmul(dx2)
  const dU2 = x1.T.matmul(dz2)
  const dV1 = h1.T.matmul(dx1)
  const dU1 = x0.T.matmul(dz1)
  return { dx0, dU1, dV1, dU2, dV2 }
}

// %% The gradients of all blocks, from the mean squared error of what comes out at the top
export function gradients(blocks: readonly Block[], x: Tensor, target: Tensor) {
  const values: Values[] = []
  for (const block of blocks) values.push(blockForward(block, values.at(-1)?.x2 ?? x))
  const error = values[values.length - 1].x2.sub(target)
  const loss = error.pow(2).mean()

  let upstream = error.mul(2 / error.data.length)
  const grads = blocks.toReversed().map((block, i) => {
    const { dx0, ...grad } = blockBackward(block, values[values.length - 1 - i], upstream)
    upstream = dx0
    return grad
  })
  return { loss, grads: grads.reverse() }
}

// %% The family of the mistake
export function family(): Family {
  return TODO()
}
