// %% [markdown]
// # 03 · A linear layer
//
// This exercise is about matrix multiplication. `h.matmul(W2)` is Python's `h @ W2`.
//
//        h (n, n_hidden)   @   W2 (n_hidden, vocab)   +   b2 (vocab)   =   logits (n, vocab)
//
// Here is one element of the result, in full:
//
//     logits[i][j]  =  h[i][0] * W2[0][j]  +  h[i][1] * W2[1][j]  +  ...  +  b2[j]
//
// Take one element of `h`, say h[i][1]. Which elements of `logits` does it go into, and what does it meet
// there? It goes into all of row i, and in column j it meets W2[1][j]. So its gradient is a sum of products,
// over j. That's exactly what a matrix multiplication computes. Find the one that does it for all elements
// at once. Then do the same for one element of `W2` and one of `b2`.
//
// Two things help:
//
// - A gradient has the shape of its tensor. Write the shapes side by side: in `a.matmul(b)`, the last size
//   of a must be the first size of b. That leaves only a few ways to combine two given matrices.
// - `W2.T` is W2 transposed: rows become columns. You write it without parentheses.
//
// Not sure? Work it out on paper with two matrices of 2 rows and 2 columns, using only letters.

// %%
import { arange, randomBatch, type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

// %% The parameters, and a batch of real names
/** The lecture's network, and two small ones. All their dimensions differ, so that no mistake can hide. */
export const sizes = {
  lecture: { n: 32, block: 3, n_embd: 10, n_hidden: 64 },
  small: { n: 5, block: 3, n_embd: 2, n_hidden: 7 },
  other: { n: 8, block: 4, n_embd: 3, n_hidden: 6 },
}

export function inputs({ n, block, n_embd, n_hidden }: typeof sizes.lecture, { g, names }: Source) {
  const vocab = names.vocabulary.length
  const { Xb, Yb } = randomBatch(names, g, n, block)                             // (n, block), (n)
  const C = g.randn(vocab, n_embd)                                               // (vocab, n_embd)
  const W1 = g.randn(block * n_embd, n_hidden).mul(5 / 3 / (block * n_embd) ** 0.5) // (block * n_embd, n_hidden)
  const b1 = g.randn(n_hidden).mul(0.1)                                          // (n_hidden)
  const bngain = g.randn(1, n_hidden).mul(0.1).add(1)                            // (1, n_hidden)
  const bnbias = g.randn(1, n_hidden).mul(0.1)                                   // (1, n_hidden)
  const W2 = g.randn(n_hidden, vocab).mul(0.1)                                   // (n_hidden, vocab)
  const b2 = g.randn(vocab).mul(0.1)                                             // (vocab)
  return { n, vocab, Xb, Yb, C, W1, b1, bngain, bnbias, W2, b2 }
}

// %% The forward pass, in steps small enough to go backwards one at a time
export function forward({ n, Xb, Yb, C, W1, b1, bngain, bnbias, W2, b2 }: ReturnType<typeof inputs>) {
  // the embedding
  const emb = C.index(Xb)                                          // (n, block, n_embd)
  const embcat = emb.view(n, -1)                                   // (n, block * n_embd)
  // the first linear layer
  const hprebn = embcat.matmul(W1).add(b1)                         // (n, n_hidden)
  // batchnorm
  const bnmeani = hprebn.sum(0, { keepdim: true }).mul(1 / n)      // (1, n_hidden)
  const bndiff = hprebn.sub(bnmeani)                               // (n, n_hidden)
  const bndiff2 = bndiff.pow(2)                                    // (n, n_hidden)
  const bnvar = bndiff2.sum(0, { keepdim: true }).mul(1 / (n - 1)) // (1, n_hidden)
  const bnvar_inv = bnvar.add(1e-5).pow(-0.5)                      // (1, n_hidden)
  const bnraw = bndiff.mul(bnvar_inv)                              // (n, n_hidden)
  const hpreact = bngain.mul(bnraw).add(bnbias)                    // (n, n_hidden)
  // the non-linearity
  const h = hpreact.tanh()                                         // (n, n_hidden)
  // the second linear layer
  const logits = h.matmul(W2).add(b2)                              // (n, vocab)
  // cross-entropy
  const logit_maxes = logits.max(1, { keepdim: true }).values      // (n, 1)
  const norm_logits = logits.sub(logit_maxes)                      // (n, vocab)
  const counts = norm_logits.exp()                                 // (n, vocab)
  const counts_sum = counts.sum(1, { keepdim: true })              // (n, 1)
  const counts_sum_inv = counts_sum.pow(-1)                        // (n, 1)
  const probs = counts.mul(counts_sum_inv)                         // (n, vocab)
  const logprobs = probs.log()                                     // (n, vocab)
  const loss = logprobs.index(arange(n), Yb).mean().neg()          // a single number
  return {
    emb, embcat, hprebn, bnmeani, bndiff, bndiff2, bnvar, bnvar_inv, bnraw, hpreact, h,
    logits, logit_maxes, norm_logits, counts, counts_sum, counts_sum_inv, probs, logprobs, loss,
  }
}
export type Scope = ScopeOf<typeof inputs, typeof forward>

// %% [markdown]
// ## Going backwards
//
// `dlogits` is given. All three tensors are used in the same line.

// %% h feeds logits = h.matmul(W2).add(b2)
export function dh({ h, W2, b2, logits, dlogits }: Scope): Tensor {
  return TODO() // (n, n_hidden)
}

// %% W2 feeds logits = h.matmul(W2).add(b2)
export function dW2({ h, W2, b2, logits, dlogits }: Scope): Tensor {
  return TODO() // (n_hidden, vocab)
}

// %% b2 feeds logits = h.matmul(W2).add(b2)
// b2 has the shape (vocab): one dimension, no row or column of size 1
export function db2({ h, W2, b2, logits, dlogits }: Scope): Tensor {
  return TODO() // (vocab)
}
