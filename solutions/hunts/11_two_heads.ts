// %% [markdown]
// # 11 · Two heads are worse than one
//
// ## The program
//
// This is attention, as in gpt/07, for one text of T positions. Each position gets a query, a key and a
// value. It compares its query with the keys of all positions up to its own, and takes the mean of their
// values, weighted by how well they fit. Several **heads** share the work. Head h has the columns from h * hs
// up to, but not including, (h + 1) * hs of all queries, keys and values, where hs = C / heads.
//
// ## What was observed
//
// A network with this attention in it has an easy task: it reads eight random letters and says the first one
// again, at every position. There are five letters, so guessing gives a loss of 1.609.
//
//     step           0       50      100     200
//     1 head         1.945   0.000   0.000   0.000
//     2 heads        1.900   0.888   0.838   0.825
//     4 heads        1.884   1.262   1.226   1.210
//
// With one head it makes no mistakes. With more the loss falls as well, but not as far, and 1,000 steps more
// don't help. The author made sure of three things: all gradients come from autograd, all shapes are right,
// and no position looks at a later one. "For a task like this, one head is enough," says the author. "The
// others only get in its way."

// %%
import { arange, type Family, type Tensor } from 'backprop-ninja'

// %% Four matrices, (C, C) each
export interface Weights {
  readonly Wq: Tensor
  readonly Wk: Tensor
  readonly Wv: Tensor
  readonly Wo: Tensor
}

