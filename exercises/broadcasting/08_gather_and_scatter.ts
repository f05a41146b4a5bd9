// %% [markdown]
// # 08 · Picking
//
// A language model often looks something up: the vector of a letter, or the probability of the letter that
// came next. Such a line computes nothing. It picks numbers out of a table. Going backward, nothing is
// multiplied either, so there is only one question: **where did each number go?**
//
// `x.index(at)` is Python's `x[at]`. Each number in the list `at` names a row of x:
//
//     x:  row 0  a         at:  2  0  2         picked:  row 0  c
//         row 1  b                                       row 1  a
//         row 2  c                                       row 2  c
//
// Nudge a: what moves in `picked`? Nudge b, then c, and ask again. What you find tells you what goes back to
// each row.
//
// To put numbers into a table, you have two kinds of tools. They differ only if a place is named twice:
//
// | the last value stays | all values are added | where |
// |---|---|---|
// | `x.indexPut(at, v)` | `x.indexAdd(at, v)` | row k of v goes to row at[k] of x |
// | `x.indexPut([ix1, ix2], v)` | `x.indexAdd([ix1, ix2], v)` | v[k] goes to row ix1[k], column ix2[k] |
// | `x.scatter(1, at, v)` | `x.scatterAdd(1, at, v)` | v[i][k] goes to row i, column at[i][k] |
//
// None of them changes x: each returns a new tensor. `zerosLike(x)` is a tensor of zeros, as large as x. A
// list of places such as `at` has no gradient: there is nothing between row 2 and row 3.

// %%
import { type ScopeOf, type Source, type Tensor, TODO, zerosLike } from 'backprop-ninja'

// %% Some numbers, and places: you don't need to read this cell
export const sizes = {
  usual: { n: 6, rows: 4, cols: 3, picks: 7, vocab: 5 },
  small: { n: 5, rows: 3, cols: 4, picks: 8, vocab: 6 },
  other: { n: 7, rows: 5, cols: 2, picks: 9, vocab: 3 },
}

export function inputs({ n, rows, cols, picks, vocab }: typeof sizes.usual, { g }: Source) {
  const x = g.randn(rows, cols)                  // (rows, cols)
  const at = g.randint(0, rows, [picks])         // (picks), rows of x, some more than once
  const logP = g.randn(vocab, vocab)             // (vocab, vocab)
  const ix1 = g.randint(0, 2, [picks])           // (picks), the first letter of each pair: 0 or 1
  const ix2 = g.randint(0, 2, [picks])           // (picks), the second letter, so some pairs come twice
  const z = g.randn(rows, n)                     // (rows, n)
  const within = g.randint(0, n, [rows, picks])  // (rows, picks), columns of z, some more than once
  return { n, rows, cols, picks, vocab, x, at, logP, ix1, ix2, z, within }
}

// %% The forward pass
export function forward({ x, at, logP, ix1, ix2, z, within }: ReturnType<typeof inputs>) {
  const picked = x.index(at)                     // (picks, cols)
  const logprob = logP.index(ix1, ix2)           // (picks)
  const gathered = z.gather(1, within)           // (rows, picks)
  const loss = picked.sin().sum().add(logprob.sin().sum()).add(gathered.sin().sum())
  return { picked, logprob, gathered, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% x feeds picked = x.index(at)
export function dx({ x, at, dpicked }: Scope): Tensor {
  return TODO() // (rows, cols)
}

// %% [markdown]
// ## Pairs
//
// In row i and column j, the table `logP` has the logarithm of a probability: that letter i is followed by
// letter j. `logP.index(ix1, ix2)` looks up every pair of letters in some names: number k of `logprob` is
// from row ix1[k] and column ix2[k]. Many pairs come more than once.

// %% logP feeds logprob = logP.index(ix1, ix2)
export function dlogP({ logP, ix1, ix2, dlogprob }: Scope): Tensor {
  return TODO() // (vocab, vocab)
}

// %% [markdown]
// ## Within each row
//
// `z.gather(1, within)` picks along dimension 1: each row picks from itself, and `within` names the columns.
//
//     gathered[i][k]  =  z[i][within[i][k]]

// %% z feeds gathered = z.gather(1, within)
export function dz({ z, within, dgathered }: Scope): Tensor {
  return TODO() // (rows, n)
}
