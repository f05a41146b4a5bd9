// %% [markdown]
// # 06 · Heads
//
// Attention lets each position of a text look at the others. For that, a position needs three rows of C
// numbers: a **query** (what it looks for), a **key** (what it can be found by) and a **value** (what it
// passes on). One matrix product makes all three, so they lie side by side in one row of `qkv`. Attention
// itself comes in exercise 07. Here you only sort the numbers, there and back.
//
// ## From a row to its heads
//
// The looking is done by NH **heads**. Each of them has its own part of the query, the key and the value,
// hs = C / NH numbers wide. This is one row of `qkv`, with C = 6 and NH = 2:
//
//     one position       a b c d e f     g h i j k l     m n o p q r      3C numbers
//                        the query       the key         the value        slice
//
//     its query          a b c           d e f                            view: NH rows of hs numbers
//                        for head 0      for head 1
//
// Now take all positions, T of them. A head compares its own queries with its own keys, so for each head
// the queries of all positions must be together: the head comes first, then the position. `transpose(1, 2)`
// exchanges the two. (Dimension 0 is the batch, which the picture leaves out.)
//
//     (T, NH, hs)        head 0    head 1            (NH, T, hs)       position 0    position 1
//     position 0         a b c     d e f             head 0            a b c         A B C
//     position 1         A B C     D E F             head 1            d e f         D E F
//
// Here is what the three lines for q, k and v do, for batch b, head h, position t and the i-th number in a
// head:
//
//     q[b][h][t][i]  =  qkv[b][t][h * hs + i]
//     k[b][h][t][i]  =  qkv[b][t][C + h * hs + i]
//     v[b][h][t][i]  =  qkv[b][t][2C + h * hs + i]
//
// Many programs cut a row with `qkv.split(C, 2)`, which gives all three parts at once. In the end `y` has
// the heads of each position side by side again.
//
// ## Why a view isn't enough
//
// `view(B, NH, T, hs)` gives the same shape without a transpose. But a view leaves all numbers in line,
// here a b c d e f A B C D E F, and only counts them off in another way:
//
//     the view alone                                 "position 0"    "position 1"
//                                  head 0            a b c           d e f           all of position 0
//                                  head 1            A B C           D E F           all of position 1
//
// Now a head holds a few whole positions instead of its part of all of them, and it can't look at the
// others. Nothing complains: with a view at the end as well, such a network even learns. So don't ask only
// whether the shape is right. Ask where the number a is.
//
// ## Going backwards
//
// None of these steps changes a number. Each moves numbers to other places, and their gradients have to go
// home. Undo the steps one by one, and the last one first. A view is undone by a view, as in "The embedding"
// in the track makemore. For a transpose, ask what brings two exchanged dimensions back. Slices are cut out
// side by side: `cat([a, b], -1)` puts tensors side by side, along the last dimension.

// %%
import { arange, cat, type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

// %% The rows of a batch, and which positions come later
/** The last has as many heads as positions: then a forgotten transpose doesn't show in the shape. */
export const sizes = {
  usual: { B: 3, T: 5, C: 8, NH: 2 },
  other: { B: 4, T: 3, C: 10, NH: 2 },
  square: { B: 2, T: 4, C: 12, NH: 4 },
}

export function inputs({ B, T, C, NH }: typeof sizes.usual, { g }: Source) {
  const hs = C / NH
  const qkv = g.randn(B, T, 3 * C)                  // (B, T, 3C)
  const future = arange(T).view(T, 1).lt(arange(T)) // (T, T): true above the diagonal
  const rest = g.randn(B, T, C)                     // (B, T, C): the network that comes after
  return { B, T, C, NH, hs, qkv, future, rest }
}

// %% The forward pass
export function forward({ B, T, C, NH, hs, qkv, future, rest }: ReturnType<typeof inputs>) {
  // from rows to heads
  const q = qkv.slice(-1, 0, C).view(B, T, NH, hs).transpose(1, 2)       // (B, NH, T, hs)
  const k = qkv.slice(-1, C, 2 * C).view(B, T, NH, hs).transpose(1, 2)   // (B, NH, T, hs)
  const v = qkv.slice(-1, 2 * C).view(B, T, NH, hs).transpose(1, 2)      // (B, NH, T, hs)
  // attention, the subject of exercise 07
  const scaled = q.matmul(k.transpose(-2, -1)).mul(hs ** -0.5)           // (B, NH, T, T)
  const att = scaled.maskedFill(future, -Infinity).softmax(-1)           // (B, NH, T, T)
  const yh = att.matmul(v)                                               // (B, NH, T, hs)
  // from heads to rows
  const y = yh.transpose(1, 2).reshape(B, T, C)                          // (B, T, C)
  const loss = y.mul(rest).sum()                                         // a single number
  return { q, k, v, scaled, att, yh, y, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% yh feeds y = yh.transpose(1, 2).reshape(B, T, C)
export function dyh({ B, T, NH, hs, dy }: Scope): Tensor {
  return TODO() // (B, NH, T, hs)
}

// %% qkv feeds q, k and v, with a third of its columns each
// dq, dk and dv are given: exercise 07 is about them.
export function dqkv({ B, T, C, dq, dk, dv }: Scope): Tensor {
  return TODO() // (B, T, 3C)
}
