// %% [markdown]
// # 08 · Cross-entropy at once
//
// In exercises 01 and 02 you went from the loss to `logits` in eight steps. Here you do it in one. Work out
// on paper how the loss depends on `logits`, simplify, and write the result as one formula. It is shorter
// and faster, and libraries do it this way.
//
// Take one example, with the scores l1, l2, ... of all characters. Let y be the right character:
//
//     p_y   =  exp(l_y) / (exp(l1) + exp(l2) + ...)          its probability
//     loss  =  -log(p_y)
// tex: \begin{aligned}
//   p_y &= \frac{e^{l_y}}{e^{l_1} + e^{l_2} + \dots} &&\text{its probability} \\
//   \name{loss} &= -\log p_y
//   \end{aligned}
//
// 1. Write -log of the fraction as two terms. One has l_y alone; the other has all the scores.
// 2. Differentiate with respect to one score l_i. There are two cases: i is the right character, or it is
//    another one.
// 3. What the second term gives had a name in exercise 02.
// 4. The loss of the batch is the mean over its n examples.
//
// ## How to think of the result
//
// Each element of `dlogits` pulls at one score: a positive one pulls it down, a negative one pulls it up.
// Here is one row of four characters, where u is the right one:
//
//                        a       e       u       y
//     probability       0.10    0.60    0.05    0.25
//     the score goes    down    down     UP     down
//
// The one pull up is as strong as all pulls down together, so each row of `dlogits` sums to 0. How strong is
// each pull? And what is left of them when the network is right and certain, with 1 at u?

// %%
import { arange, crossEntropy, oneHot, type ScopeOf, softmax, type Tensor } from 'backprop-ninja'

// %% include inputs.ts
export * from './inputs.ts'
import type { inputs } from './inputs.ts'

// %% The forward pass, with the loss in one line
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
  const loss = crossEntropy(logits, Yb)                            // a single number
  return {
    emb, embcat, hprebn, bnmeani, bndiff, bndiff2, bnvar, bnvar_inv, bnraw, hpreact, h, logits, loss,
  }
}
export type Scope = ScopeOf<typeof inputs, typeof forward>

// %% The same loss, the long way
export function longForm({ logits, n, Yb }: Scope) {
  const logit_maxes = logits.max(1, { keepdim: true }).values      // (n, 1)
  const norm_logits = logits.sub(logit_maxes)                      // (n, vocab)
  const counts = norm_logits.exp()                                 // (n, vocab)
  const counts_sum = counts.sum(1, { keepdim: true })              // (n, 1)
  const counts_sum_inv = counts_sum.pow(-1)                        // (n, 1)
  const probs = counts.mul(counts_sum_inv)                         // (n, vocab)
  const logprobs = probs.log()                                     // (n, vocab)
  const loss = logprobs.index(arange(n), Yb).mean().neg()          // a single number
  return { loss }
}

// %% [markdown]
// ## Going backwards
//
// You can't use the names of the long way here. `softmax(x, 1)` turns each row of x into probabilities.
// `oneHot(indices, vocab)` turns each index into a row: 1 in that column, 0 elsewhere.
//
// python:
// `F.softmax(x, 1)` turns each row of x into probabilities. `F.one_hot(indices, num_classes=vocab)` turns each
// index into a row: 1 in that column, 0 elsewhere.
//
// Expect `approximate`, not `exact`. The same arithmetic in another order differs in the last bit, and it's
// still right.

// %% logits feeds loss = crossEntropy(logits, Yb)
// hint: The log of a fraction is a difference. One of its two terms has only the right character's score.
//       The other term, the log of a sum, has all scores in it. So every score feels the second term, and
//       only one feels the first.
// hint: The loss is -l_y + log(exp(l1) + exp(l2) + ...). The second term gives exp(l_i) / (the sum of all),
//       the probability of character i. The first term gives -1, but only for the right character. And each
//       example counts 1/n in the mean.
// hint: `softmax(logits, 1)`, then subtract 1 in each row, in the right character's column. Then divide. By
//       what?
export function dlogits({ logits, vocab, Yb, n }: Scope): Tensor {
  // answer (n, vocab)
  return softmax(logits, 1).sub(oneHot(Yb, vocab)).div(n)
  // end answer
}
