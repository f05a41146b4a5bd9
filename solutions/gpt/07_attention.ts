// %% [markdown]
// # 07 · Attention
//
// Each position compares its query with the keys of all positions. How well they match decides how much of
// their values it takes. All heads do that at the same time, each on its own:
//
//     q --> matmul --> scores --> scaled --> masked -- softmax --> att --> matmul --> yh
//              ^                                                              ^
//     k -------+                                                      v ------+
//
//     q, k, v, yh   (B, NH, T, hs)          scores, scaled, masked, att   (B, NH, T, T)
//
// The four tables in the middle have a row for each query and a column for each key. `scores[i][j]` says
// how well the query of position i and the key of position j match. `att[i][j]` is how much of the value
// of position j goes to position i:
//
//     scores[i][j]  =  sum over d of  q[i][d] * k[j][d]
//     yh[i][d]      =  sum over j of  att[i][j] * v[j][d]
// tex: \begin{aligned} \name{scores}_{ij} &= \sum_d q_{id}\, k_{jd} \\
//   \name{yh}_{id} &= \sum_j \name{att}_{ij}\, v_{jd} \end{aligned}
//
// ## The matrix products
//
// With more than two dimensions, `matmul` multiplies the last two, once for each head of each batch. So what
// you know from "A linear layer", in the track makemore, holds here for each of them. `x.transpose(-2, -1)`,
// or `x.mT` for short, exchanges the last two dimensions. But be careful: a table (T, T) is square, so it
// fits into a product both ways, transposed or not. The shapes won't help you. Write down what meets what,
// and which dimension the sum is over.
//
// A score is a sum of hs products, so the more there are, the larger it tends to be. With large scores,
// softmax would give almost 1 to one position and almost 0 to all others. That's why the scores are scaled
// by hs^-0.5 first.
//
// ## The mask
//
// Nobody may look at what comes later, because that's what the network has to guess. So `maskedFill` puts
// -Infinity in place of the scores above the diagonal, and softmax makes a 0 of it:
//
//     scaled                  masked                       att
//      0.2   0.9   0.4         0.2  -inf  -inf             1.00  0     0
//     -0.1   0.3   0.8        -0.1   0.3  -inf             0.40  0.60  0
//      0.4   0.0   0.9         0.4   0.0   0.9             0.30  0.20  0.50
//
// What was there before is gone. Nudge 0.9 in the first row: which numbers further on change, and by how
// much? That is the gradient of a masked place.
//
// You'll notice that `dmasked` is already 0 there. Write the mask anyway: the checker also calls each of
// your functions with random numbers instead of the upstream gradients, and then it isn't 0.
//
// python:
// You'll notice that `dmasked` is already 0 there. Write the mask anyway: the checker also tries each of
// your lines with random numbers instead of the upstream gradients, and then it isn't 0.
//
// ## Softmax in one step
//
// Each row of `att` is the softmax of the same row of `masked`. For one row, with three scores m:
//
//     att[i]  =  exp(m[i]) / s,       s  =  exp(m[0]) + exp(m[1]) + exp(m[2])
// tex: \name{att}_i = \frac{e^{m_i}}{s}, \qquad s = e^{m_0} + e^{m_1} + e^{m_2}
//
// A score is used twice: in the numerator of its own att[i], and in s, which divides the whole row. A
// nudge that raises one att lowers all the others, because the row always adds up to 1. In "Softmax", in
// the track makemore, you went through both uses step by step. Now put them together on paper:
//
// 1. How much does att[i] change when you nudge its own m[i], and how much does another att[j]?
// 2. Each att[j] has its own upstream gradient datt[j]. What do all of them send back to m[i]?
//
// Try your formula on this row. The last place is masked:
//
//     att      1/4    3/4    0
//     datt     4      8      100
//     dm       -3/4   3/4    0
//
// A row of `dmasked` always adds up to 0. Do you see why it must?

// %%
import { arange, type ScopeOf, type Source, type Tensor } from 'backprop-ninja'

// %% Queries, keys and values, and which positions come later
/** The last has as many heads as positions. */
export const sizes = {
  usual: { B: 3, T: 5, C: 8, NH: 2 },
  other: { B: 4, T: 3, C: 10, NH: 2 },
  square: { B: 2, T: 4, C: 12, NH: 4 },
}

export function inputs({ B, T, C, NH }: typeof sizes.usual, { g }: Source) {
  const hs = C / NH
  const q = g.randn(B, NH, T, hs)                   // (B, NH, T, hs)
  const k = g.randn(B, NH, T, hs)                   // (B, NH, T, hs)
  const v = g.randn(B, NH, T, hs)                   // (B, NH, T, hs)
  const future = arange(T).view(T, 1).lt(arange(T)) // (T, T): true above the diagonal
  const rest = g.randn(B, NH, T, hs)                // (B, NH, T, hs): the network that comes after
  return { B, T, C, NH, hs, q, k, v, future, rest }
}

