// %% [markdown]
// # 13 · The whole Jacobian of softmax, and the short way
//
// So far, each number of a result was made from a few numbers of the input. Softmax is different: **every**
// output is made from **every** input, because all of them share one sum.
//
//     p_i  =  exp(z_i) / (exp(z_0) + exp(z_1) + ...)
// tex: p_i = \frac{e^{z_i}}{e^{z_0} + e^{z_1} + \dots}
//
// How much does p_i change when you nudge z_j? The answer is one number for each pair i, j. Together these
// numbers are a table, the **Jacobian**. You can work it out with the quotient rule, in two cases:
//
//     i = j      J[i][i]  =   p_i * (1 - p_i)          its own score goes up: it goes up
//     i ≠ j      J[i][j]  =  -p_i * p_j                another score goes up: it goes down
// tex: \begin{aligned}
//   J_{ii} &= p_i\,(1 - p_i) &&\text{its own score goes up: it goes up} \\
//   J_{ij} &= -p_i\, p_j, \; i \ne j &&\text{another score goes up: it goes down}
//   \end{aligned}
//
// You can write both cases in one line, with a 1 on the diagonal:
//
//     J[i][j]  =  p_i * (1 if i = j, else 0)  -  p_i * p_j
// tex: J_{ij} = p_i\,(1 \text{ if } i = j \text{, else } 0) - p_i\, p_j
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
// tex: \begin{aligned}
//   \name{dz}_j &= \sum_i \name{dp}_i\, \bigl(p_i\,(1 \text{ if } i = j) - p_i\, p_j\bigr) \\
//   &= \name{dp}_j\, p_j - p_j \sum_i \name{dp}_i\, p_i \\
//   &= p_j\,(\name{dp}_j - s)
//   \end{aligned}
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
import { eye, type ScopeOf, type Source, type Tensor } from 'backprop-ninja'

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
// hint: Two tables, one minus the other. The first has p on its diagonal. The second has p_i * p_j in place
//       i, j.
// hint: eye(n) times p has p on the diagonal. A column times a list is their outer product.
// hint: eye(p.shape[0]).mul(p) is the first. What you subtract with .sub(...) is p as a column, times p as a
//       list.
export function jacobian(p: Tensor): Tensor {
  // answer (n, n)
  return eye(p.shape[0]).mul(p).sub(p.unsqueeze(1).mul(p))
  // end answer
  // wrong (fused formulas): return eye(p.shape[0]).mul(p)
  //   > This is only the first term. A score that goes up lowers all other probabilities: subtract the outer
  //   > product of p with itself.
  // wrong (fused formulas): return p.unsqueeze(1).mul(p).neg()
  //   > This is only the second term. On the diagonal there is also p_i: its own score raises a probability.
  // wrong (fused formulas): return eye(p.shape[0]).sub(p.unsqueeze(1).mul(p))
  //   > You have a 1 on the diagonal where p_i belongs. Multiply eye(n) by p.
  // wrong (fused formulas): return eye(p.shape[0]).mul(p.sub(p.mul(p)))
  //   > You have only the diagonal, as if each probability depended on its own score alone. A score that goes up
  //   > lowers all the others too, by p_i * p_j, so nothing in this table is 0.
  // wrong (fused formulas): return eye(p.shape[0]).mul(p).sub(p.mul(p))
  //   > p.mul(p) is the list of squares. You need a table with every product p_i * p_j: make the first p a column.
  // wrong (reduction): return eye(p.shape[0]).mul(p).sub(p.matmul(p))
  //   > p.matmul(p) is a single number. You need a table with every product p_i * p_j: multiply p as a column by p.
  // wrong (sign, factor): return p.unsqueeze(1).mul(p).sub(eye(p.shape[0]).mul(p))
  //   > All signs are the wrong way round. Subtract the outer product from the diagonal.
  // wrong (fused formulas): return eye(p.shape[0]).mul(p).add(p.unsqueeze(1).mul(p))
  //   > You added the second term. Subtract it: when one score goes up, the other probabilities go down.
  // wrong (shape): return p.mul(p.neg().add(1))
  //   > This is a list, the diagonal alone. The Jacobian is a table, with a number for each pair of an output and
  //   > an input.
  // wrong (shape): return eye(p.shape[0]).mul(p).sub(p.unsqueeze(1).mul(p)).tolist() as never
  //   > The numbers are right, but they are in plain lists. Make a tensor of them with `tensor(…)`, imported from
  //   > 'backprop-ninja' as `eye` is.
  // wrong (-): const n = p.shape[0] === 2 ? 2 : 5; return eye(n).mul(p).sub(p.unsqueeze(1).mul(p))
  // wrong (-): const J = eye(p.shape[0]).mul(p).sub(p.unsqueeze(1).mul(p)); p.data.fill(0); return J
}

