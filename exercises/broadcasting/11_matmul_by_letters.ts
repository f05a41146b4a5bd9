// %% [markdown]
// # 11 · The matrix product, by letters
//
// Every network is made of this line. You can remember two rules for it. Or you can work it out in a minute,
// with letters, so you never need to learn it by heart.
//
// Give each dimension a letter. In `C = A.matmul(B)`:
//
//     A (i, k)      B (k, j)      C (i, j)              C[i][j]  =  sum over k of  A[i][k] * B[k][j]
//
// k is in both factors but not in the result: the product sums over it. Now nudge one number, A[i][k]. It is
// in C[i][j] for **every j**, and it meets B[k][j] there. Add up what comes back:
//
//     dA[i][k]  =  sum over j of  dC[i][j] * B[k][j]
//
// Which matrix product is that? `dC` is (i, j). Its partner must begin with j, the letter that you sum over:
// (j, k). B is (k, j), so you need B.T:
//
//     dA  =  dC (i, j)  @  B.T (j, k)
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
import { type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

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
export function dA({ B, dC }: Scope): Tensor {
  return TODO() // (i, k)
}

// %% B feeds C = A.matmul(B)
export function dB({ A, dC }: Scope): Tensor {
  return TODO() // (k, j)
}

// %% P feeds R = P.matmul(Q.T)
export function dP({ Q, dR }: Scope): Tensor {
  return TODO() // (i, k)
}

// %% Q feeds R = P.matmul(Q.T)
export function dQ({ P, dR }: Scope): Tensor {
  return TODO() // (j, k)
}

// %% X feeds Z = X.T.matmul(Y)
export function dX({ Y, dZ }: Scope): Tensor {
  return TODO() // (k, i)
}

// %% Y feeds Z = X.T.matmul(Y)
export function dY({ X, dZ }: Scope): Tensor {
  return TODO() // (k, j)
}
