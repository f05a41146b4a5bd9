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
import { type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

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
export function dX({ dA }: Scope): Tensor {
  return TODO() // (rows, cols)
}

// %% row feeds A = X.add(row)
export function drow({ dA }: Scope): Tensor {
  return TODO() // (cols)
}

// %% column feeds B = Y.sub(column)
export function dcolumn({ dB }: Scope): Tensor {
  return TODO() // (rows, 1)
}

// %% left feeds C = left.add(right)
// both are copied here: left across, right down
export function dleft({ dC }: Scope): Tensor {
  return TODO() // (rows, 1)
}

// %% right feeds C = left.add(right)
export function dright({ dC }: Scope): Tensor {
  return TODO() // (cols)
}

// %% bias feeds D = Z.add(bias)
// Z (batch, rows, cols), bias (rows, 1)
export function dbias({ dD }: Scope): Tensor {
  return TODO() // (rows, 1)
}
