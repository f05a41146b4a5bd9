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
import { type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

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
export function dlnw({ ln_hat, dln }: Scope): Tensor {
  return TODO() // (C)
}

// %% lnb feeds ln = ln_hat.mul(lnw).add(lnb)
export function dlnb({ dln }: Scope): Tensor {
  return TODO() // (C)
}

// %% ln_hat feeds ln = ln_hat.mul(lnw).add(lnb)
export function dln_hat({ lnw, dln }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% ln_rstd feeds ln_hat = ln_diff.mul(ln_rstd)
// ln_diff (B, T, C), ln_rstd (B, T, 1)
export function dln_rstd({ ln_diff, dln_hat }: Scope): Tensor {
  return TODO() // (B, T, 1)
}

// %% ln_var feeds ln_rstd = ln_var.add(1e-5).pow(-0.5)
export function dln_var({ ln_var, dln_rstd }: Scope): Tensor {
  return TODO() // (B, T, 1)
}

// %% ln_sq feeds ln_var = ln_sq.mean(-1, ...)
// ln_sq (B, T, C), ln_var (B, T, 1)
export function dln_sq({ C, ln_sq, dln_var }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% ln_diff feeds ln_hat = ln_diff.mul(ln_rstd) and ln_sq = ln_diff.pow(2)
export function dln_diff({ ln_rstd, dln_hat, ln_diff, dln_sq }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% ln_mean feeds ln_diff = x.sub(ln_mean)
// x (B, T, C), ln_mean (B, T, 1)
export function dln_mean({ dln_diff }: Scope): Tensor {
  return TODO() // (B, T, 1)
}

// %% x feeds ln_diff = x.sub(ln_mean) and ln_mean = x.mean(-1, ...)
export function dx({ C, dln_diff, dln_mean }: Scope): Tensor {
  return TODO() // (B, T, C)
}
