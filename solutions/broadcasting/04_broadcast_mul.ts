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
// tex: \name{dp} = a \cdot (\name{dA} \text{ top left}) + c \cdot (\name{dA} \text{ bottom left})
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
import type { ScopeOf, Source, Tensor } from 'backprop-ninja'

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
// hint: X wasn't copied. Its gradient is the other factor times the upstream gradient.
// hint: scale is (cols) and dA is (rows, cols). mul makes the copies of scale by itself.
// hint: dA.mul(...)
export function dX({ scale, dA }: Scope): Tensor {
  // answer (rows, cols)
  return dA.mul(scale)
  // end answer
}

// %% scale feeds A = X.mul(scale)
// hint: Each number of scale multiplies a whole column of X. Its gradient collects from all of them.
// hint: Multiply first: X.mul(dA) holds what each copy of scale sends back. Then sum over the copies.
// hint: X.mul(dA).sum(...), over the dimension that scale was copied along. The shape (cols) must remain.
export function dscale({ X, dA }: Scope): Tensor {
  // answer (cols)
  return X.mul(dA).sum(0)
  // end answer
}

// %% Y feeds B = Y.div(count)
// hint: Dividing by count is multiplying by 1 / count.
// hint: The slope of a / b with respect to a is 1 / b. Y wasn't copied.
// hint: dB.div(...)
export function dY({ count, dB }: Scope): Tensor {
  // answer (rows, cols)
  return dB.div(count)
  // end answer
}

// %% count feeds B = Y.div(count)
// Y (rows, cols), count (rows, 1)
// hint: First pretend that count has the full shape. Then sum over its copies.
// hint: The slope of a / b with respect to b is -a / b². Multiply it by dB, then sum across: dimension 1,
//       kept with size 1.
// hint: Y.neg().mul(count.pow(-2)).mul(...), then .sum(1, ...).
export function dcount({ Y, count, dB }: Scope): Tensor {
  // answer (rows, 1)
  return Y.neg().mul(count.pow(-2)).mul(dB).sum(1, { keepdim: true })
  // end answer
}

// %% left feeds C = left.mul(right)
// left (rows, 1), right (1, cols): both are copied
// hint: left was copied across. Each copy meets another number of right.
// hint: The other factor times the upstream gradient is right times dC, of shape (rows, cols). Then sum over
//       the copies of left.
// hint: dC.mul(right).sum(...) over dimension 1, kept with size 1.
export function dleft({ right, dC }: Scope): Tensor {
  // answer (rows, 1)
  return dC.mul(right).sum(1, { keepdim: true })
  // end answer
}

// %% right feeds C = left.mul(right)
// hint: The same thing from the other side: right was copied down.
// hint: The other factor is left. And right is (1, cols), so the dimension that it was copied along stays
//       with size 1.
// hint: dC.mul(...).sum(0, ...), with keepdim.
export function dright({ left, dC }: Scope): Tensor {
  // answer (1, cols)
  return dC.mul(left).sum(0, { keepdim: true })
  // end answer
}

// %% factor feeds D = Z.mul(factor)
// hint: It is a single number, copied to every place.
// hint: Each copy meets its own number of Z. First the products, then one sum over all of them.
// hint: Z.mul(...), then one .sum() without a dimension.
export function dfactor({ Z, dD }: Scope): Tensor {
  // answer ()
  return Z.mul(dD).sum()
  // end answer
}
