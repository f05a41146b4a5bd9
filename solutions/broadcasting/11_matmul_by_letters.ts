// %% [markdown]
// # 11 · The matrix product, by letters
//
// The one line that every network is made of. It can be remembered by two rules, and it can be worked out
// in a minute with letters, so nobody needs to learn it by heart.
//
// Give each dimension a letter. In `C = A.matmul(B)`:
//
//     A (i, k)      B (k, j)      C (i, j)              C[i][j]  =  sum over k of  A[i][k] * B[k][j]
//
// k is in both factors and not in the result: it is summed over. Now nudge one number, A[i][k]. It is in
// C[i][j] for **every j**, and meets B[k][j] there. Add up what comes back:
//
//     dA[i][k]  =  sum over j of  dC[i][j] * B[k][j]
//
// Which matrix product is that? `dC` is (i, j). Its partner must begin with the letter that is summed: (j,
// k). B is (k, j), so it must be turned over:
//
//     dA  =  dC (i, j)  @  B.T (j, k)
//
// **Rule 1: a gradient has the letters of its tensor.** The letter that is missing in them is summed over,
// and it must stand in the middle of the product. Nothing else fits.
//
// **Rule 2: the other factor stays on its side, turned over.** B stood on the right in A @ B, so it stands
// on the right in dA, as B.T. A stood on the left, so in dB it stands on the left, as A.T.
//
// Rule 2 is quick, Rule 1 is the proof. Try both for the three lines below. In the second and third, one
// factor is turned over on the way forward already: write the letters of what really stands in the
// product.
//
// `A.T` is A turned over: rows become columns. It is written without parentheses.

// %%
import type { ScopeOf, Source, Tensor } from 'backprop-ninja'

// %% Matrices, whose letters are all different sizes
export const sizes = {
  usual: { i: 4, j: 3, k: 5 },
  small: { i: 3, j: 4, k: 2 },
  other: { i: 2, j: 5, k: 3 },
}

export function inputs({ i, j, k }: typeof sizes.usual, { g }: Source) {
  const A = g.randn(i, k) // (i, k)
  const B = g.randn(k, j) // (k, j)
  const P = g.randn(i, k) // (i, k)
  const Q = g.randn(j, k) // (j, k)
  const X = g.randn(k, i) // (k, i)
  const Y = g.randn(k, j) // (k, j)
  return { i, j, k, A, B, P, Q, X, Y }
}

// %% The forward pass
export function forward({ A, B, P, Q, X, Y }: ReturnType<typeof inputs>) {
  const C = A.matmul(B)     // (i, j)
  const R = P.matmul(Q.T)   // (i, j)
  const Z = X.T.matmul(Y)   // (i, j)
  const loss = C.sin().sum().add(R.sin().sum()).add(Z.sin().sum())
  return { C, R, Z, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% A feeds C = A.matmul(B)
// hint: (i, k) must come out of dC (i, j) and B (k, j). Which letter is summed over?
// hint: j. It must be the last letter of the left factor and the first of the right one.
// hint: B stays on the right, turned over.
export function dA({ B, dC }: Scope): Tensor {
  // answer (i, k)
  return dC.matmul(B.T)
  // end answer
}

// %% B feeds C = A.matmul(B)
// hint: (k, j) must come out of dC (i, j) and A (i, k). Which letter is summed over?
// hint: i. B[k][j] is in C[i][j] for every i, and meets A[i][k] there.
// hint: A stays on the left, turned over.
export function dB({ A, dC }: Scope): Tensor {
  // answer (k, j)
  return A.T.matmul(dC)
  // end answer
}

// %% P feeds R = P.matmul(Q.T)
// hint: (i, k) out of dR (i, j) and Q (j, k): the letters.
// hint: j is summed over. Rule 2: the other factor was Q.T; turned over, it is ...
// hint: dR.matmul(...): Q is (j, k) as it is.
export function dP({ Q, dR }: Scope): Tensor {
  // answer (i, k)
  return dR.matmul(Q)
  // end answer
}

// %% Q feeds R = P.matmul(Q.T)
// hint: (j, k) out of dR (i, j) and P (i, k): which letter goes?
// hint: i is summed over, so it must stand in the middle. The result begins with j: so does the left
//       factor.
// hint: dR turned over, .matmul(...)
export function dQ({ P, dR }: Scope): Tensor {
  // answer (j, k)
  return dR.T.matmul(P)
  // end answer
}

// %% X feeds Z = X.T.matmul(Y)
// hint: (k, i) out of dZ (i, j) and Y (k, j).
// hint: j is summed over. The result begins with k: the left factor is Y.
// hint: Y.matmul(...), with dZ turned over.
export function dX({ Y, dZ }: Scope): Tensor {
  // answer (k, i)
  return Y.matmul(dZ.T)
  // end answer
}

// %% Y feeds Z = X.T.matmul(Y)
// hint: (k, j) out of dZ (i, j) and X (k, i).
// hint: i is summed over: it stands last in X, and first in dZ.
// hint: X.matmul(...), nothing turned over.
export function dY({ X, dZ }: Scope): Tensor {
  // answer (k, j)
  return X.matmul(dZ)
  // end answer
}
