// %% [markdown]
// # 01 · Sums and means
//
// So far a gradient was a number, for a number. From here on they come in **tensors**: lists and tables of
// numbers. Nothing of the chain rule changes. What must be found out for each line is only: which number
// went where, and how often.
//
// ## Shapes
//
// The **shape** of a tensor says how many numbers it has along each dimension. `v` of shape (n) is a list
// of n numbers, `A` of shape (rows, cols) is a table: dimension 0 goes down, dimension 1 goes across. A
// single number has the shape (). The comment beside each line of the forward pass is the shape of what it
// makes.
//
// | line | what it adds up | result |
// |---|---|---|
// | `A.sum()` | everything | () |
// | `A.sum(1)` | across: each row | (rows) |
// | `A.sum(0)` | down: each column | (cols) |
// | `A.sum(1, { keepdim: true })` | each row, and the result stays a column | (rows, 1) |
//
// `mean` in place of `sum` divides by how many were added.
//
// ## What d means
//
// `dA` is the gradient of the loss by `A`. It has the shape of `A`, and each of its numbers says how fast
// the loss changes when the number of `A` in the same place is nudged.
//
// Take `row_sums = A.sum(1)` with 2 rows and 3 columns:
//
//     A:  a b c        row_sums:  a + b + c        drow_sums:  p        dA:  ? ? ?
//         d e f                   d + e + f                    q             ? ? ?
//
// Nudge b by a tiny t: the first sum changes by t, so the loss changes by t * p. That holds for each
// number of the first row. So a **sum** on the way forward is a **copy** on the way back.
//
// ## What to do
//
// Four blanks, each `return TODO()`. The names in the braces are handed to you; you may add any other name
// of the forward pass, and gradients from further up. `npx ninja check` says what is right; you can do
// them in any order.
//
// | tool | what it gives |
// |---|---|
// | `x.expandAs(y)` | x copied until it has the shape of y. Only dimensions of size 1 are copied, and new ones in front |
// | `x.unsqueeze(1)` | x with a dimension of size 1 put in at place 1: (rows) becomes (rows, 1), a column |
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
// hint: Nudge one number of v: by how much does the total change? Is it the same for each of them?
// hint: Each number counts once in the total, so each has the same gradient: that of the total.
// hint: dtotal has the shape (), a single number. Copy it until it has the shape of v.
export function dv({ v, dtotal }: Scope): Tensor {
  // answer (n)
  return dtotal.expandAs(v)
  // end answer
}

// %% A feeds row_sums = A.sum(1)
// drow_sums is (rows): a list, which is neither a row nor a column
// hint: Each number of A gets into one sum only, that of its row. So all numbers of a row have the same
//       gradient.
// hint: Row i of dA is drow_sums[i], copied across. To copy across, drow_sums must stand as a column
//       first: (rows, 1).
// hint: drow_sums.unsqueeze(...) makes the column, .expandAs(...) copies it.
export function dA({ A, drow_sums }: Scope): Tensor {
  // answer (rows, cols)
  return drow_sums.unsqueeze(1).expandAs(A)
  // end answer
}

// %% B feeds col_means = B.mean(0, { keepdim: true })
// hint: A mean is a sum, then a division. Over how many numbers is each of these means?
// hint: Each column has as many numbers as there are rows. Nudge one of them by t, and its mean changes by
//       t / rows.
// hint: dcol_means.div(...), then copied down until it has the shape of B. It is (1, cols) already.
export function dB({ B, rows, dcol_means }: Scope): Tensor {
  // answer (rows, cols)
  return dcol_means.div(rows).expandAs(B)
  // end answer
}

// %% C feeds average = C.mean()
// hint: Like total, but each number counts less. How much?
// hint: One mean over all numbers of the table: each counts 1 / (how many there are).
// hint: daverage.div(rows * cols), copied until it has the shape of C.
export function dC({ C, rows, cols, daverage }: Scope): Tensor {
  // answer (rows, cols)
  return daverage.div(rows * cols).expandAs(C)
  // end answer
}
