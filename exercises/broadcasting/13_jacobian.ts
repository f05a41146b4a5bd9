// %% [markdown]
// # 13 · The whole Jacobian of softmax, and the short way
//
// So far, each number of a result was made from a few numbers of the input. Softmax is different: **every**
// output is made from **every** input, because all of them share one sum.
//
//     p_i  =  exp(z_i) / (exp(z_0) + exp(z_1) + ...)
//
// How much does p_i change when you nudge z_j? The answer is one number for each pair i, j. Together these
// numbers are a table, the **Jacobian**. You can work it out with the quotient rule, in two cases:
//
//     i = j      J[i][i]  =   p_i * (1 - p_i)          its own score goes up: it goes up
//     i ≠ j      J[i][j]  =  -p_i * p_j                another score goes up: it goes down
//
// You can write both cases in one line, with a 1 on the diagonal:
//
//     J[i][j]  =  p_i * (1 if i = j, else 0)  -  p_i * p_j
//
// As tables, that's the numbers p on the diagonal, minus the **outer product** of p with itself (exercise
// 10).
//
// Notice two things. Each row adds up to 0: the probabilities share a cake of size 1, so what one gains the
// others lose. And J[i][j] = J[j][i].
//
// ## Going backward
//
// dz_j collects from all outputs: it's the sum over i of dp_i * J[i][j]. That is `dp` times the whole table,
// a list times a matrix. This works for **every** function: you multiply the upstream gradient by the
// Jacobian. That's the whole chain rule. Write it as `pullBack`, for any table.
//
// Then forget about it. For 27 characters the table of softmax has 729 numbers. For a vocabulary of 50,000
// it would have 2,500,000,000 of them, for every example. Nobody builds it. Instead, put the formula of J
// into the sum and simplify on paper:
//
//     dz_j  =  sum over i of  dp_i * (p_i * (1 if i = j) - p_i * p_j)
//           =  dp_j * p_j  -  p_j * (sum over i of dp_i * p_i)
//           =  p_j * (dp_j - s)
//
// Here s is a single number for the whole row. Which one? The line above it tells you.
//
// This is how backpropagation always saves work: you compute **a product with the Jacobian, never the
// Jacobian**.
//
// | tool | what it gives |
// |---|---|
// | `eye(n)` | a table of shape (n, n) with ones on the diagonal and 0 elsewhere |
// | `p.unsqueeze(1)` | the list p as a column, (n, 1) |

// %%
import { eye, type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

// %% Scores
export const sizes = {
  usual: { n: 5, rows: 4, cols: 3 },
  small: { n: 4, rows: 3, cols: 5 },
  other: { n: 3, rows: 2, cols: 6 },
}

export function inputs({ n, rows, cols }: typeof sizes.usual, { g }: Source) {
  const z = g.randn(n)          // (n)
  const Z = g.randn(rows, cols) // (rows, cols)
  return { n, rows, cols, z, Z }
}

// %% The forward pass
export function forward({ z, Z }: ReturnType<typeof inputs>) {
  const p = z.softmax(0)      // (n)
  const P = Z.softmax(1)      // (rows, cols), each row by itself
  const loss = p.sin().sum().add(P.pow(3).sum())
  return { p, P, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% The whole table
// `jacobian` isn't a gradient: it takes a list of probabilities p, (n), and returns the table, (n, n)
export function jacobian(p: Tensor): Tensor {
  return TODO() // (n, n)
}

// %% Back through any Jacobian
// `J` is (outputs, inputs): J[i][j] says how much output i changes when you nudge input j. `dy` is (outputs)
export function pullBack(J: Tensor, dy: Tensor): Tensor {
  return TODO() // (inputs)
}

// %% z feeds p = z.softmax(0)
export function dz({ p, dp }: Scope): Tensor {
  return TODO() // (n)
}

// %% Z feeds P = Z.softmax(1)
// the same for all rows at once
export function dZ({ P, dP }: Scope): Tensor {
  return TODO() // (rows, cols)
}
