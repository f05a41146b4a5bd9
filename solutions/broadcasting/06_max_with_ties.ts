// %% [markdown]
// # 06 · The largest, and ties
//
// Only the largest number gets through `max`. Nudge it, and the maximum moves with it. Nudge another number,
// and nothing happens. So the largest number gets all of the gradient, and the others get 0:
//
//     x:  1  5  2          y = x.max() = 5          dx:  0  dy  0
//
// What if two numbers are equally large? Nudge one of them *up*, and the maximum goes up. Nudge it *down*,
// and the maximum stays, because the other one is still there. The slope is 1 on one side and 0 on the
// other, so there is no derivative. A library has to choose. PyTorch makes three different choices, and so
// does this one:
//
// | line | where several are equally large |
// |---|---|
// | `x.max(1).values` | the **first** of them gets everything |
// | `x.max()` of the whole tensor | each gets an **equal share**: of three, a third each |
// | `a.maximum(b)`, number by number | **half** for a, half for b |
//
// Whatever a library chooses, it gives out exactly as much as came in. A rule that gives all of it to each
// of two tied numbers would count the gradient twice.
//
// Ties are not rare in real networks: after a `relu`, many numbers are 0. In this exercise the numbers are
// halves from -1 to 0.5, so there are ties everywhere.
//
// | tool | what it gives |
// |---|---|
// | `x.max(1).indices` | for each row, the column of its (first) largest number |
// | `oneHot(indices, cols)` | for each index a row: 1 in that column, 0 elsewhere |
// | `x.eq(y)`, `x.gt(y)` | 1 where x equals y (is greater), 0 elsewhere; y may be a number, or be copied |

// %%
import { oneHot, type ScopeOf, type Source, type Tensor } from 'backprop-ninja'

// %% Numbers, many of them equal
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
// hint: In each row, one number gets the gradient of the maximum and all others get 0. First make a table of
//       ones and zeros.
// hint: X.max(1).indices tells you where the first largest number of each row is, and oneHot puts a 1 there.
//       X.eq(row_maxes) would mark every one of several equal numbers.
// hint: oneHot(X.max(1).indices, cols).mul(...). drow_maxes is (rows, 1), so it is copied across.
export function dX({ X, cols, drow_maxes }: Scope): Tensor {
  // answer (rows, cols)
  return oneHot(X.max(1).indices, cols).mul(drow_maxes)
  // end answer
}

// %% Y feeds peak = Y.max()
// hint: All numbers that equal the peak share its gradient. How many are there?
// hint: Y.eq(peak) has a 1 in each of their places, so its sum is how many there are.
// hint: Mark them with Y.eq(peak). Divide by the .sum() of that, and multiply by dpeak. You may write two
//       lines.
export function dY({ Y, peak, dpeak }: Scope): Tensor {
  // answer (rows, cols)
  const winners = Y.eq(peak)
  return winners.div(winners.sum()).mul(dpeak)
  // end answer
}

// %% a feeds larger = a.maximum(b)
// hint: In each place there are three cases: a is greater, b is greater, or they are equal.
// hint: The slope with respect to a is 1, 0 or one half. a.gt(b) makes the 1 and the 0, and a.eq(b).mul(0.5)
//       makes the half.
// hint: a.gt(b).add(...) is the slope. Multiply it by dlarger.
export function da({ a, b, dlarger }: Scope): Tensor {
  // answer (rows, cols)
  return a.gt(b).add(a.eq(b).mul(0.5)).mul(dlarger)
  // end answer
}

// %% b feeds larger = a.maximum(b)
// hint: b gets what a doesn't get.
// hint: In each place, the slopes with respect to a and b add up to 1.
// hint: The same as da, with a and b exchanged.
export function db({ a, b, dlarger }: Scope): Tensor {
  // answer (rows, cols)
  return b.gt(a).add(a.eq(b).mul(0.5)).mul(dlarger)
  // end answer
}
