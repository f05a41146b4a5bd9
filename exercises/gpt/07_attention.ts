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
// ## Softmax in one step
//
// Each row of `att` is the softmax of the same row of `masked`. For one row, with three scores m:
//
//     att[i]  =  exp(m[i]) / s,       s  =  exp(m[0]) + exp(m[1]) + exp(m[2])
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
import { arange, type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

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
export function dv({ att, dyh }: Scope): Tensor {
  return TODO() // (B, NH, T, hs)
}

// %% att feeds yh = att.matmul(v)
export function datt({ v, dyh }: Scope): Tensor {
  return TODO() // (B, NH, T, T)
}

// %% masked feeds att = masked.softmax(-1)
export function dmasked({ att, datt }: Scope): Tensor {
  return TODO() // (B, NH, T, T)
}

// %% scaled feeds masked = scaled.maskedFill(future, -Infinity)
export function dscaled({ future, dmasked }: Scope): Tensor {
  return TODO() // (B, NH, T, T)
}

// %% scores feeds scaled = scores.mul(hs ** -0.5)
export function dscores({ hs, dscaled }: Scope): Tensor {
  return TODO() // (B, NH, T, T)
}

// %% q feeds scores = q.matmul(k.transpose(-2, -1))
export function dq({ k, dscores }: Scope): Tensor {
  return TODO() // (B, NH, T, hs)
}

// %% k feeds scores = q.matmul(k.transpose(-2, -1))
export function dk({ q, dscores }: Scope): Tensor {
  return TODO() // (B, NH, T, hs)
}
