// %% [markdown]
// # 02 · Softmax
//
// You go one step further back: from `probs` to `logits`, the raw scores of the network.
//
//     logits -+------------------> sub --> norm_logits -- exp --> counts
//             |                     ^
//             +--> logit_maxes -----+
//
//     counts -+-----------------------------------------> mul --> probs
//             |                                            ^
//             +--> counts_sum -- 1/x --> counts_sum_inv ---+
//
// Three things are new: a column that is used for a whole table, a tensor that is used twice, and a maximum.
//
// ## A column for a whole table
//
// `counts` is (n, vocab) and `counts_sum_inv` is (n, 1). `counts.mul(counts_sum_inv)` repeats the column
// along each row. This is called broadcasting:
//
//     a  b  c           s  s  s           a*s  b*s  c*s
//     d  e  f     *     t  t  t     =     d*t  e*t  f*t
//
// Nudge s, and three elements of the result move. Their effects on the loss add up. So a number that was
// copied along a row in the forward pass gets a sum along that row in the backward pass. And a number that
// went into a sum gets a copy. Going backward, copy and sum trade places. `x.sum(1, { keepdim: true })` sums
// each row and keeps the column shape (n, 1). Without `keepdim` the shape would be (n).
//
// ## Used twice
//
// `counts` and `logits` are each used in two lines. A nudge travels both ways at once, so what comes back
// along the two ways adds up:
//
//     dcounts  =  (what comes back through probs)  +  (what comes back through counts_sum)
//
// If one part is a table and the other a column, `a.add(b)` repeats the column by itself.
//
// ## The maximum
//
// Only the largest element of a row gets into `logit_maxes`. Nudge another one, and nothing happens there.
// `logits.max(1).indices` says in which column the largest is. `oneHot(indices, vocab)` turns each index
// into a row: 1 in that column, 0 elsewhere.
//
// You'll find that `dlogit_maxes` is almost 0, because subtracting the same number from all scores in a row
// doesn't change the probabilities. Write it anyway, and its part in `dlogits` too. The checker also calls
// each of your functions with random numbers instead of the upstream gradients, and then it isn't 0.

// %%
import { arange, oneHot, randomBatch, type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

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
// The title of each cell says where the tensor is used. `dprobs`, from exercise 01, is given. Do you need a
// function that isn't imported, such as `onesLike`? Add its name to the import at the top.

// %% counts_sum_inv feeds probs = counts.mul(counts_sum_inv)
// (n, 1): one number for each row
export function dcounts_sum_inv({ counts, dprobs }: Scope): Tensor {
  return counts.mul(dprobs).sum(1, { keepdim: true })
}

// %% counts_sum feeds counts_sum_inv = counts_sum.pow(-1)
export function dcounts_sum({ counts_sum, dcounts_sum_inv }: Scope): Tensor {
  return counts_sum.pow(-2).neg().mul(dcounts_sum_inv)
}

// %% counts feeds probs = counts.mul(counts_sum_inv) and counts_sum = counts.sum(1, ...)
export function dcounts({ counts_sum_inv, dprobs, dcounts_sum }: Scope): Tensor {
  return counts_sum_inv.mul(dprobs).add(dcounts_sum)
}

// %% norm_logits feeds counts = norm_logits.exp()
export function dnorm_logits({ counts, dcounts }: Scope): Tensor {
  return counts.mul(dcounts)
}

// %% logit_maxes feeds norm_logits = logits.sub(logit_maxes)
// logits (n, vocab), logit_maxes (n, 1)
// TODO ask in the tutorial on Thursday: why is this one almost 0??
export function dlogit_maxes({ dnorm_logits }: Scope): Tensor {
  return TODO() // (n, 1)
}

// %% logits feeds norm_logits = logits.sub(logit_maxes) and logit_maxes = logits.max(1, ...).values
export function dlogits({ logits, vocab, dnorm_logits, dlogit_maxes }: Scope): Tensor {
  return TODO() // (n, vocab)
}
