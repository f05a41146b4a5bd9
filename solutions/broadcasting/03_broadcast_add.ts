// %% [markdown]
// # 03 · Adding what has another shape
//
// `X.add(row)` adds a list of (cols) numbers to a table of (rows, cols). Nobody wrote `expand`: `add` makes
// the copies by itself. This is **broadcasting**. It is a copy, followed by a sum of two tables of the same
// shape. So going backward takes two steps as well: first through the +, then through the copy.
//
// Backward through a sum: in y = a + b, the slope with respect to a is 1, and so is the slope with respect
// to b. Each of them gets `dy` as it is. In y = a - b, the slope with respect to b is -1.
//
// Backward through the copy: sum over the copies.
//
// Which copies are made? Line up the shapes at their right ends and compare them size by size:
//
//     X        (rows, cols)        left     (rows, 1)         Z      (batch, rows, cols)
//     row            (cols)        right       (cols)         wall   (batch,    1, cols)
//     ---------------------        ------------------         --------------------------
//     A        (rows, cols)        C     (rows, cols)         D      (batch, rows, cols)
//
// Two sizes must be equal, or one of them must be 1 or missing. Where a tensor has 1 or nothing and the
// result has more, the tensor was copied along that dimension. Sum over it.
//
// A wrong shape can go unnoticed by luck. If a gradient is (rows) instead of (rows, 1), the next step lines
// it up with the columns, and where there are as many rows as columns nobody complains. The checker does: it
// never broadcasts your result, and it also calls your functions at other sizes.

// %%
import type { ScopeOf, Source, Tensor } from 'backprop-ninja'

// %% Some numbers
export const sizes = {
  usual: { batch: 2, rows: 3, cols: 3 },
  small: { batch: 2, rows: 3, cols: 5 },
  other: { batch: 5, rows: 4, cols: 3 },
}

export function inputs({ batch, rows, cols }: typeof sizes.usual, { g }: Source) {
  const X = g.randn(rows, cols)        // (rows, cols)
  const row = g.randn(cols)            // (cols)
  const Y = g.randn(rows, cols)        // (rows, cols)
  const column = g.randn(rows, 1)      // (rows, 1)
  const left = g.randn(rows, 1)        // (rows, 1)
  const right = g.randn(cols)          // (cols)
  const Z = g.randn(batch, rows, cols) // (batch, rows, cols)
  const bias = g.randn(rows, 1)        // (rows, 1)
  return { batch, rows, cols, X, row, Y, column, left, right, Z, bias }
}

// %% The forward pass
export function forward({ X, row, Y, column, left, right, Z, bias }: ReturnType<typeof inputs>) {
  const A = X.add(row)        // (rows, cols)
  const B = Y.sub(column)     // (rows, cols)
  const C = left.add(right)   // (rows, cols)
  const D = Z.add(bias)       // (batch, rows, cols)
  const loss = A.sin().sum().add(B.sin().sum()).add(C.sin().sum()).add(D.sin().sum())
  return { A, B, C, D, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% X feeds A = X.add(row)
// hint: Line up the shapes. Was X copied?
// hint: X already has the shape of A, and the slope of a sum is 1.
// hint: There is nothing to compute: return the upstream gradient.
export function dX({ dA }: Scope): Tensor {
  // answer (rows, cols)
  return dA
  // end answer
}

// %% row feeds A = X.add(row)
// hint: Compare (cols) with (rows, cols). Along which dimension was row copied?
// hint: It was copied down, once for each row. Add up dimension 0, so that the shape (cols) remains.
// hint: dA.sum(...)
export function drow({ dA }: Scope): Tensor {
  // answer (cols)
  return dA.sum(0)
  // end answer
}

// %% column feeds B = Y.sub(column)
// hint: It is subtracted, and it was copied along one dimension. Both leave a trace in the backward pass.
// hint: The slope of a - b with respect to b is -1. And to get from (rows, 1) to (rows, cols), column was
//       copied across.
// hint: dB.neg(), then .sum(1, ...) with the option that keeps (rows, 1).
export function dcolumn({ dB }: Scope): Tensor {
  // answer (rows, 1)
  return dB.neg().sum(1, { keepdim: true })
  // end answer
}

// %% left feeds C = left.add(right)
// both are copied here: left across, right down
// hint: Neither has the shape of C. Look at left alone: compare (rows, 1) with (rows, cols).
// hint: It was copied along dimension 1. It doesn't matter what right does: in a sum the slope is 1,
//       whatever the other number is.
// hint: dC.sum(1, ...) with keepdim.
export function dleft({ dC }: Scope): Tensor {
  // answer (rows, 1)
  return dC.sum(1, { keepdim: true })
  // end answer
}

// %% right feeds C = left.add(right)
// hint: Compare (cols) with (rows, cols).
// hint: It was copied along dimension 0. right doesn't have that dimension at all, so no keepdim.
// hint: dC.sum(...), over the other dimension than for left.
export function dright({ dC }: Scope): Tensor {
  // answer (cols)
  return dC.sum(0)
  // end answer
}

// %% bias feeds D = Z.add(bias)
// Z (batch, rows, cols), bias (rows, 1)
// hint: It was copied along two dimensions. Line up (rows, 1) and (batch, rows, cols) to see which.
// hint: Along dimension 2, where it has a 1, and along dimension 0, which it doesn't have. Dimension 2 must
//       stay with size 1, and dimension 0 must go.
// hint: First dD.sum(0), which leaves (rows, cols). Then sum over the last dimension, and keep it, with size
//       1.
export function dbias({ dD }: Scope): Tensor {
  // answer (rows, 1)
  return dD.sum(0).sum(1, { keepdim: true })
  // end answer
}
