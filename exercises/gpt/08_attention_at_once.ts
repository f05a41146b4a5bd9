// %% [markdown]
// # 08 · Attention at once
//
// In exercise 07 you went back through attention in small steps. Libraries do it in a few lines, and now
// so do you: one for softmax and the mask, and one each for the queries and the keys, with the scale in
// it. The forward pass begins a little earlier here, at `x`. In a GPT that's the output of a layer norm:
//
//     x --> matmul, bias --> qkv --> q, k, v
//
//     q --> matmul, scale --> scaled -- mask, softmax --> att --> matmul --> yh --> y
//              ^                                                     ^
//     k -------+                                             v ------+
//
// ## Softmax and the mask
//
// You have both lines from exercise 07: the one for `dmasked`, and the one for `dscaled`. Put one into the
// other. What does the first one give wherever att is 0, whatever `datt` is? Is anything left for the mask
// to do?
//
// ## The scale
//
// Now the scale is part of the line of the scores:
//
//     scaled[i][j]  =  hs^-0.5  *  sum over d of  q[i][d] * k[j][d]
//
// It makes no difference where in a product a number is. You may scale the upstream gradient, the other
// factor or the result. But scale only once.
//
// ## A third of dbqkv
//
// `bqkv` is one long bias, with a third each for the queries, the keys and the values: bq, bk and bv.
// Write `dbqkv`, and print it third by third:
//
//     const d = ...
//     console.log(d.view(3, -1))
//     return d
//
// One third is no more than rounding, at any size and with any weights. So the loss doesn't depend on that
// part of the bias. Find out why, on paper:
//
// 1. Add the same number to all scores of one row. What happens to that row of `att`? You met this in
//    "Softmax", in the track makemore, when you subtracted the maximum.
// 2. The key of every position j has bk in it. Write down the score of query i and key j. Which part of it
//    comes from bk, and does that part depend on j?
// 3. Why doesn't the same happen with bq?
//
// A parameter without an effect does no harm, but some models leave it out: Whisper, which recognises
// speech, has a bias for queries and values and none for keys. But such a parameter hides mistakes. Leave its
// third of `dbqkv` 0, double it or get its sign wrong, and a comparison with autograd finds nothing but
// rounding. The checker does find it, because it also tries your line with random upstream gradients.

// %%
import { arange, type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

// %% A batch, the parameters of q, k and v, and which positions come later
/** The last has as many heads as positions. */
export const sizes = {
  usual: { B: 3, T: 5, C: 8, NH: 2 },
  other: { B: 4, T: 3, C: 10, NH: 2 },
  square: { B: 2, T: 4, C: 12, NH: 4 },
}

export function inputs({ B, T, C, NH }: typeof sizes.usual, { g }: Source) {
  const hs = C / NH
  const x = g.randn(B, T, C)                        // (B, T, C)
  const Wqkv = g.randn(C, 3 * C).mul(C ** -0.5)     // (C, 3C)
  const bqkv = g.randn(3 * C).mul(0.1)              // (3C)
  const future = arange(T).view(T, 1).lt(arange(T)) // (T, T): true above the diagonal
  const rest = g.randn(B, T, C)                     // (B, T, C): the network that comes after
  return { B, T, C, NH, hs, x, Wqkv, bqkv, future, rest }
}

// %% The forward pass
export function forward({ B, T, C, NH, hs, x, Wqkv, bqkv, future, rest }: ReturnType<typeof inputs>) {
  const qkv = x.matmul(Wqkv).add(bqkv)                                 // (B, T, 3C)
  const q = qkv.slice(-1, 0, C).view(B, T, NH, hs).transpose(1, 2)     // (B, NH, T, hs)
  const k = qkv.slice(-1, C, 2 * C).view(B, T, NH, hs).transpose(1, 2) // (B, NH, T, hs)
  const v = qkv.slice(-1, 2 * C).view(B, T, NH, hs).transpose(1, 2)    // (B, NH, T, hs)
  const scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5)         // (B, NH, T, T)
  const att = scaled.maskedFill(future, -Infinity).softmax(-1)         // (B, NH, T, T)
  const yh = att.matmul(v)                                             // (B, NH, T, hs)
  const y = yh.transpose(1, 2).reshape(B, T, C)                        // (B, T, C)
  const loss = y.mul(rest).sum()                                       // a single number
  return { qkv, q, k, v, scaled, att, yh, y, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% scaled feeds att = scaled.maskedFill(future, -Infinity).softmax(-1)
export function dscaled({ att, datt }: Scope): Tensor {
  return TODO() // (B, NH, T, T)
}

// %% q feeds scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5)
export function dq({ hs, k, dscaled }: Scope): Tensor {
  return TODO() // (B, NH, T, hs)
}

// %% k feeds scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5)
export function dk({ hs, q, dscaled }: Scope): Tensor {
  return TODO() // (B, NH, T, hs)
}

// %% bqkv feeds qkv = x.matmul(Wqkv).add(bqkv)
// dqkv is given: you wrote it in exercise 06.
export function dbqkv({ dqkv }: Scope): Tensor {
  return TODO() // (3C)
}