// %% Attention with several heads: x and the result are (T, C)
// hint: Nudge each row of x, and see which rows of the result move. The check does that for four positions and
//       two heads: what does the last position hear of the first?
// hint: Write down the queries of four positions with C = 2: a b, then c d, e f, g h. With two heads, head 0
//       should get the first column: a c e g. What does it get?
// hint: The numbers of a table are in line: position by position, and in each position head by head. `view`
//       counts them off in that order: T, heads, hs. Then `transpose(0, 1)` brings the heads to the front. At
//       the end undo both, the last one first.
export function attention(x: Tensor, { Wq, Wk, Wv, Wo }: Weights, heads: number): Tensor {
  // answer (T, C)
  const [T, C] = x.shape
  const hs = C / heads
  const [q, k, v] = [Wq, Wk, Wv].map(W => x.matmul(W).view(T, heads, hs).transpose(0, 1))
  const scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5) // (heads, T, T)
  const future = arange(T).view(T, 1).lt(arange(T)) // (T, T)
  const att = scaled.maskedFill(future, -Infinity).softmax(-1) // (heads, T, T)
  const y = att.matmul(v) // (heads, T, hs)
  return y.transpose(0, 1).reshape(T, C).matmul(Wo)
  // end answer
  // given (shape):
  //   const [T, C] = x.shape
  //   const hs = C / heads
  //   const [q, k, v] = [Wq, Wk, Wv].map(W => x.matmul(W).view(heads, T, hs))
  //   const scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5) // (heads, T, T)
  //   const future = arange(T).view(T, 1).lt(arange(T)) // (T, T)
  //   const att = scaled.maskedFill(future, -Infinity).softmax(-1) // (heads, T, T)
  //   const y = att.matmul(v) // (heads, T, hs)
  //   return y.reshape(T, C).matmul(Wo)
  //   > With more than one head, the last position doesn't hear all that came before it. What does one head get
  //   > to see?
  // wrong (shape):
  //   const [T, C] = x.shape
  //   const hs = C / heads
  //   const [q, k, v] = [Wq, Wk, Wv].map(W => x.matmul(W).view(T, heads, hs).transpose(0, 1))
  //   const scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5) // (heads, T, T)
  //   const future = arange(T).view(T, 1).lt(arange(T)) // (T, T)
  //   const att = scaled.maskedFill(future, -Infinity).softmax(-1) // (heads, T, T)
  //   const y = att.matmul(v) // (heads, T, hs)
  //   return y.reshape(T, C).matmul(Wo)
  //   > Now each head sees its own columns of all positions. But at the end the results of the heads aren't side
  //   > by side in the row of their position: look at the last line.
  // wrong (shape):
  //   const [T, C] = x.shape
  //   const hs = C / heads
  //   const [q, k, v] = [Wq, Wk, Wv].map(W => x.matmul(W).view(heads, T, hs))
  //   const scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5) // (heads, T, T)
  //   const future = arange(T).view(T, 1).lt(arange(T)) // (T, T)
  //   const att = scaled.maskedFill(future, -Infinity).softmax(-1) // (heads, T, T)
  //   const y = att.matmul(v) // (heads, T, hs)
  //   return y.transpose(0, 1).reshape(T, C).matmul(Wo)
  //   > The last line is right now. But the heads don't get their own columns yet: look at where they are made.
  // wrong (shape):
  //   const [T, C] = x.shape
  //   const hs = C / heads
  //   const [q, k, v] = [Wq, Wk, Wv].map(W => x.matmul(W).view(T, hs, heads).permute(2, 0, 1))
  //   const scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5) // (heads, T, T)
  //   const future = arange(T).view(T, 1).lt(arange(T)) // (T, T)
  //   const att = scaled.maskedFill(future, -Infinity).softmax(-1) // (heads, T, T)
  //   const y = att.matmul(v) // (heads, T, hs)
  //   return y.permute(1, 2, 0).reshape(T, C).matmul(Wo)
  //   > Your heads take turns with the columns. The columns of a head are neighbours: h * hs and those that follow
  //   > it.
  // wrong (shape):
  //   const [T, C] = x.shape
  //   const hs = C / heads
  //   const [q, k, v] = [Wq, Wk, Wv].map(W => x.matmul(W).view(T, heads, hs).transpose(0, 1))
  //   const scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5) // (heads, T, T)
  //   const future = arange(T).view(T, 1).lt(arange(T)) // (T, T)
  //   const att = scaled.maskedFill(future, -Infinity).softmax(-1) // (heads, T, T)
  //   const y = att.matmul(v) // (heads, T, hs)
  //   return y.transpose(1, 2).reshape(T, C).matmul(Wo)
  //   > The heads are right now. In the last line you exchange a position with a column: exchange what you
  //   > exchanged to make the heads.
  // wrong (shape):
  //   const [T, C] = x.shape
  //   const hs = C / heads
  //   const [q, k, v] = [Wq, Wk, Wv].map(W => x.matmul(W).view(heads, hs, T).transpose(1, 2))
  //   const scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5) // (heads, T, T)
  //   const future = arange(T).view(T, 1).lt(arange(T)) // (T, T)
  //   const att = scaled.maskedFill(future, -Infinity).softmax(-1) // (heads, T, T)
  //   const y = att.matmul(v) // (heads, T, hs)
  //   return y.transpose(0, 1).reshape(T, C).matmul(Wo)
  //   > Before you count the numbers off, they are in line position by position. So the first size in `view` is T.
  // wrong (wrong operand):
  //   const [T, C] = x.shape
  //   const hs = C / heads
  //   const [q, k, v] = [Wq, Wk, Wv].map(W => x.matmul(W).view(1, T, C))
  //   const scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5) // (heads, T, T)
  //   const future = arange(T).view(T, 1).lt(arange(T)) // (T, T)
  //   const att = scaled.maskedFill(future, -Infinity).softmax(-1) // (heads, T, T)
  //   const y = att.matmul(v) // (heads, T, hs)
  //   return y.view(T, C).matmul(Wo)
  //   > You always have a single head, whatever `heads` is.
  // wrong (sign, factor):
  //   const [T, C] = x.shape
  //   const hs = C / heads
  //   const [q, k, v] = [Wq, Wk, Wv].map(W => x.matmul(W).view(T, heads, hs).transpose(0, 1))
  //   const scaled = q.matmul(k.transpose(-2, -1)).mul(C ** -0.5)
  //   const future = arange(T).view(T, 1).lt(arange(T)) // (T, T)
  //   const att = scaled.maskedFill(future, -Infinity).softmax(-1) // (heads, T, T)
  //   const y = att.matmul(v) // (heads, T, hs)
  //   return y.transpose(0, 1).reshape(T, C).matmul(Wo)
  //   > The heads are right now, but the scores of a head are sums of hs products. Multiply them by hs ** -0.5, as
  //   > before.
  // wrong (a use forgotten):
  //   const [T, C] = x.shape
  //   const hs = C / heads
  //   const [q, k, v] = [Wq, Wk, Wv].map(W => x.matmul(W).view(T, heads, hs).transpose(0, 1))
  //   const scaled = q.matmul(k.transpose(-2, -1))
  //   const future = arange(T).view(T, 1).lt(arange(T)) // (T, T)
  //   const att = scaled.maskedFill(future, -Infinity).softmax(-1) // (heads, T, T)
  //   const y = att.matmul(v) // (heads, T, hs)
  //   return y.transpose(0, 1).reshape(T, C).matmul(Wo)
  //   > The heads are right now, but the scale is gone. Multiply the scores by hs ** -0.5, as before.
  // wrong (a use forgotten):
  //   const [T, C] = x.shape
  //   const hs = C / heads
  //   const [q, k, v] = [Wq, Wk, Wv].map(W => x.matmul(W).view(T, heads, hs).transpose(0, 1))
  //   const scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5) // (heads, T, T)
  //   const future = arange(T).view(T, 1).lt(arange(T)) // (T, T)
  //   const att = scaled.softmax(-1)
  //   const y = att.matmul(v) // (heads, T, hs)
  //   return y.transpose(0, 1).reshape(T, C).matmul(Wo)
  //   > The heads are right now, but without the mask a position looks at later ones.
  // wrong (shape):
  //   const [T, C] = x.shape
  //   const hs = C / heads
  //   const [q, k, v] = [Wq, Wk, Wv].map(W => x.matmul(W).view(T, heads, hs).transpose(0, 1))
  //   const scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5) // (heads, T, T)
  //   const future = arange(T).view(T, 1).gt(arange(T))
  //   const att = scaled.maskedFill(future, -Infinity).softmax(-1) // (heads, T, T)
  //   const y = att.matmul(v) // (heads, T, hs)
  //   return y.transpose(0, 1).reshape(T, C).matmul(Wo)
  //   > The heads are right now, but your mask hides what came before. It must hide what comes later.
  // wrong (reduction):
  //   const [T, C] = x.shape
  //   const hs = C / heads
  //   const [q, k, v] = [Wq, Wk, Wv].map(W => x.matmul(W).view(T, heads, hs).transpose(0, 1))
  //   const scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5) // (heads, T, T)
  //   const future = arange(T).view(T, 1).lt(arange(T)) // (T, T)
  //   const att = scaled.maskedFill(future, -Infinity).softmax(0)
  //   const y = att.matmul(v) // (heads, T, hs)
  //   return y.transpose(0, 1).reshape(T, C).matmul(Wo)
  //   > Your softmax goes over the heads. It goes over the positions that are looked at, the last dimension.
}

