// %% [markdown]
// # 12 · Many matrix products at once
//
// With more than two dimensions, `matmul` multiplies the last two, once for each place of those in front.
// This is how attention works through a batch.
//
//     A (b, i, k)    B (b, k, j)    C (b, i, j)        C[b][i][j]  =  sum over k of  A[b][i][k] * B[b][k][j]
//
// b is in all three, so nothing is summed over it: each batch is on its own. So the rules of exercise 11
// hold as they are, and `x.T` only exchanges the last two dimensions. (In PyTorch that's `x.mT`, which works
// here, too.)
//
// Now take one table of weights for the whole batch:
//
//     X (b, i, k)    W (k, j)       Y (b, i, j)        Y[b][i][j]  =  sum over k of  X[b][i][k] * W[k][j]
//
// W has no b: broadcasting copied it along the batch. Each of its numbers is in Y for every b **and** every
// i, so you sum over both:
//
//     dW[k][j]  =  sum over b and i of  X[b][i][k] * dY[b][i][j]
//
// There are two ways to write that. You can multiply each batch on its own and then sum over the batches. Or
// you can join the two dimensions (b, i) into one with `view(-1, size)`, which gives one long table, and
// then do one product.

// %%
import { type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

// %% Batches of matrices
export const sizes = {
  usual: { b: 2, i: 4, j: 3, k: 5 },
  small: { b: 5, i: 3, j: 4, k: 2 },
  other: { b: 3, i: 2, j: 5, k: 4 },
}

export function inputs({ b, i, j, k }: typeof sizes.usual, { g }: Source) {
  const A = g.randn(b, i, k) // (b, i, k)
  const B = g.randn(b, k, j) // (b, k, j)
  const X = g.randn(b, i, k) // (b, i, k)
  const W = g.randn(k, j)    // (k, j)
  const bias = g.randn(j)    // (j)
  return { b, i, j, k, A, B, X, W, bias }
}

// %% The forward pass
export function forward({ A, B, X, W, bias }: ReturnType<typeof inputs>) {
  const C = A.matmul(B)              // (b, i, j)
  const Y = X.matmul(W).add(bias)    // (b, i, j)
  const loss = C.sin().sum().add(Y.sin().sum())
  return { C, Y, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% A feeds C = A.matmul(B)
export function dA({ B, dC }: Scope): Tensor {
  return TODO() // (b, i, k)
}

// %% B feeds C = A.matmul(B)
export function dB({ A, dC }: Scope): Tensor {
  return TODO() // (b, k, j)
}

// %% X feeds Y = X.matmul(W).add(bias)
export function dX({ W, dY }: Scope): Tensor {
  return TODO() // (b, i, k)
}

// %% W feeds Y = X.matmul(W).add(bias)
export function dW({ X, dY }: Scope): Tensor {
  return TODO() // (k, j)
}

// %% bias feeds Y = X.matmul(W).add(bias)
export function dbias({ dY }: Scope): Tensor {
  return TODO() // (j)
}
