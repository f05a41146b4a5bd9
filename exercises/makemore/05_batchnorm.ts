// %% [markdown]
// # 05 · Batchnorm
//
// There are no new rules here: products, powers, copies and sums. But there are many of them, and now you
// sum over the rows. Batchnorm gives each column of `hprebn` the mean 0 and the variance 1, over the n
// examples. Then it applies a gain and a bias for each column.
//
//     hprebn -+---------------------> sub --> bndiff
//             |                        ^
//             +-- mean --> bnmeani ----+
//
//     bndiff -+---------------------------------------------------------------> mul --> bnraw
//             |                                                                  ^
//             +-- square --> bndiff2 -- mean, nearly --> bnvar --> bnvar_inv ----+
//
//     bnraw --- times bngain, plus bnbias --> hpreact
//
// `bngain`, `bnbias`, `bnmeani`, `bnvar` and `bnvar_inv` are single rows, (1, n_hidden). The others are
// tables, (n, n_hidden). Ask three questions about each line:
//
// 1. Where is the tensor used? Two of them are used twice.
// 2. Was it copied? If a row is used for a whole table, it is copied down the columns. In the backward pass,
//    sum over dimension 0, with `{ keepdim: true }`.
// 3. Was it summed? Then each of its elements receives the same number. The gradient still needs the full
//    shape: `x.expandAs(y)` repeats x until it has the shape of y.
//
// The mean is a sum times `1 / n` here, and the variance a sum times `1 / (n - 1)`. Watch these factors.

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
// `dhpreact` is given.

// %% bngain feeds hpreact = bngain.mul(bnraw).add(bnbias)
// bngain (1, n_hidden), bnraw (n, n_hidden)
export function dbngain({ bngain, bnraw, bnbias, hpreact, dhpreact }: Scope): Tensor {
  return TODO() // (1, n_hidden)
}

// %% bnbias feeds hpreact = bngain.mul(bnraw).add(bnbias)
export function dbnbias({ bngain, bnraw, bnbias, hpreact, dhpreact }: Scope): Tensor {
  return TODO() // (1, n_hidden)
}

// %% bnraw feeds hpreact = bngain.mul(bnraw).add(bnbias)
export function dbnraw({ bngain, bnraw, bnbias, hpreact, dhpreact }: Scope): Tensor {
  return TODO() // (n, n_hidden)
}

// %% bnvar_inv feeds bnraw = bndiff.mul(bnvar_inv)
// bndiff (n, n_hidden), bnvar_inv (1, n_hidden)
export function dbnvar_inv({ bndiff, bnvar_inv, bnraw, dbnraw }: Scope): Tensor {
  return TODO() // (1, n_hidden)
}

// %% bnvar feeds bnvar_inv = bnvar.add(1e-5).pow(-0.5)
export function dbnvar({ bnvar, bnvar_inv, dbnvar_inv }: Scope): Tensor {
  return TODO() // (1, n_hidden)
}

// %% bndiff2 feeds bnvar = bndiff2.sum(0, ...).mul(1 / (n - 1))
// bndiff2 (n, n_hidden), bnvar (1, n_hidden)
export function dbndiff2({ n, bndiff2, bnvar, dbnvar }: Scope): Tensor {
  return TODO() // (n, n_hidden)
}

// %% bndiff feeds bnraw = bndiff.mul(bnvar_inv) and bndiff2 = bndiff.pow(2)
export function dbndiff({ bndiff, bnvar_inv, bnraw, bndiff2, dbnraw, dbndiff2 }: Scope): Tensor {
  return TODO() // (n, n_hidden)
}

// %% bnmeani feeds bndiff = hprebn.sub(bnmeani)
// hprebn (n, n_hidden), bnmeani (1, n_hidden)
export function dbnmeani({ hprebn, bnmeani, bndiff, dbndiff }: Scope): Tensor {
  return TODO() // (1, n_hidden)
}

// %% hprebn feeds bndiff = hprebn.sub(bnmeani) and bnmeani = hprebn.sum(0, ...).mul(1 / n)
export function dhprebn({ n, hprebn, bnmeani, bndiff, dbnmeani, dbndiff }: Scope): Tensor {
  return TODO() // (n, n_hidden)
}
