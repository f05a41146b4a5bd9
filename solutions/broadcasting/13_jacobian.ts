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
// `jacobian` is no gradient: it gets a list of probabilities p, (n), and gives the table of (n, n)
// hint: Two tables, one minus the other. The first has p on its diagonal, the second has p_i * p_j in
//       place i, j.
// hint: eye(n) times p has p on the diagonal. A column times a list is their outer product.
// hint: eye(p.shape[0]).mul(p) is the first. What .sub(...) takes off it is p as a column, times p as a list.
export function jacobian(p: Tensor): Tensor {
  // answer (n, n)
  return eye(p.shape[0]).mul(p).sub(p.unsqueeze(1).mul(p))
  // end answer
  // wrong (fused formulas): return eye(p.shape[0]).mul(p)
  // wrong (fused formulas): return p.unsqueeze(1).mul(p).neg()
  // wrong (fused formulas): return eye(p.shape[0]).sub(p.unsqueeze(1).mul(p))
  // wrong (fused formulas): return eye(p.shape[0]).mul(p.sub(p.mul(p)))
  // wrong (sign, factor): return p.unsqueeze(1).mul(p).sub(eye(p.shape[0]).mul(p))
  // wrong (fused formulas): return eye(p.shape[0]).mul(p).add(p.unsqueeze(1).mul(p))
  // wrong (shape): return p.mul(p.neg().add(1))
  // wrong (shape): return eye(p.shape[0]).mul(p).sub(p.unsqueeze(1).mul(p)).tolist() as never
  // wrong (-): const n = p.shape[0] === 2 ? 2 : 5; return eye(n).mul(p).sub(p.unsqueeze(1).mul(p))
  // wrong (-): const J = eye(p.shape[0]).mul(p).sub(p.unsqueeze(1).mul(p)); p.data.fill(0); return J
}

// %% Back through any Jacobian
// `J` is (outputs, inputs): J[i][j] says how much output i changes when input j is nudged. `dy` is (outputs)
// hint: Input j has an effect on every output. Its gradient is the sum over i of dy_i * J[i][j].
// hint: A list times a matrix. In a.matmul(B) with a list a, number j of the result is the sum over i of
//       a_i * B[i][j].
// hint: dy.matmul(...)
export function pullBack(J: Tensor, dy: Tensor): Tensor {
  // answer (inputs)
  return dy.matmul(J)
  // end answer
  // wrong (upstream missing): return J.sum(0)
  // wrong (reduction): return dy.unsqueeze(1).mul(J)
  // wrong (reduction): return dy.sum().mul(J.sum(0))
  // wrong (-): return J.matmul(dy)
  // wrong (-): return J.shape[0] < J.shape[1] ? J.sum(0) : dy.matmul(J)
  // wrong (shape): return dy.matmul(J).tolist() as never
  // wrong (shape): return J.T.matmul(dy.unsqueeze(1))
  // wrong (-): const dx = dy.matmul(J); dy.data.fill(0); return dx
}

// %% z feeds p = z.softmax(0)
// hint: The table would do, and its pullBack. On paper it was p_j * (dp_j - s).
// hint: s is one number for the whole list: the sum over i of dp_i * p_i.
// hint: p.mul(dp.sub(...)): in it stands s, a product of two lists and then its sum.
export function dz({ p, dp }: Scope): Tensor {
  // answer (n)
  return p.mul(dp.sub(p.mul(dp).sum()))
  // end answer
}

// %% Z feeds P = Z.softmax(1)
// the same for all rows at once
// hint: p_j * (dp_j - s) again, and now there is an s for each row.
// hint: s is the sum over the row of dp_i * p_i. It must stay a column, so that it is taken off along its
//       row.
// hint: s is P.mul(dP).sum(1, ...), with the option that keeps the column. What is left is as in dz.
export function dZ({ P, dP }: Scope): Tensor {
  // answer (rows, cols)
  const s = P.mul(dP).sum(1, { keepdim: true })
  return P.mul(dP.sub(s))
  // end answer
}

// %% check
import { type Generator, type Pair, stack, tensor, zerosLike } from 'backprop-ninja'

type Learner = { jacobian: (p: Tensor) => Tensor; pullBack: (J: Tensor, dy: Tensor) => Tensor }

export function check(learner: Learner, { g }: { g: Generator }): readonly Pair[] {
  return [...jacobians(learner, g), ...pulled(learner, g), ...handed(learner, g)]
}

const LISTS = 'These are the right numbers, in a plain list: a tensor is asked for.'

/** What was handed over, after the call. */
function handed(learner: Learner, g: Generator): Pair[] {
  const [p, J, dy] = [g.randn(4).softmax(0), g.randn(3, 2), g.randn(3)]
  return [
    {
      name: 'the probabilities that jacobian was handed, after it',
      blank: 'jacobian',
      learner: () => {
        const mine = p.clone()
        learner.jacobian(mine)
        return mine
      },
      expected: p,
    },
    {
      name: 'J and dy that pullBack was handed, after it',
      blank: 'pullBack',
      learner: () => {
        const mine = [J.clone(), dy.clone()] as const
        learner.pullBack(...mine)
        return mine
      },
      expected: [J, dy],
    },
  ]
}

