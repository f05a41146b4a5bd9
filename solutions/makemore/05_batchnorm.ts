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
import type { Tensor } from 'backprop-ninja'

// %% include inputs.ts
export * from './inputs.ts'

// %% include forward.ts
export * from './forward.ts'
import type { Scope } from './forward.ts'

// %% [markdown]
// ## Going backwards
//
// `dhpreact` is given.

// %% bngain feeds hpreact = bngain.mul(bnraw).add(bnbias)
// bngain (1, n_hidden), bnraw (n, n_hidden)
// hint: It is a product, and the row bngain was copied for every example.
// hint: Multiply the other factor by the upstream gradient. Then sum over what was copied.
// hint: `bnraw.mul(...)`, then `.sum(...)` over the examples. Keep the shape (1, n_hidden).
export function dbngain({ bngain, bnraw, bnbias, hpreact, dhpreact }: Scope): Tensor {
  // answer (1, n_hidden)
  return bnraw.mul(dhpreact).sum(0, { keepdim: true })
  // end answer
}

// %% bnbias feeds hpreact = bngain.mul(bnraw).add(bnbias)
// hint: This is like b2 in exercise 03, except for the shape.
// hint: The slope of a sum is 1, and bnbias was copied for every example.
// hint: Sum dhpreact over the dimension that was copied along, and keep that dimension with size 1.
export function dbnbias({ bngain, bnraw, bnbias, hpreact, dhpreact }: Scope): Tensor {
  // answer (1, n_hidden)
  return dhpreact.sum(0, { keepdim: true })
  // end answer
}

// %% bnraw feeds hpreact = bngain.mul(bnraw).add(bnbias)
// hint: It is a product, and this time you need the other factor. bnraw wasn't copied.
// hint: The other factor times the upstream gradient. `mul` repeats the row by itself.
// hint: `bngain.mul(...)`, and the shape is already right.
export function dbnraw({ bngain, bnraw, bnbias, hpreact, dhpreact }: Scope): Tensor {
  // answer (n, n_hidden)
  return bngain.mul(dhpreact)
  // end answer
}

// %% bnvar_inv feeds bnraw = bndiff.mul(bnvar_inv)
// bndiff (n, n_hidden), bnvar_inv (1, n_hidden)
// hint: The same situation as with bngain.
// hint: The other factor, bndiff, times the upstream gradient. bnvar_inv was copied for every example.
// hint: `bndiff.mul(...).sum(...)`, with the option that keeps (1, n_hidden).
export function dbnvar_inv({ bndiff, bnvar_inv, bnraw, dbnraw }: Scope): Tensor {
  // answer (1, n_hidden)
  return bndiff.mul(dbnraw).sum(0, { keepdim: true })
  // end answer
}

// %% bnvar feeds bnvar_inv = bnvar.add(1e-5).pow(-0.5)
// hint: The power rule, element by element. But what is raised to the power here is not bnvar itself.
// hint: The slope of x^p is p * x^(p-1), with p = -0.5 and x = bnvar + 1e-5. Adding 1e-5 has slope 1.
// hint: `bnvar.add(1e-5).pow(...)`, with an exponent that is one less than -0.5. Then multiply by -0.5 and
//       by dbnvar_inv.
export function dbnvar({ bnvar, bnvar_inv, dbnvar_inv }: Scope): Tensor {
  // answer (1, n_hidden)
  return bnvar.add(1e-5).pow(-1.5).mul(-0.5).mul(dbnvar_inv)
  // end answer
}

// %% bndiff2 feeds bnvar = bndiff2.sum(0, ...).mul(1 / (n - 1))
// bndiff2 (n, n_hidden), bnvar (1, n_hidden)
// hint: It is a sum down each column, then a factor. In the backward pass, the whole column gets the same
//       number.
// hint: Each element of bndiff2 counts in the variance with the same factor. Multiply dbnvar by it, and
//       repeat the row for every example.
// hint: dbnvar times the factor of the forward line, then `.expandAs(...)` with a tensor of shape (n,
//       n_hidden).
export function dbndiff2({ n, bndiff2, bnvar, dbnvar }: Scope): Tensor {
  // answer (n, n_hidden)
  return dbnvar.mul(1 / (n - 1)).expandAs(bndiff2)
  // end answer
}

// %% bndiff feeds bnraw = bndiff.mul(bnvar_inv) and bndiff2 = bndiff.pow(2)
// hint: There are two ways, so there are two parts to add: a product and a square.
// hint: Through bnraw: the other factor times dbnraw. Through bndiff2: the slope of x^2, times dbndiff2.
// hint: `bnvar_inv.mul(...)` is the first part, `bndiff.mul(2).mul(...)` is the second. Add them.
export function dbndiff({ bndiff, bnvar_inv, bnraw, bndiff2, dbnraw, dbndiff2 }: Scope): Tensor {
  // answer (n, n_hidden)
  return bnvar_inv.mul(dbnraw).add(bndiff.mul(2).mul(dbndiff2))
  // end answer
}

// %% bnmeani feeds bndiff = hprebn.sub(bnmeani)
// hprebn (n, n_hidden), bnmeani (1, n_hidden)
// hint: This is like logit_maxes in exercise 02, along the other dimension.
// hint: It is subtracted, so the slope is -1. And it was copied for every example, so sum.
// hint: dbndiff, negated, then summed over dimension 0. The shape must stay (1, n_hidden).
export function dbnmeani({ hprebn, bnmeani, bndiff, dbndiff }: Scope): Tensor {
  // answer (1, n_hidden)
  return dbndiff.neg().sum(0, { keepdim: true })
  // end answer
}

// %% hprebn feeds bndiff = hprebn.sub(bnmeani) and bnmeani = hprebn.sum(0, ...).mul(1 / n)
// hint: There are two ways: one straight into bndiff, and one through the mean.
// hint: Through bndiff, the slope is 1. Through the mean, each element of a column counts 1/n and receives
//       the same number: that column's element of dbnmeani, times that factor.
// hint: `dbndiff.add(...)`: what you add is dbnmeani times the factor of the forward line. `add` repeats
//       the row by itself.
export function dhprebn({ n, hprebn, bnmeani, bndiff, dbnmeani, dbndiff }: Scope): Tensor {
  // answer (n, n_hidden)
  return dbndiff.add(dbnmeani.mul(1 / n))
  // end answer
}
