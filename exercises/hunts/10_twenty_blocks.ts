// %% [markdown]
// # 10 · Twenty blocks
//
// ## The program
//
// This network is a stack of twenty blocks, all of the same form. A block takes a table `x`, works
// something out, and returns `y`, which the next block takes. The backward pass goes through the blocks
// from the last to the first, and each block's `dx` is the `dy` of the block before it:
//
//     x --> block 1 --> block 2 --> ... --> block 20 --> loss
//
// Here is one block, with its backward pass. (`rest` is random: it replaces the blocks that come after.)
//
// ## What was observed
//
// The network learns eight numbers from eight others. The loss falls nicely:
//
//     step      0        100      500      1000     2000
//     loss      1.8579   0.8622   0.2977   0.2021   0.1403
//
// Then somebody measured how large the gradient is between the blocks, before the first step, and how far
// the weights of some blocks had moved at the end:
//
//                              block 20    19        18        17       ...   10        1
//     size of its dy           1.2e-1      1.5e-2    2.0e-3    1.7e-4         1.6e-10   ...
//     size of block 1's dx                                                              5.7e-20
//
//     the largest move of a weight of W1     in block 20: 0.5459     in block 1: 0.0000
//
// "That's what deep networks are like", said the author. Is it?

// %%
import { type Family, type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

// %% The data and the parameters of a block
export const sizes = {
  usual: { n: 12, width: 8, hidden: 16 },
  small: { n: 5, width: 3, hidden: 4 },
  other: { n: 4, width: 6, hidden: 7 },
}

export function inputs({ n, width, hidden }: typeof sizes.usual, { g }: Source) {
  const x = g.randn(n, width)                                 // (n, width)
  const W1 = g.randn(width, hidden).mul(width ** -0.5)        // (width, hidden)
  const b1 = g.randn(hidden).mul(0.1)                         // (hidden)
  const W2 = g.randn(hidden, width).mul(0.2 * hidden ** -0.5) // (hidden, width)
  const rest = g.randn(n, width)                              // (n, width)
  return { x, W1, b1, W2, rest }
}

// %% The forward pass of a block
export function forward({ x, W1, b1, W2, rest }: ReturnType<typeof inputs>) {
  const a = x.matmul(W1).add(b1)      // (n, hidden)
  const h = a.relu()                  // (n, hidden)
  const branch = h.matmul(W2)         // (n, width)
  const y = x.add(branch)             // (n, width)
  const loss = y.mul(rest).sum()      // a single number
  return { a, h, branch, y, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% The backward pass of a block: from dy to dx
export function dx({ W1, W2, a, dy }: Scope): Tensor {
  const dh = dy.matmul(W2.T)
  const da = dh.mul(a.gt(0))
  return da.matmul(W1.T)
}

// %% [markdown]
// ## What a right gradient does
//
// With the gradients right, the same network from the same start:
//
//                              block 20    19        18        17       ...   10        1
//     size of its dy           1.2e-1      1.2e-1    1.2e-1    1.3e-1         1.5e-1    ...
//     size of block 1's dx                                                              1.7e-1
//
//     step      0        100      500      1000     2000
//     loss      1.8579   0.2478   0.1186   0.0808   0.0451
//
// The wrong program had trained its last few blocks, and that was enough for a loss that falls.

// %% The family of the mistake
export function family(): Family {
  return TODO()
}
