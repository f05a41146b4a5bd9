// %% [markdown]
// # 03 · Layer norm
//
// GPT-2 brings each vector to the mean 0 and the variance 1. Then each of the C columns gets a weight and a
// bias. It's batchnorm in the other direction: batchnorm works down a column, over the examples of a batch, and
// layer norm works along a row, over the C numbers of one vector. `ln_rstd` is the reciprocal of the standard
// deviation: 1 divided by it.
//
//     x -+---------------------> sub --> ln_diff
//        |                        ^
//        +-- mean --> ln_mean ----+
//
//     ln_diff -+-----------------------------------------------------> mul --> ln_hat
//              |                                                        ^
//              +-- square --> ln_sq -- mean --> ln_var --> ln_rstd -----+
//
//     ln_hat --- times lnw, plus lnb --> ln
//
//     (B, T, C)   x, ln_diff, ln_sq, ln_hat, ln
//     (B, T, 1)   ln_mean, ln_var, ln_rstd         one number for each letter
//     (C)         lnw, lnb                         one number for each column
//
// Two things differ from batchnorm in makemore. The variance is a plain mean of squares, so it's divided by
// C and not by C - 1. And `lnw` and `lnb` are copied along two dimensions, B and T.
//
// `x` and `ln_diff` are each used twice. For every line, ask the three questions again:
//
// 1. Where is the tensor used? Add what comes back from each use.
// 2. Was it copied? Sum over the copies.
// 3. Was it summed, or was its mean taken? Then each of its elements receives the same number.
//
// ## Why the loss isn't just a sum
//
// The rest of the network is random numbers again. What if the loss were simply the sum of all of `ln`? Each
// vector of `ln_hat` sums to 0, whatever x is. So with weights of 1 nothing that you do to x would change the
// loss: `dx`, `dln_var` and `dln_rstd` would all be 0, and a mistake in them could hide. Wrong layer norms
// have passed tests that were written that way.

// %%
import type { ScopeOf, Source, Tensor } from 'backprop-ninja'

// %% The vectors, the weights and the biases
export const sizes = {
  usual: { B: 3, T: 5, C: 8 },
  small: { B: 2, T: 4, C: 3 },
  other: { B: 5, T: 3, C: 4 },
}

export function inputs({ B, T, C }: typeof sizes.usual, { g }: Source) {
  const x = g.randn(B, T, C).mul(0.6)                     // (B, T, C)
  const lnw = g.randn(C).mul(0.1).add(1)                  // (C)
  const lnb = g.randn(C).mul(0.1)                         // (C)
  const rest = g.randn(B, T, C)                           // (B, T, C)
  return { B, T, C, x, lnw, lnb, rest }
}

