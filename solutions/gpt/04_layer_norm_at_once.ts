// %% [markdown]
// # 04 · Layer norm at once
//
// In exercise 03 you took seven steps from `ln` back to `x`. Here you need one formula.
//
//     x -+------------------------------> xhat ---------> y
//        |                                ^  ^
//        +-----> mu ----------------------+  |
//        |        |                          |
//        |        v                          |
//        +-----> sigma² ---------------------+
//
//     mu     = (x1 + ... + xC) / C                                      ln_mean
//     sigma² = ((x1 - mu)² + ... + (xC - mu)²) / C                      ln_var
//     xhat_i = (x_i - mu) * (sigma² + eps)^(-1/2)                       ln_hat
//     y_i    = w_i * xhat_i + b_i                                       ln
//     eps    = 1e-5
// tex: \begin{aligned}
//   \mu &= \frac{x_1 + \dots + x_C}{C} &&\name{ln_mean} \\
//   \sigma^2 &= \frac{(x_1 - \mu)^2 + \dots + (x_C - \mu)^2}{C} &&\name{ln_var} \\
//   \hat{x}_i &= (x_i - \mu)\,(\sigma^2 + \varepsilon)^{-1/2} &&\name{ln_hat} \\
//   y_i &= w_i\, \hat{x}_i + b_i &&\name{ln} \\
//   \varepsilon &= 10^{-5}
//   \end{aligned}
//
// x1 ... xC are the numbers of one vector. Three arrows leave each of them, so there are three terms. There
// are also two ways to find them.
//
// ## With a pencil
//
// Do what you did for batchnorm in makemore: put the steps of exercise 03 together, and simplify. Look for
// xhat in what's left, and for means along the vector. One thing differs. In makemore the gain was the same
// number for a whole column, so it could be pulled out of the sums. Is w the same for a whole vector?
//
// ## With a thought
//
// Ask what layer norm doesn't see.
//
// 1. Add the same tiny t to all numbers of one vector. What happens to xhat? So by how much does the loss
//    change? By the meaning of a gradient, it changes by t * (dx_1 + ... + dx_C). What must that sum be?
// 2. Now add t * xhat_i to each x_i. That moves all numbers away from their mean by the same factor. What
//    happens to xhat, if you forget the 1e-5? What must dx_1 * xhat_1 + ... + dx_C * xhat_C be?
//
// If `ln_mean` and `ln_rstd` were fixed numbers, dx would be `ln_rstd` times what comes back to xhat. Does
// that have both properties? Two corrections give them to it, one for each question.

// %%
import type { ScopeOf, Source, Tensor } from 'backprop-ninja'

// %% The vectors, the weights and the biases
export const sizes = {
  usual: { B: 3, T: 5, C: 8 },
  small: { B: 2, T: 4, C: 3 },
  other: { B: 5, T: 3, C: 4 },
}

export function inputs({ B, T, C }: typeof sizes.usual, { g }: Source) {
  const x = g.randn(B, T, C).mul(0.6)                             // (B, T, C)
  const lnw = g.randn(C).mul(0.1).add(1)                          // (C)
  const lnb = g.randn(C).mul(0.1)                                 // (C)
  const rest = g.randn(B, T, C)                                   // (B, T, C)
  return { B, T, C, x, lnw, lnb, rest }
}

// %% The forward pass, with layer norm in its short form
export function forward({ x, lnw, lnb, rest }: ReturnType<typeof inputs>) {
  const ln_mean = x.mean(-1, { keepdim: true })                   // (B, T, 1)
  const ln_var = x.var(-1, { keepdim: true, unbiased: false })    // (B, T, 1)
  const ln_rstd = ln_var.add(1e-5).pow(-0.5)                      // (B, T, 1)
  const ln_hat = x.sub(ln_mean).mul(ln_rstd)                      // (B, T, C)
  const ln = ln_hat.mul(lnw).add(lnb)                             // (B, T, C)
  const loss = ln.mul(rest).sum()                                 // a single number
  return { ln_mean, ln_var, ln_rstd, ln_hat, ln, loss }
}
export type Scope = ScopeOf<typeof inputs, typeof forward>

// %% The same layer norm, the long way
export function longForm({ x, lnw, lnb }: Scope) {
  const ln_mean = x.mean(-1, { keepdim: true })                   // (B, T, 1)
  const ln_diff = x.sub(ln_mean)                                  // (B, T, C)
  const ln_sq = ln_diff.pow(2)                                    // (B, T, C)
  const ln_var = ln_sq.mean(-1, { keepdim: true })                // (B, T, 1)
  const ln_rstd = ln_var.add(1e-5).pow(-0.5)                      // (B, T, 1)
  const ln_hat = ln_diff.mul(ln_rstd)                             // (B, T, C)
  const ln = ln_hat.mul(lnw).add(lnb)                             // (B, T, C)
  return { ln }
}

