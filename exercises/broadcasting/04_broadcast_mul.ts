// %% [markdown]
// # 04 · Multiplying what has another shape
//
// This is broadcasting again, with a product instead of a sum. In y = a * b the slope with respect to a is
// b, and the slope with respect to b is a. So you multiply the upstream gradient by **the other factor**.
// Then you add up the copies.
//
//     scale:  p q          X:  a b          A:  a*p  b*q          A = X.mul(scale)
//                              c d              c*p  d*q
//
// Nudge p by t. The first column of A changes, its top by t * a and its bottom by t * c. The effect on the
// loss:
//
//     dp  =  a * (dA top left)  +  c * (dA bottom left)
//
// **Multiply first, then sum.** Each copy of p meets another number of X, so the products are all different.
// A sum of `dA` times a sum of `X` is something else.
//
// Three steps work for any line that broadcasts:
//
// 1. What would the gradient be if both had the full shape? Write that.
// 2. Along which dimensions was the tensor copied? Sum over them.
// 3. Is the shape that of the tensor?
//
// A quotient y = a / b has the slope 1 / b with respect to a, and -a / b² with respect to b. `x.pow(-2)` is
// 1 / x².

// %%
import { type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

// %% Some numbers
export const sizes = {
  usual: { rows: 4, cols: 3 },
  small: { rows: 3, cols: 5 },
  other: { rows: 6, cols: 4 },
}

export function inputs({ rows, cols }: typeof sizes.usual, { g }: Source) {
  const X = g.randn(rows, cols)                // (rows, cols)
  const scale = g.randn(cols)                  // (cols)
  const Y = g.randn(rows, cols)                // (rows, cols)
  const count = g.uniform([rows, 1], 1, 3)     // (rows, 1)
  const left = g.randn(rows, 1)                // (rows, 1)
  const right = g.randn(1, cols)               // (1, cols)
  const Z = g.randn(rows, cols)                // (rows, cols)
  const factor = g.randn()                     // ()
  return { rows, cols, X, scale, Y, count, left, right, Z, factor }
}

// %% The forward pass
export function forward({ X, scale, Y, count, left, right, Z, factor }: ReturnType<typeof inputs>) {
  const A = X.mul(scale)        // (rows, cols)
  const B = Y.div(count)        // (rows, cols)
  const C = left.mul(right)     // (rows, cols)
  const D = Z.mul(factor)       // (rows, cols)
  const loss = A.sin().sum().add(B.sin().sum()).add(C.sin().sum()).add(D.sin().sum())
  return { A, B, C, D, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% X feeds A = X.mul(scale)
export function dX({ scale, dA }: Scope): Tensor {
  return TODO() // (rows, cols)
}

// %% scale feeds A = X.mul(scale)
export function dscale({ X, dA }: Scope): Tensor {
  return TODO() // (cols)
}

// %% Y feeds B = Y.div(count)
export function dY({ count, dB }: Scope): Tensor {
  return TODO() // (rows, cols)
}

// %% count feeds B = Y.div(count)
// Y (rows, cols), count (rows, 1)
export function dcount({ Y, count, dB }: Scope): Tensor {
  return TODO() // (rows, 1)
}

// %% left feeds C = left.mul(right)
// left (rows, 1), right (1, cols): both are copied
export function dleft({ right, dC }: Scope): Tensor {
  return TODO() // (rows, 1)
}

// %% right feeds C = left.mul(right)
export function dright({ left, dC }: Scope): Tensor {
  return TODO() // (1, cols)
}

// %% factor feeds D = Z.mul(factor)
export function dfactor({ Z, dD }: Scope): Tensor {
  return TODO() // ()
}
