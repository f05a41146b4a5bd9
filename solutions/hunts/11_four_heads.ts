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
import { type Family, Tensor, triu } from 'backprop-ninja'

// %% The columns of each head, for all positions
// `x.view(...)` gives x another shape, and keeps its numbers in their order, row by row.
// hint: What does x.view(B, NH, T, hs) do with T = 2, NH = 2 and hs = 1? Write down x as [[a, b], [c,
//       d]]: one row for each position. Head 0 should have the first column, a and c. Which numbers does
//       it get?
// hint: A view never exchanges dimensions. It can only split a dimension in two where it is: C becomes
//       (NH, hs), and that's still behind T.
// hint: `x.view(B, T, NH, hs)`, and then exchange T and NH with `.transpose(...)`.
export function split(x: Tensor, NH: number): Tensor {
  // answer (B, NH, T, hs)
  const [B, T, C] = x.shape
  return x.view(B, T, NH, C / NH).transpose(1, 2)
  // end answer
  // given (shape):
  //   const [B, T, C] = x.shape
  //   return x.view(B, NH, T, C / NH)
  //   > The shape is right, but the numbers are in the wrong places: a head gets all columns of a few positions. It
  //   > should get a few columns of all positions.
  // wrong (shape):
  //   const [B, T, C] = x.shape
  //   return x.view(B, T, NH, C / NH)
  //   > The columns are split, but the heads come after the positions. Exchange the two with transpose.
  // wrong (shape):
  //   const [B, T, C] = x.shape
  //   return x.transpose(1, 2).reshape(B, NH, T, C / NH)
  //   > You exchanged positions and columns before the columns were split. Split first: (B, T, NH, hs).
  // wrong (index):
  //   const [B, T, C] = x.shape
  //   return x.view(B, T, C / NH, NH).permute([0, 3, 1, 2])
  //   > Each head gets every NH-th column. It should get hs columns that are side by side: split C into (NH, hs).
  // wrong (-):
  //   const [B, T, C] = x.shape
  //   return x.flip(2).view(B, T, NH, C / NH).transpose(1, 2)
}

// %% And back: the columns of all heads side by side
// hint: This is `split` backwards, step by step. What was done last there?
// hint: The heads were exchanged with the positions. Exchange them back before you make one dimension out
//       of two.
// hint: `y.transpose(1, 2)` is (B, T, NH, hs). Now the last two dimensions can become one with
//       `.reshape(...)`.
export function join(y: Tensor): Tensor {
  // answer (B, T, C)
  const [B, NH, T, hs] = y.shape
  return y.transpose(1, 2).reshape(B, T, NH * hs)
  // end answer
  // given (shape):
  //   const [B, NH, T, hs] = y.shape
  //   return y.reshape(B, T, NH * hs)
  //   > The shape is right, but the numbers are in the wrong places: a row gets several positions of one head. It should
  //   > get one position of all heads.
  // wrong (shape): return y.transpose(1, 2)
  //   > The positions come first now, but the heads are still apart. Join the last two dimensions into one.
  // wrong (index):
  //   const [B, NH, T, hs] = y.shape
  //   return y.permute([0, 2, 3, 1]).reshape(B, T, NH * hs)
  //   > The columns of the heads are mixed: one of each in turn. Put the hs columns of a head side by side.
  // wrong (-):
  //   const [B, NH, T, hs] = y.shape
  //   return y.flip(1).transpose(1, 2).reshape(B, T, NH * hs)
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
// hint: All numbers are there, and none is wrong.
// hint: They are in another order than they should be, and the shape doesn't tell you.
// hint: The right numbers in another shape or order: `npx ninja mistakes` has a family for that.
export function family(): Family {
  // answer
  return 'shape'
  // end answer
  // wrong (order): return 'order'
  //   > That family is about steps in the wrong order. Here one step does something other than it should.
  // wrong (reduction): return 'reduction'
  //   > Nothing is summed in `split` or `join`.
  // wrong (a use forgotten): return 'a use forgotten'
  //   > Each number is used. But where does it go?
  // wrong (wrong operand): return 'wrong operand'
  //   > `q`, `k` and `v` are each where they belong. Look at what is in a head.
}

// %% check
import type { Check } from 'backprop-ninja'
import { familyPair } from './family.ts'

type Learner = Pick<typeof import('./11_four_heads.ts'), 'split' | 'join' | 'attention' | 'family'>

/** Filled number by number. */
function filled(shape: readonly number[], at: (...place: number[]) => number): Tensor {
  const places = shape.reduce<number[][]>(
    (all, size) => all.flatMap(place => Array.from({ length: size }, (_, i) => [...place, i])),
    [[]],
  )
  return new Tensor(shape, Float64Array.from(places, place => at(...place)))
}

export const check: Check<Learner> = (learner, { g }) => {
  const sizes = [
    { B: 2, T: 5, NH: 3, hs: 4 },
    { B: 3, T: 4, NH: 4, hs: 2 },
  ]
  const numbers = sizes.map(({ B, T, NH, hs }) => ({
    ...{ B, T, NH, hs },
    ...{ x: g.randn(B, T, NH * hs), y: g.randn(B, NH, T, hs) },
  }))
  const [q, k, v] = [0, 1, 2].map(() => g.randn(1, 8, 12))
  /** How far the result at the 7th position moves with what is at each position. */
  const seen = (): boolean[] => {
    const last = (v: Tensor): Tensor => learner.attention(q, k, v, 4).slice(1, 6, 7)
    return Array.from({ length: 8 }, (_, j) => {
      const moved = filled(v.shape, (b, t, c) => v.at(b, t, c) + (t === j ? 1 : 0))
      return last(moved).sub(last(v)).abs().max().item() > 1e-9
    })
  }
  return [
    ...numbers.flatMap(({ B, T, NH, hs, x, y }) => [
      {
        name: `split, ${NH} heads of ${hs} columns, ${T} positions`,
        blank: 'split',
        learner: () => learner.split(x.clone(), NH),
        expected: filled([B, NH, T, hs], (b, h, t, i) => x.at(b, t, h * hs + i)),
      },
      {
        name: `join, ${NH} heads of ${hs} columns, ${T} positions`,
        blank: 'join',
        learner: () => learner.join(y.clone()),
        expected: filled([B, T, NH * hs], (b, t, c) => y.at(b, Math.floor(c / hs), t, c % hs)),
      },
    ]),
    {
      name: 'which of 8 positions the 7th one sees',
      blank: 'split',
      learner: seen,
      expected: [true, true, true, true, true, true, true, false],
      learned: 'itself and all before it',
    },
    familyPair({
      blank: 'family',
      given: learner.family,
      secret: ['shape', 'index'],
      learned: 'the right shape is no proof: numbers have an order, too',
    }),
  ]
}