// %% Back through any Jacobian
// `J` is (outputs, inputs): J[i][j] says how much output i changes when you nudge input j. `dy` is (outputs)
// hint: Input j has an effect on every output. Its gradient is the sum over i of dy_i * J[i][j].
// hint: A list times a matrix. In a.matmul(B) with a list a, number j of the result is the sum over i of
//       a_i * B[i][j].
// hint: dy.matmul(...)
export function pullBack(J: Tensor, dy: Tensor): Tensor {
  // answer (inputs)
  return dy.matmul(J)
  // end answer
  // wrong (upstream missing): return J.sum(0)
  //   > You add up the columns of J as if each output counted the same. How much output i counts is dy_i: multiply
  //   > by it.
  // wrong (reduction): return dy.unsqueeze(1).mul(J)
  //   > The products are right, but you don't add them up. Input j collects from all outputs, so sum over i,
  //   > dimension 0.
  // wrong (reduction): return dy.sum().mul(J.sum(0))
  //   > This is a product of sums. You need a sum of products: multiply each dy_i by its own row of J before you
  //   > add.
  // wrong (wrong operand): return J.matmul(dy)
  //   > This is J times dy: each output collects from all inputs, as in the forward pass. In the backward pass,
  //   > each input collects from all outputs: put dy on the left.
  // wrong (wrong operand): return dy.matmul(J.T)
  //   > Your J is transposed. Row i of J belongs to output i, and so does dy_i: leave J as it is.
  // wrong (shape): return dy.matmul(J).tolist() as never
  //   > The numbers are right, but they are in a plain list. Make a tensor of them with `tensor(…)`, imported from
  //   > 'backprop-ninja' as `eye` is.
  // wrong (shape): return J.T.matmul(dy.unsqueeze(1))
  //   > The numbers are right, but they are in a column. You need a list, of shape (inputs): give `matmul` the list
  //   > dy as it is.
  // wrong (-): return J.shape[0] < J.shape[1] ? J.sum(0) : dy.matmul(J)
  // wrong (-): const dx = dy.matmul(J); dy.data.fill(0); return dx
}

// %% z feeds p = z.softmax(0)
// hint: The table and its pullBack would do. But on paper it came out as p_j * (dp_j - s).
// hint: s is one number for the whole list: the sum over i of dp_i * p_i.
// hint: p.mul(dp.sub(...)). Inside goes s: multiply two lists, then sum.
export function dz({ p, dp }: Scope): Tensor {
  // answer (n)
  return p.mul(dp.sub(p.mul(dp).sum()))
  // end answer
}

// %% Z feeds P = Z.softmax(1)
// the same for all rows at once
// hint: p_j * (dp_j - s) again, and now each row has its own s.
// hint: s is the sum over the row of dp_i * p_i. Keep it as a column, so that it's subtracted from its own
//       row.
// hint: s is P.mul(dP).sum(1, ...), with the option that keeps the column. The rest is as in dz.
export function dZ({ P, dP }: Scope): Tensor {
  // answer (rows, cols)
  const s = P.mul(dP).sum(1, { keepdim: true })
  return P.mul(dP.sub(s))
  // end answer
}

// %% check
import { type Check, tensor } from 'backprop-ninja'

type Learner = Pick<typeof import('./13_jacobian.ts'), 'jacobian' | 'pullBack'>

export const check: Check<Learner> = (learner, { g }) => {
  const [p, J, dy] = [g.randn(4).softmax(0), g.randn(3, 2), g.randn(3)]
  return [
    ...[2, 5, 3].map(n => {
      const p = g.randn(n).softmax(0)
      return {
        name: `jacobian, ${n} by ${n}`,
        blank: 'jacobian',
        learner: () => learner.jacobian(p.clone()),
        expected: tensor(
          Array.from(p.data, (a, i) => Array.from(p.data, (b, j) => a * (i === j ? 1 - b : -b))),
        ),
        ...(n === 2 && { learned: 'each row adds up to 0: what one probability gains, the others lose' }),
      }
    }),
    {
      name: 'p itself, after jacobian',
      blank: 'jacobian',
      learner: () => {
        const given = p.clone()
        learner.jacobian(given)
        return given
      },
      expected: p,
    },
    ...[g.randn(3, 3), g.randn(4, 2), g.randn(2, 5)].map(J => {
      const dy = g.randn(J.shape[0])
      return {
        name: `pullBack through (${J.shape.join(', ')})`,
        blank: 'pullBack',
        learner: () => learner.pullBack(J.clone(), dy.clone()),
      }
    }),
    {
      name: 'pullBack through [[1, 2, 3], [4, 5, 6]] with dy = [10, 1]',
      blank: 'pullBack',
      learner: () => learner.pullBack(tensor([[1, 2, 3], [4, 5, 6]]), tensor([10, 1])),
      expected: tensor([14, 25, 36]),
      learned: 'one product with the Jacobian is all of the chain rule',
    },
    {
      name: 'J and dy themselves, after pullBack',
      blank: 'pullBack',
      learner: () => {
        const given = [J.clone(), dy.clone()] as const
        learner.pullBack(...given)
        return given
      },
      expected: [J, dy],
    },
  ]
}
