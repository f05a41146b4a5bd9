// %% [markdown]
// # 12 · Many matrix products at once
//
// With more than two dimensions, `matmul` multiplies the last two, once for each place of those in front.
// This is how attention works through a batch.
//
//     A (b, i, k)    B (b, k, j)    C (b, i, j)        C[b][i][j]  =  sum over k of  A[b][i][k] * B[b][k][j]
// tex: \underset{(b,\,i,\,k)}{A} \qquad \underset{(b,\,k,\,j)}{B} \qquad \underset{(b,\,i,\,j)}{C} \qquad
//   C_{bij} = \sum_k A_{bik}\, B_{bkj}
//
// b is in all three, so nothing is summed over it: each batch is on its own. So the rules of exercise 11
// hold as they are, and `x.T` only exchanges the last two dimensions. (In PyTorch that's `x.mT`, which works
// here, too.)
//
// Now take one table of weights for the whole batch:
//
//     X (b, i, k)    W (k, j)       Y (b, i, j)        Y[b][i][j]  =  sum over k of  X[b][i][k] * W[k][j]
// tex: \underset{(b,\,i,\,k)}{X} \qquad \underset{(k,\,j)}{W} \qquad \underset{(b,\,i,\,j)}{Y} \qquad
//   Y_{bij} = \sum_k X_{bik}\, W_{kj}
//
// W has no b: broadcasting copied it along the batch. Each of its numbers is in Y for every b **and** every
// i, so you sum over both:
//
//     dW[k][j]  =  sum over b and i of  X[b][i][k] * dY[b][i][j]
// tex: \name{dW}_{kj} = \sum_{b,\,i} X_{bik}\, \name{dY}_{bij}
//
// There are two ways to write that. You can multiply each batch on its own and then sum over the batches. Or
// you can join the two dimensions (b, i) into one with `view(-1, size)`, which gives one long table, and
// then do one product.

// %%
import type { ScopeOf, Source, Tensor } from 'backprop-ninja'

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
// hint: As in exercise 11, for each b.
// hint: You need (b, i, k), made from dC (b, i, j) and B (b, k, j). Sum over j.
// hint: dC.matmul(...), with B transposed. T does that for each batch on its own.
export function dA({ B, dC }: Scope): Tensor {
  // answer (b, i, k)
  return dC.matmul(B.T)
  // end answer
}

// %% B feeds C = A.matmul(B)
// hint: As in exercise 11, for each b.
// hint: You need (b, k, j), made from A (b, i, k) and dC (b, i, j). Sum over i.
// hint: A stays on the left, transposed.
export function dB({ A, dC }: Scope): Tensor {
  // answer (b, k, j)
  return A.T.matmul(dC)
  // end answer
}

// %% X feeds Y = X.matmul(W).add(bias)
// hint: The other factor stays on its side. Was X copied?
// hint: You need (b, i, k), made from dY (b, i, j) and W (k, j). matmul uses the one W for each b by itself.
// hint: dY.matmul(...), with W transposed.
export function dX({ W, dY }: Scope): Tensor {
  // answer (b, i, k)
  return dY.matmul(W.T)
  // end answer
}

// %% W feeds Y = X.matmul(W).add(bias)
// hint: First pretend that each batch has its own W. Then remember: they were all copies of one.
// hint: X.T.matmul(dY) is (b, k, j), one gradient for each copy. The copies add up.
// hint: X.T.matmul(dY).sum(...), over the dimension that W doesn't have.
export function dW({ X, dY }: Scope): Tensor {
  // answer (k, j)
  return X.T.matmul(dY).sum(0)
  // end answer
}

// %% bias feeds Y = X.matmul(W).add(bias)
// hint: Compare (j) with (b, i, j). Along which dimensions was it copied?
// hint: Along two of them. sum also takes a list of dimensions.
// hint: dY.sum([..., ...])
export function dbias({ dY }: Scope): Tensor {
  // answer (j)
  return dY.sum([0, 1])
  // end answer
}
