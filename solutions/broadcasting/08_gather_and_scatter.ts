// %% [markdown]
// # 08 · Picking and placing
//
// These lines compute nothing. They pick numbers out of a tensor, or put numbers into one. In the backward
// pass, each gradient goes the way its number came.
//
// ## Picking
//
// `x.index(at)` is Python's `x[at]`. Each place of the list `at` holds the number of a row to take.
//
//     x:  a  b  c        at:  2  0  2        picked:  c  a  c        dx:  dp[1]   0   dp[0] + dp[2]
//
// b wasn't picked, so nothing comes back to it. c was picked twice, so what comes back **adds up**. Going
// backward, picking becomes adding into zeros, at the same places: `zerosLike(x).indexAdd(places, values)`.
//
// `x.gather(1, at)` picks within each row: `picked[i][j] = x[i][at[i][j]]`. In the backward pass, each
// number is added to the column it came from, with `.scatterAdd(1, at, values)`.
//
// ## Placing
//
// `x.indexAdd(at, v)` adds v into x at the places `at`. Nothing of x is lost, and each number of v goes to
// one place. So dx is the gradient as it is, and you pick dv out of it.
//
// `x.indexPut([at], v)` overwrites. What was overwritten no longer has an effect on the loss, so its
// gradient is 0.
//
// | forward pass | backward pass |
// |---|---|
// | pick | add into zeros |
// | add into | pick |
// | overwrite | pick, and 0 where x was overwritten |
//
// Lists of places, such as `at`, have no gradient: there is nothing between row 2 and row 3.
//
// ## Brackets in one, none in the other
//
// You can give a list of places for each dimension, as in Python's `x[rows, cols]`. `index` takes them one
// after the other: `x.index(rows, cols)`, or `x.index(rows)` for whole rows. `indexPut` takes values as
// well, so there the lists of places go in brackets: `x.indexPut([rows, cols], v)`, or
// `x.indexPut([rows], v)` for whole rows. The values may be a single number, which goes to every place. For
// whole rows you may leave out the brackets: `x.indexPut(rows, v)`.

// %%
import { type ScopeOf, type Source, type Tensor, zerosLike } from 'backprop-ninja'

// %% Some numbers, and places
export const sizes = {
  usual: { n: 6, rows: 4, cols: 3, picks: 7 },
  small: { n: 5, rows: 3, cols: 4, picks: 8 },
  other: { n: 7, rows: 5, cols: 2, picks: 9 },
}

export function inputs({ n, rows, cols, picks }: typeof sizes.usual, { g }: Source) {
  const x = g.randn(rows, cols)                  // (rows, cols)
  const at = g.randint(0, rows, [picks])         // (picks), rows of x, some more than once
  const z = g.randn(rows, n)                     // (rows, n)
  const within = g.randint(0, n, [rows, picks])  // (rows, picks), columns of z, some more than once
  const base = g.randn(n)                        // (n)
  const v = g.randn(picks)                       // (picks)
  const to = g.randint(0, n, [picks])            // (picks), places of base, some more than once
  const old = g.randn(n, cols)                   // (n, cols)
  const fresh = g.randn(2, cols)                 // (2, cols)
  const over = g.permutation(n).slice(0, 0, 2)   // (2), two different rows of old
  return { n, rows, cols, picks, x, at, z, within, base, v, to, old, fresh, over }
}

// %% The forward pass
export function forward({ x, at, z, within, base, v, to, old, fresh, over }: ReturnType<typeof inputs>) {
  const picked = x.index(at)                     // (picks, cols)
  const gathered = z.gather(1, within)           // (rows, picks)
  const summed = base.indexAdd(to, v)            // (n)
  const patched = old.indexPut([over], fresh)     // (n, cols)
  const loss = picked.sin().sum().add(gathered.sin().sum()).add(summed.sin().sum()).add(patched.sin().sum())
  return { picked, gathered, summed, patched, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% x feeds picked = x.index(at)
// hint: Each row of dpicked must go home, to the row of x that it was taken from.
// hint: Start with zeros in the shape of x. A row that was picked three times gets three contributions. Add
//       them.
// hint: zerosLike(x).indexAdd(at, ...)
export function dx({ x, at, dpicked }: Scope): Tensor {
  // answer (rows, cols)
  return zerosLike(x).indexAdd(at, dpicked)
  // end answer
}

// %% z feeds gathered = z.gather(1, within)
// hint: The same within each row: each number goes to the column that within names.
// hint: Start with zeros in the shape of z, then add along dimension 1.
// hint: zerosLike(z).scatterAdd(1, within, ...)
export function dz({ z, within, dgathered }: Scope): Tensor {
  // answer (rows, n)
  return zerosLike(z).scatterAdd(1, within, dgathered)
  // end answer
}

// %% base feeds summed = base.indexAdd(to, v)
// hint: Something was added to some of its numbers. Does that change how much the sum moves when base moves?
// hint: The slope of a + b with respect to a is 1, in every place.
// hint: There is nothing to compute.
export function dbase({ dsummed }: Scope): Tensor {
  // answer (n)
  return dsummed
  // end answer
}

// %% v feeds summed = base.indexAdd(to, v)
// hint: Each number of v went to one place of summed. Which one?
// hint: v[k] went to place to[k]. So dv[k] is dsummed in that place.
// hint: dsummed.index(...)
export function dv({ to, dsummed }: Scope): Tensor {
  // answer (picks)
  return dsummed.index(to)
  // end answer
}

// %% old feeds patched = old.indexPut([over], fresh)
// hint: Two rows of old are no longer in patched. How much does the loss care about them?
// hint: dpatched, but with 0 in the rows that were overwritten.
// hint: dpatched.indexPut([over], ...)
export function dold({ over, dpatched }: Scope): Tensor {
  // answer (n, cols)
  return dpatched.indexPut([over], 0)
  // end answer
}

// %% fresh feeds patched = old.indexPut([over], fresh)
// hint: Its two rows are in patched now. Where?
// hint: fresh[k] is in row over[k]. Pick these rows out of dpatched.
// hint: dpatched.index(...)
export function dfresh({ over, dpatched }: Scope): Tensor {
  // answer (2, cols)
  return dpatched.index(over)
  // end answer
}