// %% The forward pass
export function forward({ hs, q, k, v, future, rest }: ReturnType<typeof inputs>) {
  const scores = q.matmul(k.transpose(-2, -1))        // (B, NH, T, T)
  const scaled = scores.mul(hs ** -0.5)               // (B, NH, T, T)
  const masked = scaled.maskedFill(future, -Infinity) // (B, NH, T, T)
  const att = masked.softmax(-1)                      // (B, NH, T, T)
  const yh = att.matmul(v)                            // (B, NH, T, hs)
  const loss = yh.mul(rest).sum()                     // a single number
  return { scores, scaled, masked, att, yh, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% v feeds yh = att.matmul(v)
// hint: A matrix product for each head: (T, T) times (T, hs). v is its right factor.
// hint: v[j] goes to every position i, weighted with att[i][j]. So dv[j] is the sum over i, the rows of
//       att.
// hint: att, with its last two dimensions exchanged, and then `.matmul(...)`.
export function dv({ att, dyh }: Scope): Tensor {
  // answer (B, NH, T, hs)
  return att.transpose(-2, -1).matmul(dyh)
  // end answer
  // wrong (shape): return att.matmul(dyh)
}

// %% att feeds yh = att.matmul(v)
// hint: The same product, and its left factor. The result is a table: a row for each i, a column for each
//       j.
// hint: att[i][j] meets the row v[j], and both go into the row yh[i]. So datt[i][j] is a sum over d.
// hint: `dyh.matmul(...)`, with v transposed as k is in the forward pass.
export function datt({ v, dyh }: Scope): Tensor {
  // answer (B, NH, T, T)
  return dyh.matmul(v.transpose(-2, -1))
  // end answer
  // wrong (shape): return v.matmul(dyh.transpose(-2, -1))
}

// %% masked feeds att = masked.softmax(-1)
// hint: Each score has two uses: its own numerator, and the sum that divides the whole row.
// hint: Through its own numerator att[i] changes by att[i]. Through the sum each att[j] changes by -att[i]
//       * att[j], the one with j = i too. Weigh each change with its datt and add up: att[i] is in every
//       term.
// hint: `att.mul(...)`: in the brackets datt, minus the sum of `att.mul(datt)` along each row. That sum is
//       (B, NH, T, 1).
export function dmasked({ att, datt }: Scope): Tensor {
  // answer (B, NH, T, T)
  return att.mul(datt.sub(att.mul(datt).sum(-1, { keepdim: true })))
  // end answer
  // wrong (a use forgotten): return att.mul(datt)
  // wrong (fused formulas): return att.mul(att.neg().add(1)).mul(datt)
  // wrong (wrong operand): return att.mul(datt.sub(datt.sum(-1, { keepdim: true })))
  // wrong (wrong local derivative): return att.mul(datt).sub(att.mul(datt).sum(-1, { keepdim: true }))
  // wrong (reduction): return att.mul(datt.sub(att.mul(datt).sum(-2, { keepdim: true })))
  // wrong (sign, factor): return att.mul(datt.sub(att.mul(datt).mean(-1, { keepdim: true })))
  // wrong (overwritten, doubled, subtracted): return att.mul(datt.add(att.mul(datt).sum(-1, { keepdim: true })))
  // wrong (fused formulas): return att.mul(datt.sub(att.mul(datt)))
}

// %% scaled feeds masked = scaled.maskedFill(future, -Infinity)
// hint: There are two kinds of places: those that passed through unchanged, and those that were
//       overwritten.
// hint: A place that was kept has the slope 1. An overwritten one has no effect at all, so its gradient is
//       0.
// hint: `maskedFill` once more, on the upstream gradient. Which number does it put there?
export function dscaled({ future, dmasked }: Scope): Tensor {
  // answer (B, NH, T, T)
  return dmasked.maskedFill(future, 0)
  // end answer
  // wrong (local derivative missing): return dmasked
  // wrong (index): return dmasked.mul(future)
  // wrong (index): return dmasked.maskedFill(future.transpose(0, 1), 0)
  // wrong (index): return dmasked.maskedFill(future.eq(0), 0)
  // wrong (index): return dmasked.tril(-1)
  // wrong (not finite): return dmasked.maskedFill(future, -Infinity)
}

// %% scores feeds scaled = scores.mul(hs ** -0.5)
// hint: A product with a number.
// hint: The slope is that number, the same for every element.
// hint: Multiply the upstream gradient by what the scores were multiplied by.
export function dscores({ hs, dscaled }: Scope): Tensor {
  // answer (B, NH, T, T)
  return dscaled.mul(hs ** -0.5)
  // end answer
  // wrong (sign, factor): return dscaled
  // wrong (sign, factor): return dscaled.div(hs)
  // wrong (sign, factor): return dscaled.mul(hs ** 0.5)
  // wrong (sign, factor): return dscaled.mul(C ** -0.5)
}

// %% q feeds scores = q.matmul(k.transpose(-2, -1))
// hint: q is the left factor. Its partner is k, transposed.
// hint: q[i] meets every k[j], and the result is scores[i][j]. So dq[i] is the sum over j of dscores[i][j]
//       * k[j].
// hint: `dscores.matmul(...)`. The right factor of the forward pass, transposed, is k itself.
export function dq({ k, dscores }: Scope): Tensor {
  // answer (B, NH, T, hs)
  return dscores.matmul(k)
  // end answer
  // wrong (shape): return dscores.transpose(-2, -1).matmul(k)
}

// %% k feeds scores = q.matmul(k.transpose(-2, -1))
// hint: k[j] meets every q[i]. Which dimension of dscores is the sum over now?
// hint: dk[j] is the sum over i of dscores[i][j] * q[i]. A product sums over the columns of its left
//       factor, so i has to be there.
// hint: dscores, with its last two dimensions exchanged, and then `.matmul(...)`.
export function dk({ q, dscores }: Scope): Tensor {
  // answer (B, NH, T, hs)
  return dscores.transpose(-2, -1).matmul(q)
  // end answer
  // wrong (shape): return dscores.matmul(q)
}
