// %% [markdown]
// # 09 · Batchnorm at once
//
// In exercise 05 you went from `hpreact` back to `hprebn` in seven steps. Here you need one formula. Do the
// steps on paper, put them together, and simplify. Take one column: x1 ... xn are its numbers in `hprebn`,
// and y1 ... yn are its numbers in `hpreact`.
//
//     x -+------------------------------> xhat ---------> y
//        |                                ^  ^
//        +-----> mu ----------------------+  |
//        |        |                          |
//        |        v                          |
//        +-----> sigma² ---------------------+
//
//     mu     = (x1 + ... + xn) / n                                      bnmean
//     sigma² = ((x1 - mu)² + ... + (xn - mu)²) / (n - 1)                bnvar
//     xhat_i = (x_i - mu) * (sigma² + eps)^(-1/2)                       bnraw
//     y_i    = gain * xhat_i + bias                                     hpreact
//     eps    = 1e-5
// tex: \begin{aligned}
//   \mu &= \frac{x_1 + \dots + x_n}{n} &&\name{bnmean} \\
//   \sigma^2 &= \frac{(x_1 - \mu)^2 + \dots + (x_n - \mu)^2}{n - 1} &&\name{bnvar} \\
//   \hat{x}_i &= (x_i - \mu)\,(\sigma^2 + \varepsilon)^{-1/2} &&\name{bnraw} \\
//   y_i &= \name{gain} \cdot \hat{x}_i + \name{bias} &&\name{hpreact} \\
//   \varepsilon &= 10^{-5}
//   \end{aligned}
//
// There are four steps, from right to left. In each, follow the arrows that leave the node, and add.
//
// 1. **dxhat_i**: one arrow leaves it, to y_i.
// 2. **dsigma²**: sigma² goes into each of the n values of xhat, so it is a sum over them.
// 3. **dmu**: mu goes into each of the n values of xhat, and into sigma². Work out the slope of
//    sigma² with respect to mu: it may surprise you.
// 4. **dx_i**: three arrows leave it. Add what comes back through xhat_i, through mu and through sigma².
//    Substitute the results of 1 to 3, pull the common factors out to the front, and look for xhat in what's
//    left.
//
// The index i of dx_i is not the index of the sums from steps 2 and 3. Call that one j.
//
// Most books divide by n in the variance. We divide by n - 1, so one factor of the result differs from theirs.

// %%
import { arange, type ScopeOf, type Tensor } from 'backprop-ninja'

// %% include inputs.ts
export * from './inputs.ts'
import type { inputs } from './inputs.ts'

// %% The forward pass, with batchnorm in its short form
export function forward({ n, Xb, Yb, C, W1, b1, bngain, bnbias, W2, b2 }: ReturnType<typeof inputs>) {
  // the embedding
  const emb = C.index(Xb)                                          // (n, block, n_embd)
  const embcat = emb.view(n, -1)                                   // (n, block * n_embd)
  // the first linear layer
  const hprebn = embcat.matmul(W1).add(b1)                         // (n, n_hidden)
  // batchnorm
  const bnmean = hprebn.mean(0, { keepdim: true })                 // (1, n_hidden)
  const bnvar = hprebn.var(0, { keepdim: true, unbiased: true })   // (1, n_hidden)
  const bnvar_inv = bnvar.add(1e-5).pow(-0.5)                      // (1, n_hidden)
  const bnraw = hprebn.sub(bnmean).mul(bnvar_inv)                  // (n, n_hidden)
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
    emb, embcat, hprebn, bnmean, bnvar, bnvar_inv, bnraw, hpreact, h,
    logits, logit_maxes, norm_logits, counts, counts_sum, counts_sum_inv, probs, logprobs, loss,
  }
}
export type Scope = ScopeOf<typeof inputs, typeof forward>

// %% The same batchnorm, the long way
export function longForm({ hprebn, n, bngain, bnbias }: Scope) {
  const bnmeani = hprebn.sum(0, { keepdim: true }).mul(1 / n)      // (1, n_hidden)
  const bndiff = hprebn.sub(bnmeani)                               // (n, n_hidden)
  const bndiff2 = bndiff.pow(2)                                    // (n, n_hidden)
  const bnvar = bndiff2.sum(0, { keepdim: true }).mul(1 / (n - 1)) // (1, n_hidden)
  const bnvar_inv = bnvar.add(1e-5).pow(-0.5)                      // (1, n_hidden)
  const bnraw = bndiff.mul(bnvar_inv)                              // (n, n_hidden)
  const hpreact = bngain.mul(bnraw).add(bnbias)                    // (n, n_hidden)
  return { hpreact }
}

// %% [markdown]
// ## Going backwards
//
// `dhpreact` is given. The sums over j are sums down the columns, `x.sum(0)`, and you compute all columns at
// once. As in exercise 08, the check may say `approximate`, and that's right. You may write
// several lines, such as `const a = ...`, before the `return`.
//
// python:
// `dhpreact` is given. The sums over j are sums down the columns, `x.sum(0)`, and you compute all columns at
// once. As in exercise 08, the check may say `approximate`, and that's right. You may write several lines.

// %% hprebn feeds bnmean, bnvar and bnraw
// hint: The differences from a mean sum to 0, so the slope of sigma² with respect to mu is 0: that arrow
//       sends nothing back. So dx_i is made of the example's own dy_i and two sums down the column: one from
//       dmu, one from dsigma².
// hint: dmu is minus the sum of dxhat_j, times (sigma² + eps)^(-1/2), and x_i counts 1/n in mu. dsigma² is
//       the sum of dxhat_j * (x_j - mu), times -1/2 * (sigma² + eps)^(-3/2), and x_i counts
//       2 * (x_i - mu) / (n - 1) in sigma². Each (x - mu) together with one (sigma² + eps)^(-1/2) is an
//       xhat. Pull gain, the last (sigma² + eps)^(-1/2) and 1/n out to the front.
// hint: `bngain.mul(bnvar_inv).div(n).mul(bracket)`. The bracket is `dhpreact.mul(n)`, minus the sum of
//       dhpreact, minus bnraw times a sum of products times n / (n - 1). Which products does that last sum
//       add up?
export function dhprebn({ n, bngain, bnvar_inv, bnraw, dhpreact }: Scope): Tensor {
  // answer (n, n_hidden)
  const byMean = dhpreact.sum(0)
  const byVariance = bnraw.mul(dhpreact.mul(bnraw).sum(0)).mul(n / (n - 1))
  return bngain.mul(bnvar_inv).div(n).mul(dhpreact.mul(n).sub(byMean).sub(byVariance))
  // end answer
}
