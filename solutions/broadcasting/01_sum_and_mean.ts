// %% [markdown]
// # 01 · Sums and means
//
// So far a gradient was a single number, for a single number. From here on, gradients are **tensors**: lists
// and tables of numbers. The chain rule stays the same. For each line you only have to find out two things:
// where did each number go, and how often?
//
// ## Shapes
//
// The **shape** of a tensor says how many numbers it has along each dimension. `v` of shape (n) is a list of
// n numbers. `A` of shape (rows, cols) is a table: dimension 0 goes down, dimension 1 goes across. A single
// number has the shape (). In the forward pass, the comment next to each line is the shape of its result.
//
// | line | what it adds up | result |
// |---|---|---|
// | `A.sum()` | everything | () |
// | `A.sum(1)` | across: each row | (rows) |
// | `A.sum(0)` | down: each column | (cols) |
// | `A.sum(1, { keepdim: true })` | each row, and the result stays a column | (rows, 1) |
//
// `mean` does the same as `sum`, and then divides by how many numbers it added.
//
// ## What d means
//
// `dA` is the gradient of the loss with respect to `A`. It has the shape of `A`. Each of its numbers says
// how fast the loss changes when you nudge the number of `A` in the same place.
//
// Take `row_sums = A.sum(1)` with 2 rows and 3 columns:
//
//     A:  a b c        row_sums:  a + b + c        drow_sums:  p        dA:  ? ? ?
//         d e f                   d + e + f                    q             ? ? ?
//
// Nudge b by a tiny t. The first sum changes by t, so the loss changes by t * p. The same holds for each
// number of the first row. So a **sum** in the forward pass is a **copy** in the backward pass.
//
// ## What to do
//
// There are four blanks, each with `return TODO()`. The names in the braces are given to you. You may add
// any other name of the forward pass, and upstream gradients: those of the tensors that are computed from
// yours. `npx ninja check` tells you what is right. You can fill in the blanks in any order.
//
// | tool | what it gives |
// |---|---|
// | `x.expandAs(y)` | x copied to the shape of y: along dimensions of size 1, and along new ones in front |
// | `x.unsqueeze(1)` | x with a new dimension of size 1 at place 1: (rows) becomes (rows, 1), a column |
// | `x.mul(y)`, `x.div(y)` | times, divided by: y is a tensor or a number |

// %%
import type { ScopeOf, Source, Tensor } from 'backprop-ninja'

// %% Some numbers
export const sizes = {
  usual: { n: 6, rows: 4, cols: 3 },
  small: { n: 5, rows: 3, cols: 4 },
  other: { n: 3, rows: 7, cols: 2 },
}

export function inputs({ n, rows, cols }: typeof sizes.usual, { g }: Source) {
  const v = g.randn(n)          // (n)
  const A = g.randn(rows, cols) // (rows, cols)
  const B = g.randn(rows, cols) // (rows, cols)
  const C = g.randn(rows, cols) // (rows, cols)
  return { n, rows, cols, v, A, B, C }
}

// %% The forward pass. The loss is just any number that depends on all results; their gradients are given
export function forward({ v, A, B, C }: ReturnType<typeof inputs>) {
  const total = v.sum()                            // ()
  const row_sums = A.sum(1)                        // (rows)
  const col_means = B.mean(0, { keepdim: true })   // (1, cols)
  const average = C.mean()                         // ()
  const loss = total.sin().add(row_sums.sin().sum()).add(col_means.sin().sum()).add(average.exp())
  return { total, row_sums, col_means, average, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% v feeds total = v.sum()
// hint: Nudge one number of v. By how much does the total change? Is it the same for each of them?
// hint: Each number counts once in the total, so each has the same gradient: that of the total.
// hint: dtotal has the shape (): it is a single number. Copy it until it has the shape of v.
export function dv({ v, dtotal }: Scope): Tensor {
  // answer (n)
  return dtotal.expandAs(v)
  // end answer
}

// %% A feeds row_sums = A.sum(1)
// drow_sums is (rows): a list, neither a row nor a column
// hint: Each number of A goes into only one sum, the sum of its row. So all numbers of a row have the same
//       gradient.
// hint: Row i of dA is drow_sums[i], copied across. To copy it across, first turn drow_sums into a column:
//       (rows, 1).
// hint: drow_sums.unsqueeze(...) makes the column, and .expandAs(...) copies it.
export function dA({ A, drow_sums }: Scope): Tensor {
  // answer (rows, cols)
  return drow_sums.unsqueeze(1).expandAs(A)
  // end answer
}

// %% B feeds col_means = B.mean(0, { keepdim: true })
// hint: A mean is a sum, then a division. How many numbers go into each of these means?
// hint: Each column has as many numbers as there are rows. Nudge one of them by t, and its mean changes by
//       t / rows.
// hint: dcol_means.div(...), then copy it down until it has the shape of B. It already has the shape
//       (1, cols).
export function dB({ B, rows, dcol_means }: Scope): Tensor {
  // answer (rows, cols)
  return dcol_means.div(rows).expandAs(B)
  // end answer
}

// %% C feeds average = C.mean()
// hint: This is like total, but each number counts less. How much less?
// hint: It is one mean over all numbers of the table. Each counts 1 / (how many there are).
// hint: daverage.div(rows * cols), copied until it has the shape of C.
export function dC({ C, rows, cols, daverage }: Scope): Tensor {
  // answer (rows, cols)
  return daverage.div(rows * cols).expandAs(C)
  // end answer
}
