// %% [markdown]
// # 02 · Copies
//
// Now the other way round: in the forward pass, one number becomes many copies. `x.expand(rows, cols)`
// copies x until it has that shape:
//
//     row:     a b c                        column:  a                        number:  a
//                                                    b
//     A:       a b c   (rows, cols)         B:       a a a   (rows, cols)     C:       a a a
//              a b c                                 b b b                             a a a
//
// Shapes line up at their **right** ends. A dimension of size 1 is copied, and so is a dimension that is
// missing:
//
//     row            (cols)             column       (rows, 1)
//     A       (rows,  cols)             B            (rows, cols)
//              ^ copied down                               ^ copied across
//
// Nudge b of `row` by t. The second number of *every* row of A changes by t. The effects on the loss add up:
//
//     db  =  (dA of the first copy)  +  (dA of the second copy)  +  ...
// tex: \name{db} = (\name{dA} \text{ of the first copy}) + (\name{dA} \text{ of the second copy}) + \dots
//
// So a **copy** in the forward pass is a **sum** in the backward pass, over the copies. Together with the
// last exercise: going backward, a sum becomes a copy and a copy becomes a sum.
//
// Ask two questions each time. Along which dimensions was the tensor copied? And which shape must come out:
// one that keeps the dimension with size 1 (`keepdim`), or one without it?

// %%
import type { ScopeOf, Source, Tensor } from 'backprop-ninja'

// %% Some numbers
export const sizes = {
  usual: { batch: 2, rows: 4, cols: 3 },
  small: { batch: 2, rows: 3, cols: 5 },
  other: { batch: 5, rows: 4, cols: 3 },
}

export function inputs({ batch, rows, cols }: typeof sizes.usual, { g }: Source) {
  const row = g.randn(cols)           // (cols)
  const column = g.randn(rows, 1)     // (rows, 1)
  const number = g.randn()            // ()
  const wall = g.randn(batch, 1, cols) // (batch, 1, cols)
  return { batch, rows, cols, row, column, number, wall }
}

// %% The forward pass
export function forward({ batch, rows, cols, row, column, number, wall }: ReturnType<typeof inputs>) {
  const A = row.expand(rows, cols)              // (rows, cols)
  const B = column.expand(rows, cols)           // (rows, cols)
  const C = number.expand(rows, cols)           // (rows, cols)
  const D = wall.expand(batch, rows, cols)      // (batch, rows, cols)
  const places = B.mul(0.7).add(C)              // (rows, cols)
  const loss = A.mul(places).sin().sum().add(D.mul(places).sin().sum())
  return { A, B, C, D, places, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% [markdown]
// ## Going backwards
//
// `dA`, `dB`, `dC` and `dD` are given. The last two lines of the forward pass are only there so that the
// entries of these gradients differ from one another.

// %% row feeds A = row.expand(rows, cols)
// hint: Each number of row is in every row of A. Add up the gradients of all its copies.
// hint: The copies of one number are below each other, along dimension 0. The shape (cols) must remain.
// hint: dA.sum(...) over one dimension, without keepdim.
export function drow({ dA }: Scope): Tensor {
  // answer (cols)
  return dA.sum(0)
  // end answer
}

// %% column feeds B = column.expand(rows, cols)
// hint: Here the copies of one number are side by side.
// hint: Add up along dimension 1. column is (rows, 1), so its gradient must be (rows, 1) too.
// hint: dB.sum(1, ...), with the option that keeps the dimension with size 1.
export function dcolumn({ dB }: Scope): Tensor {
  // answer (rows, 1)
  return dB.sum(1, { keepdim: true })
  // end answer
}

// %% number feeds C = number.expand(rows, cols)
// hint: How many copies of it are there, and where?
// hint: It is in every place of C. All of their gradients add up to one number.
// hint: dC.sum() without a dimension.
export function dnumber({ dC }: Scope): Tensor {
  // answer ()
  return dC.sum()
  // end answer
}

// %% wall feeds D = wall.expand(batch, rows, cols)
// (batch, 1, cols): the dimension of size 1 is in the middle
// hint: Line up the shapes: (batch, 1, cols) and (batch, rows, cols). In which dimension do they differ?
// hint: It was copied along dimension 1, the middle one. Sum over that, and keep it with size 1.
// hint: dD.sum(1, ...), just as for column.
export function dwall({ dD }: Scope): Tensor {
  // answer (batch, 1, cols)
  return dD.sum(1, { keepdim: true })
  // end answer
}
