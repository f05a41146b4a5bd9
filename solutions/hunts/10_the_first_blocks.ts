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
import type { Family, Tensor } from 'backprop-ninja'

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
// hint: One block alone: are the gradients of U2 and V2 right? And those of U1 and V1? What is computed
//       between the two?
// hint: `x1` is used in two lines of the forward pass. What comes back from each of them?
// hint: The upper half is made like the lower one, so its gradients are too. Compare the lines for `dx1` and
//       `dx0`.
export function blockBackward({ U1, V1, U2, V2 }: Block, { x0, h1, x1, h2 }: Values, dx2: Tensor) {
  // answer
  const dz2 = dx2.matmul(V2.T).mul(slope(h2))
  const dx1 = dx2.add(dz2.matmul(U2.T))
  const dz1 = dx1.matmul(V1.T).mul(slope(h1))
  const dx0 = dx1.add(dz1.matmul(U1.T))
  const dV2 = h2.T.matmul(dx2)
  const dU2 = x1.T.matmul(dz2)
  const dV1 = h1.T.matmul(dx1)
  const dU1 = x0.T.matmul(dz1)
  return { dx0, dU1, dV1, dU2, dV2 }
  // end answer
  // given (a use forgotten):
  //   const dz2 = dx2.matmul(V2.T).mul(slope(h2))
  //   const dx1 = dz2.matmul(U2.T)
  //   const dz1 = dx1.matmul(V1.T).mul(slope(h1))
  //   const dx0 = dx1.add(dz1.matmul(U1.T))
  //   const dV2 = h2.T.matmul(dx2)
  //   const dU2 = x1.T.matmul(dz2)
  //   const dV1 = h1.T.matmul(dx1)
  //   const dU1 = x0.T.matmul(dz1)
  //   return { dx0, dU1, dV1, dU2, dV2 }
  //   > The gradients of `U2` and `V2` are right, and everything below them is wrong. What happens on the way from
  //   > the upper half of a block to the lower one?
  // wrong (a use forgotten):
  //   const dz2 = dx2.matmul(V2.T).mul(slope(h2))
  //   const dx1 = dz2.matmul(U2.T)
  //   const dz1 = dx1.matmul(V1.T).mul(slope(h1))
  //   const dx0 = dz1.matmul(U1.T)
  //   const dV2 = h2.T.matmul(dx2)
  //   const dU2 = x1.T.matmul(dz2)
  //   const dV1 = h1.T.matmul(dx1)
  //   const dU1 = x0.T.matmul(dz1)
  //   return { dx0, dU1, dV1, dU2, dV2 }
  //   > Now nothing comes back from either sum of the forward pass. The line of `dx0` was right before.
  // wrong (a use forgotten):
  //   const dz2 = dx2.matmul(V2.T).mul(slope(h2))
  //   const dx1 = dx2.add(dz2.matmul(U2.T))
  //   const dz1 = dx1.matmul(V1.T).mul(slope(h1))
  //   const dx0 = dz1.matmul(U1.T)
  //   const dV2 = h2.T.matmul(dx2)
  //   const dU2 = x1.T.matmul(dz2)
  //   const dV1 = h1.T.matmul(dx1)
  //   const dU1 = x0.T.matmul(dz1)
  //   return { dx0, dU1, dV1, dU2, dV2 }
  //   > Now `dx1` is right. But `x0` is used twice as well, and the line of `dx0` was right before.
  // wrong (a use forgotten):
  //   const dz2 = dx2.matmul(V2.T).mul(slope(h2))
  //   const dx1 = dx2
  //   const dz1 = dx1.matmul(V1.T).mul(slope(h1))
  //   const dx0 = dx1.add(dz1.matmul(U1.T))
  //   const dV2 = h2.T.matmul(dx2)
  //   const dU2 = x1.T.matmul(dz2)
  //   const dV1 = h1.T.matmul(dx1)
  //   const dU1 = x0.T.matmul(dz1)
  //   return { dx0, dU1, dV1, dU2, dV2 }
  //   > Your `dx1` is only what comes back from the sum. Add what comes back through the hidden layer.
  // wrong (a use forgotten):
  //   const dz2 = dx2.matmul(V2.T).mul(slope(h2))
  //   const dx1 = dz2.matmul(U2.T)
  //   const dz1 = dx1.matmul(V1.T).mul(slope(h1))
  //   const dx0 = dx2.add(dx1).add(dz1.matmul(U1.T))
  //   const dV2 = h2.T.matmul(dx2)
  //   const dU2 = x1.T.matmul(dz2)
  //   const dV1 = h1.T.matmul(dx1)
  //   const dU1 = x0.T.matmul(dz1)
  //   return { dx0, dU1, dV1, dU2, dV2 }
  //   > You add `dx2` when the lower half is done already, so `U1` and `V1` get nothing of it. It belongs to `x1`.
  // wrong (sign, factor):
  //   const dz2 = dx2.matmul(V2.T).mul(slope(h2))
  //   const dx1 = dx2.add(dz2.matmul(U2.T)).mul(0.5)
  //   const dz1 = dx1.matmul(V1.T).mul(slope(h1))
  //   const dx0 = dx1.add(dz1.matmul(U1.T))
  //   const dV2 = h2.T.matmul(dx2)
  //   const dU2 = x1.T.matmul(dz2)
  //   const dV1 = h1.T.matmul(dx1)
  //   const dU1 = x0.T.matmul(dz1)
  //   return { dx0, dU1, dV1, dU2, dV2 }
  //   > You take the mean of both parts. The slope of a sum is 1 for each of its parts: add them.
  // wrong (sign, factor):
  //   const dz2 = dx2.matmul(V2.T).mul(slope(h2))
  //   const dx1 = dz2.matmul(U2.T).sub(dx2)
  //   const dz1 = dx1.matmul(V1.T).mul(slope(h1))
  //   const dx0 = dx1.add(dz1.matmul(U1.T))
  //   const dV2 = h2.T.matmul(dx2)
  //   const dU2 = x1.T.matmul(dz2)
  //   const dV1 = h1.T.matmul(dx1)
  //   const dU1 = x0.T.matmul(dz1)
  //   return { dx0, dU1, dV1, dU2, dV2 }
  //   > You subtract what comes back from the sum. Add it.
  // wrong (sign, factor):
  //   const dz2 = dx2.matmul(V2.T).mul(slope(h2))
  //   const dx1 = dx2.sub(dz2.matmul(U2.T))
  //   const dz1 = dx1.matmul(V1.T).mul(slope(h1))
  //   const dx0 = dx1.add(dz1.matmul(U1.T))
  //   const dV2 = h2.T.matmul(dx2)
  //   const dU2 = x1.T.matmul(dz2)
  //   const dV1 = h1.T.matmul(dx1)
  //   const dU1 = x0.T.matmul(dz1)
  //   return { dx0, dU1, dV1, dU2, dV2 }
  //   > You subtract what comes back through the hidden layer. Add it.
  // wrong (overwritten, doubled, subtracted):
  //   const dz2 = dx2.matmul(V2.T).mul(slope(h2))
  //   const dx1 = dx2.mul(2).add(dz2.matmul(U2.T))
  //   const dz1 = dx1.matmul(V1.T).mul(slope(h1))
  //   const dx0 = dx1.add(dz1.matmul(U1.T))
  //   const dV2 = h2.T.matmul(dx2)
  //   const dU2 = x1.T.matmul(dz2)
  //   const dV1 = h1.T.matmul(dx1)
  //   const dU1 = x0.T.matmul(dz1)
  //   return { dx0, dU1, dV1, dU2, dV2 }
  //   > You add `dx2` twice. The sum uses `x1` once.
  // wrong (wrong operand):
  //   const dz2 = dx2.matmul(V2.T).mul(slope(h2))
  //   const dx1 = x1.add(dz2.matmul(U2.T))
  //   const dz1 = dx1.matmul(V1.T).mul(slope(h1))
  //   const dx0 = dx1.add(dz1.matmul(U1.T))
  //   const dV2 = h2.T.matmul(dx2)
  //   const dU2 = x1.T.matmul(dz2)
  //   const dV1 = h1.T.matmul(dx1)
  //   const dU1 = x0.T.matmul(dz1)
  //   return { dx0, dU1, dV1, dU2, dV2 }
  //   > You add `x1`, as the forward pass does. What comes back from the sum is its upstream gradient.
  // wrong (wrong operand):
  //   const dz2 = dx2.matmul(V2.T).mul(slope(h2))
  //   const dx1 = dx2.add(dz2.matmul(U2.T))
  //   const dz1 = dx1.matmul(V1.T).mul(slope(h1))
  //   const dx0 = dx2.add(dz1.matmul(U1.T))
  //   const dV2 = h2.T.matmul(dx2)
  //   const dU2 = x1.T.matmul(dz2)
  //   const dV1 = h1.T.matmul(dx1)
  //   const dU1 = x0.T.matmul(dz1)
  //   return { dx0, dU1, dV1, dU2, dV2 }
  //   > Now `dx1` is right. But `x0` was added to make `x1`, so it gets `dx1` from there, not `dx2`.
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
// hint: Every line that's there is right. So what isn't there?
// hint: In the forward pass of a block, two lines add something to what came before. In how many lines of the
//       backward pass do two parts meet?
// hint: `x1` has two uses, and one of them sends nothing back: the family is called a use forgotten.
export function family(): Family {
  // answer
  return 'a use forgotten'
  // end answer
  // wrong (sign, factor): return 'sign, factor'
  //   > The gradients do shrink from block to block, but no single factor would make them right.
  // wrong (local derivative missing): return 'local derivative missing'
  //   > The slope of tanh is there in both halves, and so are all four matrices.
  // wrong (upstream missing): return 'upstream missing'
  //   > Each line has an upstream gradient in it. Is it all that comes back?
  // wrong (order): return 'order'
  //   > The blocks go from the last to the first, and so do the halves of each: the order is right.
  // wrong (wrong operand): return 'wrong operand'
  //   > Each tensor that is named is the right one.
  // wrong (overwritten, doubled, subtracted): return 'overwritten, doubled, subtracted'
  //   > Nothing is computed first and replaced later: the part that you miss is never computed.
}

// %% check
import { type Check, generator, type Generator, tensor } from 'backprop-ninja'
import { familyPair } from './family.ts'

type Learner = Pick<typeof import('./10_the_first_blocks.ts'), 'blockBackward' | 'gradients' | 'family'>

const makeBlock = (g: Generator, C: number, H: number, scale: number): Block => ({
  U1: g.randn(C, H).mul(scale),
  V1: g.randn(H, C).mul(scale),
  U2: g.randn(C, H).mul(scale),
  V2: g.randn(H, C).mul(scale),
})

/** The slope of `loss` with respect to each element of x, by nudging. */
function nudged(x: Tensor, loss: (x: Tensor) => number): Tensor {
  const h = 1e-5
  const moved = (i: number, by: number): number =>
    loss(tensor(Array.from(x.data, (v, j) => (i === j ? v + by : v)), x.shape))
  return tensor(
    Array.from(x.data, (_, i) => (moved(i, h) - moved(i, -h)) / (2 * h)),
    x.shape,
  )
}

/** How large the gradients of a block are: the root of the sum of their squares. */
const sizeOf = (grad: object): number =>
  Math.sqrt(Object.values(grad).reduce((sum, d: Tensor) => sum + d.pow(2).sum().item(), 0))

/** Eight blocks, and a function to learn. */
function task() {
  const g = generator(3)
  const [n, C, H] = [64, 6, 8]
  const x = g.randn(n, C)
  const target = tensor(
    Array.from({ length: n }, (_, i) =>
      Array.from({ length: C }, (_, j) => Math.sin(2 * x.at(i, j)) * x.at(i, (j + 1) % C)),
    ),
  )
  return { x, target, blocks: Array.from({ length: 8 }, () => makeBlock(g, C, H, 0.15)) }
}

export const check: Check<Learner> = (learner, { g }) => {
  const [n, C, H] = [5, 3, 4]
  const block = makeBlock(g, C, H, 0.5)
  const [x, dx2] = [g.randn(n, C), g.randn(n, C)]
  const backward = () => learner.blockBackward(block, blockForward(block, x), dx2)
  /** A loss whose gradient with respect to x2 is dx2. */
  const loss = (x: Tensor): number => blockForward(block, x).x2.mul(dx2).sum().item()
  return [
    {
      name: 'one block: dU2 and dV2',
      blank: 'blockBackward',
      learner: () => {
        const { dU2, dV2 } = backward()
        return [dU2, dV2]
      },
    },
    {
      name: 'one block: dU1 and dV1',
      blank: 'blockBackward',
      learner: () => {
        const { dU1, dV1 } = backward()
        return [dU1, dV1]
      },
    },
    {
      name: 'one block: dx0',
      blank: 'blockBackward',
      learner: () => backward().dx0,
      expected: () => nudged(x, loss),
      within: 1e-6,
      learned: 'what a nudge of each number says',
    },
    {
      name: 'eight blocks: how large',
      blank: 'blockBackward',
      learner: () => {
        const { x, target, blocks } = task()
        return learner.gradients(blocks, x, target).grads.map(sizeOf)
      },
      learned: 'as large in block 0 as in block 7',
    },
    familyPair({
      blank: 'family',
      given: learner.family,
      secret: ['a use forgotten'],
      learned: 'x1 is used twice, in a sum and in a product: two parts, added',
    }),
  ]
}
