// %% [markdown]
// # 07 · The whole network
//
// You need all 26 gradients, from the loss to the embedding table. This is the test: there are no pictures.
//
// The braces hold the names from those lines of the forward pass that use the tensor, and the gradients of
// what these lines make. You needn't use all of them. Each line is also judged on its own, so you can work
// in any order.
//
// You've written all of these lines before. Write them again from memory, and you'll see which ones you
// really know. If you'd rather not type them again, `npx ninja take 07` fills in those that you passed.

// %%
import {
  arange, oneHot, randomBatch, type ScopeOf, type Source, tensor, type Tensor, TODO, zerosLike,
} from 'backprop-ninja'

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

// %% dlogprobs
export function dlogprobs({ logprobs, n, Yb }: Scope): Tensor {
  return TODO() // (n, vocab)
}

// %% dprobs
export function dprobs({ probs, logprobs, dlogprobs }: Scope): Tensor {
  return TODO() // (n, vocab)
}

// %% dcounts_sum_inv
export function dcounts_sum_inv({ counts, counts_sum_inv, probs, dprobs }: Scope): Tensor {
  return TODO() // (n, 1)
}

// %% dcounts_sum
export function dcounts_sum({ counts_sum, counts_sum_inv, dcounts_sum_inv }: Scope): Tensor {
  return TODO() // (n, 1)
}

// %% dcounts
export function dcounts({ counts, counts_sum, counts_sum_inv, probs, dcounts_sum, dprobs }: Scope): Tensor {
  return TODO() // (n, vocab)
}

// %% dnorm_logits
export function dnorm_logits({ norm_logits, counts, dcounts }: Scope): Tensor {
  return TODO() // (n, vocab)
}

// %% dlogit_maxes
export function dlogit_maxes({ logits, logit_maxes, norm_logits, dnorm_logits }: Scope): Tensor {
  return TODO() // (n, 1)
}

// %% dlogits
export function dlogits({
  logits, vocab, logit_maxes, norm_logits, dlogit_maxes, dnorm_logits,
}: Scope): Tensor {
  return TODO() // (n, vocab)
}

// %% dh
export function dh({ h, W2, b2, logits, dlogits }: Scope): Tensor {
  return TODO() // (n, n_hidden)
}

// %% dW2
export function dW2({ h, W2, b2, logits, dlogits }: Scope): Tensor {
  return TODO() // (n_hidden, vocab)
}

// %% db2
export function db2({ h, W2, b2, logits, dlogits }: Scope): Tensor {
  return TODO() // (vocab)
}

// %% dhpreact
export function dhpreact({ hpreact, h, dh }: Scope): Tensor {
  return TODO() // (n, n_hidden)
}

// %% dbngain
export function dbngain({ bngain, bnraw, bnbias, hpreact, dhpreact }: Scope): Tensor {
  return TODO() // (1, n_hidden)
}

// %% dbnbias
export function dbnbias({ bngain, bnraw, bnbias, hpreact, dhpreact }: Scope): Tensor {
  return TODO() // (1, n_hidden)
}

// %% dbnraw
export function dbnraw({ bngain, bnraw, bnbias, hpreact, dhpreact }: Scope): Tensor {
  return TODO() // (n, n_hidden)
}

// %% dbnvar_inv
export function dbnvar_inv({ bndiff, bnvar_inv, bnraw, dbnraw }: Scope): Tensor {
  return TODO() // (1, n_hidden)
}

// %% dbnvar
export function dbnvar({ bnvar, bnvar_inv, dbnvar_inv }: Scope): Tensor {
  return TODO() // (1, n_hidden)
}

// %% dbndiff2
export function dbndiff2({ n, bndiff2, bnvar, dbnvar }: Scope): Tensor {
  return TODO() // (n, n_hidden)
}

// %% dbndiff
export function dbndiff({ bndiff, bnvar_inv, bnraw, bndiff2, dbnraw, dbndiff2 }: Scope): Tensor {
  return TODO() // (n, n_hidden)
}

// %% dbnmeani
export function dbnmeani({ hprebn, bnmeani, bndiff, dbndiff }: Scope): Tensor {
  return TODO() // (1, n_hidden)
}

// %% dhprebn
export function dhprebn({ n, hprebn, bnmeani, bndiff, dbnmeani, dbndiff }: Scope): Tensor {
  return TODO() // (n, n_hidden)
}

// %% dembcat
export function dembcat({ embcat, W1, b1, hprebn, dhprebn }: Scope): Tensor {
  return TODO() // (n, block * n_embd)
}

// %% dW1
export function dW1({ embcat, W1, b1, hprebn, dhprebn }: Scope): Tensor {
  return TODO() // (block * n_embd, n_hidden)
}

// %% db1
export function db1({ embcat, W1, b1, hprebn, dhprebn }: Scope): Tensor {
  return TODO() // (n_hidden)
}

// %% demb
export function demb({ n, emb, embcat, dembcat }: Scope): Tensor {
  return TODO() // (n, block, n_embd)
}

// %% dC
export function dC({ C, Xb, emb, demb }: Scope): Tensor {
  return TODO() // (vocab, n_embd)
}
