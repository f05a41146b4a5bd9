// %% [markdown]
// # 06 · The embedding
//
// The first layer is linear, as in exercise 03. Before it come two new steps. In one, numbers are only
// rearranged. In the other, rows are picked from a table, some of them many times.
//
//     C -- pick rows --> emb -- side by side --> embcat -- @ W1, + b1 --> hprebn
//
//     C (vocab, n_embd)    emb (n, block, n_embd)    embcat (n, block * n_embd)    hprebn (n, n_hidden)
//
// `embcat = emb.view(n, -1)` joins the `block` vectors of an example into one. No number changes, so none
// changes in the backward pass either: the gradient only has to go back to the old shape. `x.view(shape)` takes a
// list of sizes, such as the `shape` of a tensor.
//
// `emb = C.index(Xb)` is Python's `C[Xb]`. `Xb` holds the index of each character in each example. Each
// index stands for a row of C:
//
//     Xb                            emb
//     0   0   5                     C[0]   C[0]   C[5]
//     0   5  13                     C[0]   C[5]   C[13]
//
// C[0] is used three times here, so it receives three gradients, which add up. A row that is never used
// receives nothing.
//
// | Python | TypeScript |
// |---|---|
// | `x[ix] = v` | `x.indexPut(ix, v)`: if a row is named twice, the last value wins |
// | `x[ix] += v`, row by row | `x.indexAdd(ix, v)`: if a row is named twice, both are added |
//
// You'll see that `db1` is almost zero, and that's no mistake. Whatever `b1` adds to a column, batchnorm
// subtracts again with the mean. This network doesn't need `b1` at all.

// %%
import { arange, randomBatch, type ScopeOf, type Source, type Tensor, TODO, zerosLike } from 'backprop-ninja'

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
// `dhprebn` is given.

// %% embcat feeds hprebn = embcat.matmul(W1).add(b1)
export function dembcat({ embcat, W1, b1, hprebn, dhprebn }: Scope): Tensor {
  return TODO() // (n, block * n_embd)
}

// %% W1 feeds hprebn = embcat.matmul(W1).add(b1)
export function dW1({ embcat, W1, b1, hprebn, dhprebn }: Scope): Tensor {
  return TODO() // (block * n_embd, n_hidden)
}

// %% b1 feeds hprebn = embcat.matmul(W1).add(b1)
export function db1({ embcat, W1, b1, hprebn, dhprebn }: Scope): Tensor {
  return TODO() // (n_hidden)
}

// %% emb feeds embcat = emb.view(n, -1)
export function demb({ n, emb, embcat, dembcat }: Scope): Tensor {
  return TODO() // (n, block, n_embd)
}

// %% C feeds emb = C.index(Xb)
export function dC({ C, Xb, emb, demb }: Scope): Tensor {
  return TODO() // (vocab, n_embd)
}
