import { arange, type ScopeOf } from 'backprop-ninja'
import type { inputs } from './inputs.ts'

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