// %% The forward pass
export function forward({ x, lnw, lnb, rest }: ReturnType<typeof inputs>) {
  const ln_mean = x.mean(-1, { keepdim: true })           // (B, T, 1)
  const ln_diff = x.sub(ln_mean)                          // (B, T, C)
  const ln_sq = ln_diff.pow(2)                            // (B, T, C)
  const ln_var = ln_sq.mean(-1, { keepdim: true })        // (B, T, 1)
  const ln_rstd = ln_var.add(1e-5).pow(-0.5)              // (B, T, 1)
  const ln_hat = ln_diff.mul(ln_rstd)                     // (B, T, C)
  const ln = ln_hat.mul(lnw).add(lnb)                     // (B, T, C)
  const loss = ln.mul(rest).sum()                         // a single number
  return { ln_mean, ln_diff, ln_sq, ln_var, ln_rstd, ln_hat, ln, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% [markdown]
// ## Going backwards
//
// `dln` is given. The order is that of the backward pass.

// %% lnw feeds ln = ln_hat.mul(lnw).add(lnb)
// ln_hat (B, T, C), lnw (C)
// hint: The same as dw in exercise 02.
// hint: A product, so the other factor times the upstream gradient. Then a sum over the letters and the rows.
// hint: `ln_hat.mul(...).sum([...])`: two dimensions go, and (C) is left.
export function dlnw({ ln_hat, dln }: Scope): Tensor {
  // answer (C)
  return ln_hat.mul(dln).sum([0, 1])
  // end answer
  // wrong (reduction): return ln_hat.mul(dln).sum(0)
  // wrong (reduction): return ln_hat.mul(dln).mean([0, 1])
}

// %% lnb feeds ln = ln_hat.mul(lnw).add(lnb)
// hint: It's added, so the slope is 1. How often was it copied?
// hint: Once for each letter of each row, B * T times in all. A copy in the forward pass is a sum in the
//       backward pass.
// hint: `dln.sum([...])`, over the two dimensions that lnb doesn't have.
export function dlnb({ dln }: Scope): Tensor {
  // answer (C)
  return dln.sum([0, 1])
  // end answer
  // wrong (reduction): return dln.mean([0, 1])
}

// %% ln_hat feeds ln = ln_hat.mul(lnw).add(lnb)
// hint: A product again, and nothing was copied this time.
// hint: The other factor times the upstream gradient. lnb has no part in it.
// hint: `lnw.mul(...)`. `mul` repeats it for all letters.
export function dln_hat({ lnw, dln }: Scope): Tensor {
  // answer (B, T, C)
  return lnw.mul(dln)
  // end answer
}

// %% ln_rstd feeds ln_hat = ln_diff.mul(ln_rstd)
// ln_diff (B, T, C), ln_rstd (B, T, 1)
// hint: One element of ln_rstd multiplies all C numbers of a vector, so it collects from all of them.
// hint: The other factor, ln_diff, times the upstream gradient. Then sum along the vector.
// hint: `ln_diff.mul(...).sum(...)` over dimension -1, with the option that keeps (B, T, 1).
export function dln_rstd({ ln_diff, dln_hat }: Scope): Tensor {
  // answer (B, T, 1)
  return ln_diff.mul(dln_hat).sum(-1, { keepdim: true })
  // end answer
  // wrong (wrong operand): return ln_diff.mul(dln).sum(-1, { keepdim: true })
  // wrong (wrong local derivative): return ln_diff.mul(lnw).mul(dln_hat).sum(-1, { keepdim: true })
}

// %% ln_var feeds ln_rstd = ln_var.add(1e-5).pow(-0.5)
// hint: The power rule, as in exercise 02.
// hint: The slope of a^p is p * a^(p-1). Here a is ln_var + 1e-5, and p is -0.5.
// hint: `ln_var.add(1e-5).pow(...)`, with one less than -0.5. Then times -0.5, and times dln_rstd.
export function dln_var({ ln_var, dln_rstd }: Scope): Tensor {
  // answer (B, T, 1)
  return ln_var.add(1e-5).pow(-1.5).mul(-0.5).mul(dln_rstd)
  // end answer
}

// %% ln_sq feeds ln_var = ln_sq.mean(-1, ...)
// ln_sq (B, T, C), ln_var (B, T, 1)
// hint: Nudge one element of ln_sq by a tiny t. By how much does the mean of its vector change?
// hint: Each of the C numbers counts 1 / C. So all of them receive the same: that share of dln_var. The
//       result must have the shape of ln_sq.
// hint: `dln_var.div(...)`, and then `.expandAs(...)` repeats it along the vector.
export function dln_sq({ C, ln_sq, dln_var }: Scope): Tensor {
  // answer (B, T, C)
  return dln_var.div(C).expandAs(ln_sq)
  // end answer
  // wrong (sign, factor): return dln_var.div(C - 1).expandAs(ln_sq)
  // wrong (sign, factor): return dln_var.expandAs(ln_sq)
}

// %% ln_diff feeds ln_hat = ln_diff.mul(ln_rstd) and ln_sq = ln_diff.pow(2)
// hint: Two uses: a product and a square.
// hint: Through ln_hat: the other factor times dln_hat. Through ln_sq: twice ln_diff, times dln_sq.
// hint: `ln_rstd.mul(...)` is the first part, `ln_diff.mul(2).mul(...)` is the second. Add them.
export function dln_diff({ ln_rstd, dln_hat, ln_diff, dln_sq }: Scope): Tensor {
  // answer (B, T, C)
  return ln_rstd.mul(dln_hat).add(ln_diff.mul(2).mul(dln_sq))
  // end answer
}

// %% ln_mean feeds ln_diff = x.sub(ln_mean)
// x (B, T, C), ln_mean (B, T, 1)
// hint: One element of ln_mean is subtracted from all of its vector.
// hint: The slope is -1, and what was copied along the vector is summed along it.
// hint: dln_diff, negated, then summed over the last dimension. Keep (B, T, 1).
export function dln_mean({ dln_diff }: Scope): Tensor {
  // answer (B, T, 1)
  return dln_diff.neg().sum(-1, { keepdim: true })
  // end answer
}

// %% x feeds ln_diff = x.sub(ln_mean) and ln_mean = x.mean(-1, ...)
// hint: Two uses again: one straight into ln_diff, and one through the mean.
// hint: Through ln_diff the slope is 1. Through the mean, each number of a vector counts 1 / C.
// hint: `dln_diff.add(...)`: what you add is the share of dln_mean that one number gets. `add` repeats it.
export function dx({ C, dln_diff, dln_mean }: Scope): Tensor {
  // answer (B, T, C)
  return dln_diff.add(dln_mean.div(C))
  // end answer
  // wrong (sign, factor): return dln_diff.add(dln_mean)
  // wrong (sign, factor): return dln_diff.add(dln_mean.div(B))
  // wrong (fused formulas): return lnw.mul(ln_rstd).mul(dln)
}
