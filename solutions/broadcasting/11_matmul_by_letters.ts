// %% [markdown]
// # 11 · The matrix product, by letters
//
// Every network is made of this line. You can remember two rules for it. Or you can work it out in a minute,
// with letters, so you never need to learn it by heart.
//
// Give each dimension a letter. In `C = A.matmul(B)`:
//
//     A (i, k)      B (k, j)      C (i, j)              C[i][j]  =  sum over k of  A[i][k] * B[k][j]
// tex: \underset{(i,\,k)}{A} \qquad \underset{(k,\,j)}{B} \qquad \underset{(i,\,j)}{C} \qquad
//   C_{ij} = \sum_k A_{ik}\, B_{kj}
//
// k is in both factors but not in the result: the product sums over it. Now nudge one number, A[i][k]. It is
// in C[i][j] for **every j**, and it meets B[k][j] there. Add up what comes back:
//
//     dA[i][k]  =  sum over j of  dC[i][j] * B[k][j]
// tex: \name{dA}_{ik} = \sum_j \name{dC}_{ij}\, B_{kj}
//
// Which matrix product is that? `dC` is (i, j). Its partner must begin with j, the letter that you sum over:
// (j, k). B is (k, j), so you need B.T:
//
//     dA  =  dC (i, j)  @  B.T (j, k)
// tex: \name{dA} = \underset{(i,\,j)}{\name{dC}} \; \underset{(j,\,k)}{B^{\mathsf T}}
//
// **Rule 1: a gradient has the letters of its tensor.** Sum over the letter that it doesn't have. That
// letter must be in the middle of the product. Nothing else fits.
//
// **Rule 2: the other factor stays on its side, transposed.** In A @ B, B is on the right, so in dA it is on
// the right too, as B.T. A is on the left, so in dB it is on the left, as A.T.
//
// Rule 2 is quick, and Rule 1 is the proof. Try both for the three lines below. In the second and third
// line, one factor is already transposed in the forward pass. Write down the letters of what is really in
// the product.
//
// `A.T` is A transposed: rows become columns. You write it without parentheses.

// %%
import type { ScopeOf, Source, Tensor } from 'backprop-ninja'

// %% Matrices. All letters have different sizes
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
// hint: You need (i, k), made from dC (i, j) and B (k, j). Which letter do you sum over?
// hint: j. It must be the last letter of the left factor and the first letter of the right one.
// hint: B stays on the right, transposed.
export function dA({ B, dC }: Scope): Tensor {
  // answer (i, k)
  return dC.matmul(B.T)
  // end answer
}

// %% B feeds C = A.matmul(B)
// hint: You need (k, j), made from dC (i, j) and A (i, k). Which letter do you sum over?
// hint: i. B[k][j] is in C[i][j] for every i, and it meets A[i][k] there.
// hint: A stays on the left, transposed.
export function dB({ A, dC }: Scope): Tensor {
  // answer (k, j)
  return A.T.matmul(dC)
  // end answer
}

// %% P feeds R = P.matmul(Q.T)
// hint: You need (i, k), made from dR (i, j) and Q (j, k). Write down the letters.
// hint: Sum over j. Rule 2: the other factor was Q.T. Transposed, it is ...
// hint: dR.matmul(...): Q is (j, k) as it is.
export function dP({ Q, dR }: Scope): Tensor {
  // answer (i, k)
  return dR.matmul(Q)
  // end answer
}

// %% Q feeds R = P.matmul(Q.T)
// hint: You need (j, k), made from dR (i, j) and P (i, k). Which letter must go?
// hint: Sum over i, so i must be in the middle. The result begins with j, so the left factor does too.
// hint: dR transposed, then .matmul(...)
export function dQ({ P, dR }: Scope): Tensor {
  // answer (j, k)
  return dR.T.matmul(P)
  // end answer
}

// %% X feeds Z = X.T.matmul(Y)
// hint: You need (k, i), made from dZ (i, j) and Y (k, j).
// hint: Sum over j. The result begins with k, so the left factor is Y.
// hint: Y.matmul(...), with dZ transposed.
export function dX({ Y, dZ }: Scope): Tensor {
  // answer (k, i)
  return Y.matmul(dZ.T)
  // end answer
}

// %% Y feeds Z = X.T.matmul(Y)
// hint: You need (k, j), made from dZ (i, j) and X (k, i).
// hint: Sum over i: it is the last letter of X and the first letter of dZ.
// hint: X.matmul(...), and nothing is transposed.
export function dY({ X, dZ }: Scope): Tensor {
  // answer (k, j)
  return X.matmul(dZ)
  // end answer
}
