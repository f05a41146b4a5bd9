// %% [markdown]
// # 06 · The largest, and ties
//
// The maximum of several numbers is one of them. So in the backward pass, who gets the gradient `dy`?
//
//     x:  1  5  2          y = x.max() = 5
//
// Nudge each of the three numbers a little. Which of them moves y, and how far?
//
// Now let two numbers be equally large: 1, 5, 5. Nudge one of them *up*, and the maximum goes up. Nudge it *down*,
// and the maximum stays, because the other one is still there. The slope is 1 on one side and 0 on the other, so
// there is no derivative, and a library has to choose. PyTorch makes three different choices, and so does this one:
//
// | line | where several are equally large |
// |---|---|
// | `x.max(1).values` | the **first** of them gets everything |
// | `x.max()` of the whole tensor | each gets an **equal share**: of three, a third each |
// | `a.maximum(b)`, number by number | **half** for a, half for b |
//
// All three have one thing in common: what is given out is exactly as much as came in. So you can check an answer
// by adding it up. (Ties aren't rare: after a `relu`, many numbers are 0. Here all numbers are halves from -1 to 0.5,
// so there are ties everywhere.)
//
// For each blank, first find out which places get something, and how much. A table of ones and zeros says that:
//
// | tool | what it gives |
// |---|---|
// | `x.max(1).indices` | for each row, the column of its (first) largest number |
// | `oneHot(indices, cols)` | for each index a row: 1 in that column, 0 elsewhere |
// | `x.eq(y)`, `x.gt(y)` | 1 where x equals y (is greater), 0 elsewhere; y may be a number, or be copied |

// %%
import { oneHot, type ScopeOf, type Source, type Tensor } from 'backprop-ninja'

// %% Numbers, many of them equal: you don't need to read this cell
export const sizes = {
  usual: { rows: 6, cols: 5 },
  small: { rows: 9, cols: 4 },
  other: { rows: 7, cols: 8 },
}

export function inputs({ rows, cols }: typeof sizes.usual, { g }: Source) {
  const X = g.randint(-2, 2, [rows, cols]).mul(0.5) // (rows, cols)
  const Y = g.randint(-2, 2, [rows, cols]).mul(0.5) // (rows, cols)
  const a = g.randint(-2, 2, [rows, cols]).mul(0.5) // (rows, cols)
  const b = g.randint(-2, 2, [rows, cols]).mul(0.5) // (rows, cols)
  return { rows, cols, X, Y, a, b }
}

// %% The forward pass
export function forward({ X, Y, a, b }: ReturnType<typeof inputs>) {
  const row_maxes = X.max(1, { keepdim: true }).values // (rows, 1)
  const peak = Y.max()                                 // ()
  const larger = a.maximum(b)                          // (rows, cols)
  const loss = row_maxes.exp().sum().add(peak.exp()).add(larger.exp().sum())
  return { row_maxes, peak, larger, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% X feeds row_maxes = X.max(1, { keepdim: true }).values
// hint: In each row, one number gets all that came in, and the others get 0. Which one, if two are equally large?
// hint: X.max(1).indices tells you where the first largest number of each row is, and oneHot puts a 1 there.
//       X.eq(row_maxes) would mark every one of several equal numbers.
// hint: oneHot(X.max(1).indices, cols).mul(...). drow_maxes is (rows, 1), so it is copied across.
export function dX({ X, cols, drow_maxes }: Scope): Tensor {
  // answer (rows, cols)
  return oneHot(X.max(1).indices, cols).mul(drow_maxes)
  // end answer
}

// %% Y feeds peak = Y.max()
// hint: Several numbers may equal the peak, and they share what came in. Which are they, and how many?
// hint: A table with a 1 in each of their places tells you both: where they are, and, added up, how many.
// hint: Mark them with Y.eq(peak). Divide by the .sum() of that, and multiply by dpeak. You may write two
//       lines.
export function dY({ Y, peak, dpeak }: Scope): Tensor {
  // answer (rows, cols)
  const winners = Y.eq(peak)
  return winners.div(winners.sum()).mul(dpeak)
  // end answer
}

// %% a feeds larger = a.maximum(b)
// hint: In each place there are three cases. Which, and how much of dlarger does a get in each?
// hint: The slope with respect to a is 1, 0 or one half. a.gt(b) makes the 1 and the 0, and a.eq(b).mul(0.5)
//       makes the half.
// hint: a.gt(b).add(...) is the slope. Multiply it by dlarger.
export function da({ a, b, dlarger }: Scope): Tensor {
  // answer (rows, cols)
  return a.gt(b).add(a.eq(b).mul(0.5)).mul(dlarger)
  // end answer
}

// %% b feeds larger = a.maximum(b)
// hint: Everything that came in is given out. So what is left for b?
// hint: In each place, the slopes with respect to a and b add up to 1. You can find b's as you found a's, or
//       take what a left over: add da to the braces.
// hint: The same as da, with a and b exchanged. Or what came in, minus what a got.
export function db({ a, b, dlarger }: Scope): Tensor {
  // answer (rows, cols)
  return b.gt(a).add(a.eq(b).mul(0.5)).mul(dlarger)
  // end answer
}