// %% The family of the mistake
// hint: Every number that should be there is there, and none of them is changed.
// hint: The shape is right too, and that's why nothing complained. So where are the numbers?
// hint: `npx ninja mistakes` lists the families. One of them is about numbers that are right, and that come in
//       another shape or order.
export function family(): Family {
  // answer
  return 'shape'
  // end answer
  // wrong (reduction): return 'reduction'
  //   > The sums and the softmax go over the right dimension. Look at what's in that dimension.
  // wrong (a use forgotten): return 'a use forgotten'
  //   > Nothing is left out: all queries, keys and values are used. But which of them meet?
  // wrong (wrong operand): return 'wrong operand'
  //   > Each tensor in these lines is the right one.
  // wrong (sign, factor): return 'sign, factor'
  //   > The factor is right: the scores are divided by the square root of hs.
  // wrong (fused formulas): return 'fused formulas'
  //   > No formula is wrong: with one head everything is right.
}

// %% check
import { type Check, tensor } from 'backprop-ninja'
import { familyPair } from './family.ts'

type Learner = Pick<typeof import('./11_two_heads.ts'), 'attention' | 'family'>

/** The same, number by number. */
function plain(x: Tensor, { Wq, Wk, Wv, Wo }: Weights, heads: number): Tensor {
  const [T, C] = x.shape
  const hs = C / heads
  const range = (size: number) => Array.from({ length: size }, (_, i) => i)
  const total = (size: number, term: (i: number) => number) => range(size).reduce((sum, i) => sum + term(i), 0)
  const times = (rows: number[][], W: Tensor) =>
    rows.map(row => range(C).map(j => total(C, i => row[i] * W.at(i, j))))
  const rows = range(T).map(t => range(C).map(c => x.at(t, c)))
  const [q, k, v] = [Wq, Wk, Wv].map(W => times(rows, W))
  const y = range(T).map(t =>
    range(C).map(c => {
      const first = c - (c % hs)
      const powers = range(t + 1).map(s =>
        Math.exp(total(hs, i => q[t][first + i] * k[s][first + i]) / Math.sqrt(hs)),
      )
      return total(t + 1, s => powers[s] * v[s][c]) / total(t + 1, s => powers[s])
    }),
  )
  return tensor(times(y, Wo))
}

export const check: Check<Learner> = (learner, { g }) => {
  const makeWeights = (C: number): Weights => {
    const W = () => g.randn(C, C).mul(C ** -0.5)
    return { Wq: W(), Wk: W(), Wv: W(), Wo: W() }
  }
  const attention = (T: number, C: number, heads: number, learned?: string) => {
    const x = g.randn(T, C)
    const weights = makeWeights(C)
    return {
      name: `${T} positions, ${heads} head${heads === 1 ? '' : 's'}, C = ${C}`,
      blank: 'attention',
      learner: () => learner.attention(x, weights, heads),
      expected: () => plain(x, weights, heads),
      ...(learned === undefined ? {} : { learned }),
    }
  }
  const x = g.randn(4, 6)
  const weights = makeWeights(6)
  /** Which rows of x the result at `position` depends on, with two heads. */
  const heard = (position: number): number[] => {
    const at = (x: Tensor) => Array.from(learner.attention(x, weights, 2).slice(0, position, position + 1).data)
    const before = at(x)
    return [0, 1, 2, 3].filter(row => {
      const nudged = tensor(Array.from(x.data, (value, i) => (Math.floor(i / 6) === row ? value + 1 : value)), [4, 6])
      return at(nudged).some((value, i) => Math.abs(value - before[i]) > 1e-12)
    })
  }
  return [
    attention(5, 6, 1),
    attention(5, 6, 2),
    attention(4, 12, 4),
    {
      name: '2 heads: what position 3 hears',
      blank: 'attention',
      learner: () => heard(3),
      expected: [0, 1, 2, 3],
      learned: 'each of its heads sees all four positions',
    },
    {
      name: '2 heads: what position 0 hears',
      blank: 'attention',
      learner: () => heard(0),
      expected: [0],
    },
    familyPair({
      blank: 'family',
      given: learner.family,
      secret: ['shape', 'order', 'index'],
      learned:
        'shape and order: a view keeps the numbers in line, so the right shape had the wrong ones in it; index: so each head read other numbers than its own columns',
    }),
  ]
}
