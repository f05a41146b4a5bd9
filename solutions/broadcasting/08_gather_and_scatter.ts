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
import { type ScopeOf, type Source, type Tensor, zerosLike } from 'backprop-ninja'

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
// hint: In the picture, b isn't in picked, and c is in it twice. How much does the loss care about each?
// hint: Each row of dpicked goes home to the row of x that it was taken from. What does a row of x get if
//       two rows of dpicked come home to it?
// hint: Start with zerosLike(x), and use a tool that adds: which rows does dpicked go to?
export function dx({ x, at, dpicked }: Scope): Tensor {
  // answer (rows, cols)
  return zerosLike(x).indexAdd(at, dpicked)
  // end answer
}

// %% [markdown]
// ## Pairs
//
// In row i and column j, the table `logP` has the logarithm of a probability: that letter i is followed by
// letter j. `logP.index(ix1, ix2)` looks up every pair of letters in some names: number k of `logprob` is
// from row ix1[k] and column ix2[k]. Many pairs come more than once.

// %% logP feeds logprob = logP.index(ix1, ix2)
// hint: Each number of dlogprob goes home to one place of logP. Which row, which column?
// hint: A pair that came three times gets three numbers, and a pair that never came gets 0.
// hint: As in dx, but each place now has a row and a column: put the two lists in brackets.
export function dlogP({ logP, ix1, ix2, dlogprob }: Scope): Tensor {
  // answer (vocab, vocab)
  return zerosLike(logP).indexAdd([ix1, ix2], dlogprob)
  // end answer
}

// %% [markdown]
// ## Within each row
//
// `z.gather(1, within)` picks along dimension 1: each row picks from itself, and `within` names the columns.
//
//     gathered[i][k]  =  z[i][within[i][k]]
// tex: \name{gathered}_{ik} = z_{i,\, \name{within}_{ik}}

// %% z feeds gathered = z.gather(1, within)
// hint: Row i of dgathered goes back to row i of z. Which column does each number go to?
// hint: gathered[i][k] came from column within[i][k], and several k may name the same column.
// hint: Two of the tools in the table go along dimension 1. Which of them keeps everything that comes home?
export function dz({ z, within, dgathered }: Scope): Tensor {
  // answer (rows, n)
  return zerosLike(z).scatterAdd(1, within, dgathered)
  // end answer
}