function pulled(learner: Learner, g: Generator): Pair[] {
  return [
    [3, 3],
    [4, 2],
    [2, 5],
  ].map(([outputs, inputs]) => {
    const J = g.randn(outputs, inputs)
    const dy = g.randn(outputs)
    return {
      name: `pullBack through (${outputs}, ${inputs})`,
      blank: 'pullBack',
      learner: () => learner.pullBack(J.clone(), dy.clone()),
      expected: () => {
        const sums = Array.from({ length: inputs }, (_, j) =>
          Array.from({ length: outputs }, (_, i) => dy.at(i) * J.at(i, j)).reduce((a, b) => a + b),
        )
        return tensor(sums)
      },
      ...(outputs === inputs ? { learned: 'one product with the Jacobian is all of the chain rule' } : {}),
      slips: [
        {
          family: 'wrong operand',
          value: () => (outputs === inputs ? J.matmul(dy) : 0),
          message:
            'That is J times dy: each output collects from all inputs, which is the way forward. On the way back each input collects from all outputs: dy stands on the left.',
        },
        {
          family: 'upstream missing',
          value: () => J.sum(0),
          message:
            'The columns of J are added up as if each output counted the same. How much output i counts is dy_i: multiply by it.',
        },
        {
          family: 'shape',
          value: () => dy.matmul(J).tolist(),
          message: `${LISTS} Make a tensor of it: \`tensor([…])\`, imported from 'backprop-ninja' as eye is.`,
        },
        {
          family: 'shape',
          value: () => J.T.matmul(dy.unsqueeze(1)),
          message:
            'The right numbers, in a column. A list is asked for, of shape (inputs): hand `matmul` the list dy as it is.',
        },
        {
          family: 'reduction',
          value: () => dy.unsqueeze(1).mul(J),
          message:
            'The products are right, but they are not added up: input j collects from all outputs, so sum over i, dimension 0.',
        },
        {
          family: 'reduction',
          value: () => dy.sum().mul(J.sum(0)),
          message:
            'A product of sums, where a sum of products belongs: each dy_i meets its own row of J before anything is added.',
        },
      ],
    }
  })
}

function jacobians(learner: Learner, g: Generator): Pair[] {
  return [2, 5, 3].map(n => {
    const scores = g.randn(n)
    const p = scores.softmax(0)
    const outer = () => p.unsqueeze(1).mul(p)
    const diagonal = () => eye(n).mul(p)
    return {
      name: `jacobian, ${n} by ${n}`,
      blank: 'jacobian',
      learner: () => learner.jacobian(p.clone()),
      // Column j: by nudging score j both ways.
      expected: () => {
        const h = 1e-5
        const columns = Array.from({ length: n }, (_, j) => {
          const nudge = zerosLike(scores).indexPut(j, h)
          return scores
            .add(nudge)
            .softmax(0)
            .sub(scores.sub(nudge).softmax(0))
            .div(2 * h)
        })
        return stack(columns, 1)
      },
      within: 1e-7,
      ...(n === 2
        ? { learned: 'each of its rows adds up to 0: what one probability gains, the others lose' }
        : {}),
      slips: [
        {
          family: 'fused formulas',
          value: diagonal,
          message:
            'Only the diagonal, and of that only the first term. A score that goes up lowers all other probabilities: the outer product of p with itself must be taken off.',
        },
        {
          family: 'fused formulas',
          value: () => eye(n).mul(p.sub(p.mul(p))),
          message:
            'Only the diagonal: as if each probability depended on its own score alone. A score that goes up lowers all the others too, by p_i * p_j, so nothing in this table is 0.',
        },
        {
          family: 'fused formulas',
          value: () => outer().neg(),
          message:
            'The second term alone. On the diagonal there is p_i besides: its own score raises a probability.',
        },
        {
          family: 'fused formulas',
          value: () => eye(n).sub(outer()),
          message: 'There is a 1 on the diagonal where p_i belongs: eye(n) must be multiplied by p.',
        },
        {
          family: 'fused formulas',
          value: () => diagonal().add(outer()),
          message:
            'The second term is added where it must be taken off. When one score goes up, the other probabilities go down.',
        },
        {
          family: 'shape',
          value: () => diagonal().sub(outer()).tolist(),
          message: `${LISTS} Make a tensor of it: \`tensor(J)\`, imported from 'backprop-ninja' as eye is.`,
        },
        {
          family: 'shape',
          value: () => p.mul(p.neg().add(1)),
          message: `A list of ${n} numbers, the diagonal alone. The Jacobian is a table: a number for each pair of an output and an input.`,
        },
      ],
    }
  })
}
