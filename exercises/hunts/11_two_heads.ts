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
import { arange, type Family, type Tensor, TODO } from 'backprop-ninja'

// %% Four matrices, (C, C) each
export interface Weights {
  readonly Wq: Tensor
  readonly Wk: Tensor
  readonly Wv: Tensor
  readonly Wo: Tensor
}

// %% Attention with several heads: x and the result are (T, C)
export function attention(x: Tensor, { Wq, Wk, Wv, Wo }: Weights, heads: number): Tensor {
  const [T, C] = x.shape
  const hs = C / heads
  const [q, k, v] = [Wq, Wk, Wv].map(W => x.matmul(W).view(heads, T, hs))
  const scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5) // (heads, T, T)
  const future = arange(T).view(T, 1).lt(arange(T)) // (T, T)
  const att = scaled.maskedFill(future, -Infinity).softmax(-1) // (heads, T, T)
  const y = att.matmul(v) // (heads, T, hs)
  return y.reshape(T, C).matmul(Wo)
}

// %% The family of the mistake
export function family(): Family {
  return TODO()
}
