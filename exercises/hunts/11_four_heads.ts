// %% [markdown]
// # 11 · Four heads
//
// ## The program
//
// This is the attention of a small GPT that invents names. `q`, `k` and `v` have C = 32 columns. They are
// split among four heads, 8 columns for each, and every head does its own attention: for each letter, it
// looks at that letter and at all letters before it. Then the results of the heads are joined again.
//
//     q, k, v (B, T, C)  -- split -->  (B, NH, T, hs)  -- attention -->  (B, NH, T, hs)  -- join -->  (B, T, C)
//
// ## What was observed
//
// No error, all shapes are right, and the loss on names that it hasn't seen falls as one would hope:
//
//     step      0         100       500       1000      3000
//     loss      3.4328    2.3671    2.2994    2.2660    2.2428
//
// Nobody was surprised. Then somebody changed the first letter of a name and watched the prediction at
// the 7th position. It didn't change, not in any digit. Only the 7th letter itself mattered, and nothing
// before it.

// %%
import { type Family, Tensor, TODO, triu } from 'backprop-ninja'

// %% The columns of each head, for all positions
// `x.view(...)` gives x another shape, and keeps its numbers in their order, row by row.
export function split(x: Tensor, NH: number): Tensor {
  const [B, T, C] = x.shape
  return x.view(B, NH, T, C / NH)
}

// %% And back: the columns of all heads side by side
export function join(y: Tensor): Tensor {
  const [B, NH, T, hs] = y.shape
  return y.reshape(B, T, NH * hs)
}

// %% Attention
/** q, k, v (B, T, C); the result too. */
export function attention(q: Tensor, k: Tensor, v: Tensor, NH: number): Tensor {
  const [, T, C] = q.shape
  const future = triu(new Tensor([T, T], new Float64Array(T * T).fill(1)), 1).gt(0)
  const scores = split(q, NH).matmul(split(k, NH).transpose(-2, -1)).mul((C / NH) ** -0.5)
  return join(scores.maskedFill(future, -Infinity).softmax(-1).matmul(split(v, NH)))
}

// %% [markdown]
// ## Why it trained
//
// Once it's fixed, go back: with 8 positions and 4 heads, which numbers did each head get before?
// Whatever a program computes, training makes the best of it. From the same start, the right program gets
// to
//
//     step      0         100       500       1000      3000
//     loss      3.4041    2.3466    2.2356    2.1848    2.1380

// %% The family of the mistake
export function family(): Family {
  return TODO()
}
