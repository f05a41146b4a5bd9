// %% [markdown]
// # 13 · The whole Jacobian of softmax, and the short way
//
// So far each number of a result was made of a few numbers of the input. Softmax is another case:
// **every** output is made of **every** input, because all of them share one sum.
//
//     p_i  =  exp(z_i) / (exp(z_0) + exp(z_1) + ...)
//
// How much p_i changes when z_j is nudged is a number for each pair i, j: a table, the **Jacobian**. Work
// it out with the quotient rule, in two cases:
//
//     i = j      J[i][i]  =   p_i * (1 - p_i)          its own score goes up: it goes up
//     i ≠ j      J[i][j]  =  -p_i * p_j                another score goes up: it goes down
//
// Both cases in one line, with a 1 on the diagonal: J[i][j] = p_i * (1 if i = j, else 0) - p_i * p_j. As
// tables: the numbers p on the diagonal, minus the **outer product** of p with itself (exercise 10).
//
// Two things to see in it. Each row adds up to 0: the probabilities share a cake of size 1, so what one
// gets the others lose. And J[i][j] = J[j][i].
//
// ## The way back
//
// dz_j collects from all outputs: the sum over i of dp_i * J[i][j]. That is `dp` times the whole table, a
// product of a list and a matrix, and it is the same for **every** function: what comes from above, times
// its Jacobian. That is the whole chain rule. Write it as `pullBack`, for any table, then forget about it:
// for 27 characters the table of softmax has 729 numbers, for a vocabulary of 50,000 it would have
// 2,500,000,000, for every example. Nobody builds it. Put the formula of J into the sum, and simplify on
// paper:
//
//     dz_j  =  sum over i of  dp_i * (p_i * (1 if i = j) - p_i * p_j)
//           =  dp_j * p_j  -  p_j * (sum over i of dp_i * p_i)
//           =  p_j * (dp_j - s)            with one number s for the whole row: which?
//
// This is the usual saving in backpropagation: **a product with the Jacobian, never the Jacobian**.
//
// | tool | what it gives |
// |---|---|
// | `eye(n)` | a table of (n, n) with ones on the diagonal, else 0 |
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
// `jacobian` is no gradient: it gets a list of probabilities p, (n), and gives the table of (n, n)
export function jacobian(p: Tensor): Tensor {
  return TODO() // (n, n)
}

// %% Back through any Jacobian
// `J` is (outputs, inputs): J[i][j] says how much output i changes when input j is nudged. `dy` is (outputs)
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
