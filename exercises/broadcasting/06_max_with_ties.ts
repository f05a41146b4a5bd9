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
import { oneHot, type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

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
export function dX({ X, cols, drow_maxes }: Scope): Tensor {
  return TODO() // (rows, cols)
}

// %% Y feeds peak = Y.max()
export function dY({ Y, peak, dpeak }: Scope): Tensor {
  return TODO() // (rows, cols)
}

// %% a feeds larger = a.maximum(b)
export function da({ a, b, dlarger }: Scope): Tensor {
  return TODO() // (rows, cols)
}

// %% b feeds larger = a.maximum(b)
export function db({ a, b, dlarger }: Scope): Tensor {
  return TODO() // (rows, cols)
}