// %% [markdown]
// ## Going backwards
//
// `dln` is given. The check may say `approximate`, and that's right. You may write several lines, such as
// `const a = ...`, before the `return`.
//
// python:
// `dln` is given. The check may say `approximate`, and that's right. You may write several lines.

// %% x feeds ln_mean, ln_var and ln_hat
// hint: The sum of dx along each vector is 0, and so is the sum of dx * xhat (but for the 1e-5). What comes
//       back to xhat, a table of lnw times dln, has neither property. Call it dxhat.
// hint: To make a vector sum to 0, subtract its mean from each of its numbers. To make dxhat * xhat sum to 0,
//       subtract xhat times a number, the same for the whole vector. Which one? Use that xhat itself sums to
//       0 and that the mean of its squares is 1.
// hint: `ln_rstd.mul(bracket)`. The bracket is dxhat, minus the mean of dxhat along the vector, minus ln_hat
//       times a mean of products along the vector. Which products? Both means keep their dimension.
export function dx({ lnw, ln_rstd, ln_hat, dln }: Scope): Tensor {
  // answer (B, T, C)
  const dxhat = lnw.mul(dln)
  const byMean = dxhat.mean(-1, { keepdim: true })
  const byVariance = ln_hat.mul(dxhat.mul(ln_hat).mean(-1, { keepdim: true }))
  return ln_rstd.mul(dxhat.sub(byMean).sub(byVariance))
  // end answer
  // wrong (fused formulas): return lnw.mul(ln_rstd).mul(dln)
  // wrong (fused formulas): const g = lnw.mul(dln)
  //   return ln_rstd.mul(g.sub(g.mean(-1, { keepdim: true })))
  // wrong (fused formulas): const g = lnw.mul(dln)
  //   return ln_rstd.mul(g.sub(ln_hat.mul(g.mul(ln_hat).mean(-1, { keepdim: true }))))
  // wrong (fused formulas): const g = lnw.mul(dln)
  //   const byMean = g.mean(-1, { keepdim: true })
  //   const byVariance = ln_hat.mul(dln.mul(ln_hat).mean(-1, { keepdim: true }))
  //   return ln_rstd.mul(g.sub(byMean).sub(byVariance))
  // wrong (fused formulas): const g = lnw.mul(dln)
  //   const byMean = g.mean(-1, { keepdim: true })
  //   const byVariance = ln_hat.mul(g.mul(ln_hat).sum(-1, { keepdim: true })).div(C - 1)
  //   return ln_rstd.mul(g.sub(byMean).sub(byVariance))
  // wrong (fused formulas): const g = lnw.mul(dln)
  //   const byMean = g.mean(0, { keepdim: true })
  //   const byVariance = ln_hat.mul(g.mul(ln_hat).mean(0, { keepdim: true }))
  //   return ln_rstd.mul(g.sub(byMean).sub(byVariance))
  // wrong (fused formulas): const g = lnw.mul(dln)
  //   const byMean = g.mean(-1, { keepdim: true })
  //   const byVariance = ln_hat.mul(g.mul(lnw).mul(ln_hat).mean(-1, { keepdim: true }))
  //   return ln_rstd.mul(g.sub(byMean).sub(byVariance))
  // wrong (fused formulas): const byMean = dln.mean(-1, { keepdim: true })
  //   const byVariance = ln_hat.mul(dln.mul(ln_hat).mean(-1, { keepdim: true }))
  //   return lnw.mul(ln_rstd).mul(dln.sub(byMean).sub(byVariance))
}

// %% [markdown]
// ## See it confirmed
//
// Have your function print the two sums. Give your result a name, such as `const d = ...`, and add two lines
// before the `return`. The check shows what your code prints:
//
// python:
// Have the two sums printed:
//
//     console.log(d.sum(-1))
//     console.log(d.mul(ln_hat).sum(-1))
//
// python:
//     print(dx.sum(-1))
//     print((dx * ln_hat).sum(-1))
//
// The first is 0 up to rounding. The second is small, and what's left of it is the work of the 1e-5. In the
// language of vectors: what layer norm sends back is at right angles to xhat, and to a vector whose numbers
// are all equal. So a step of training never pushes x in a direction that layer norm doesn't see.
