// %% [markdown]
// # 14 · Placing
//
// In exercise 08, numbers were picked out of a table. Here they are put into one: they are added to what is
// there, or they overwrite it. Again, nothing is multiplied. Ask where each number goes, and whether anything
// of it is left in the end.
//
// ## Adding
//
// How often does one letter follow another? To count, go through all pairs of letters, and add something to
// the table for each:
//
//     N = prior
//     for each k:  N[ix1[k]][ix2[k]] += weight[k]
//
// Here that's `N = prior.indexAdd([ix1, ix2], weight)`. It leaves `prior` as it is and returns a new table.
//
// ## Overwriting
//
// A network that reads a text keeps a memory, with one row for each position. Now and then, new rows replace
// some of the old ones. In Python you'd write `cache[at] = fresh`. Here it's `cache = old.indexPut(at, fresh)`:
//
//     old:  row 0  a         at:  2  0         cache:  row 0  q
//           row 1  b      fresh:  p  q                 row 1  b
//           row 2  c                                   row 2  p
//
// Nudge b, c and p. Which of them still moves something?
//
// ## Brackets
//
// `index` takes one list for each dimension: `x.index(rows, cols)`, or `x.index(rows)` for whole rows. The
// other two also take values, so if there are several lists, they go in brackets:
// `x.indexPut([rows, cols], v)`. The values may be a single number, which then goes to every place.

// %%
import type { ScopeOf, Source, Tensor } from 'backprop-ninja'

// %% Some numbers, and places: you don't need to read this cell
export const sizes = {
  usual: { vocab: 4, pairs: 9, block: 6, n_embd: 3 },
  small: { vocab: 3, pairs: 8, block: 5, n_embd: 4 },
  other: { vocab: 5, pairs: 10, block: 7, n_embd: 2 },
}

export function inputs({ vocab, pairs, block, n_embd }: typeof sizes.usual, { g }: Source) {
  const prior = g.randn(vocab, vocab)            // (vocab, vocab)
  const weight = g.randn(pairs)                  // (pairs)
  const ix1 = g.randint(0, vocab, [pairs])       // (pairs), the first letter of each pair
  const ix2 = g.randint(0, 2, [pairs])           // (pairs), the second letter: 0 or 1, so some pairs come twice
  const old = g.randn(block, n_embd)             // (block, n_embd)
  const fresh = g.randn(3, n_embd)               // (3, n_embd)
  const at = g.permutation(block).slice(0, 0, 3) // (3), three different rows of old
  return { vocab, pairs, block, n_embd, prior, weight, ix1, ix2, old, fresh, at }
}

// %% The forward pass
export function forward({ prior, weight, ix1, ix2, old, fresh, at }: ReturnType<typeof inputs>) {
  const N = prior.indexAdd([ix1, ix2], weight)   // (vocab, vocab)
  const cache = old.indexPut(at, fresh)          // (block, n_embd)
  const loss = N.sin().sum().add(cache.sin().sum())
  return { N, cache, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% prior feeds N = prior.indexAdd([ix1, ix2], weight)
// hint: Something was added to some numbers of prior. Does N move by more or less because of that when you
//       nudge one of them?
// hint: The slope of a + b with respect to a is 1, whatever b is. In the other places, nothing was added.
// hint: Every place of prior has slope 1, so there is nothing to compute.
export function dprior({ dN }: Scope): Tensor {
  // answer (vocab, vocab)
  return dN
  // end answer
}

// %% weight feeds N = prior.indexAdd([ix1, ix2], weight)
// hint: Each number of weight was added in one place of N. Which one?
// hint: weight[k] moves only N[ix1[k]][ix2[k]], and by as much as you nudge it. Two numbers may be in the
//       same place: what does each of them move?
// hint: You need a list of pairs numbers, so pick them out of dN. You know a method that picks.
export function dweight({ ix1, ix2, dN }: Scope): Tensor {
  // answer (pairs)
  return dN.index(ix1, ix2)
  // end answer
}

// %% old feeds cache = old.indexPut(at, fresh)
// hint: Which rows of old are no longer in cache? How much does the loss care about them?
// hint: The rows that stayed get what comes back to them. The rows that were overwritten get 0.
// hint: Take dcache and overwrite the rows that old no longer has a part in. The value may be a single number.
export function dold({ at, dcache }: Scope): Tensor {
  // answer (block, n_embd)
  return dcache.indexPut(at, 0)
  // end answer
}

// %% fresh feeds cache = old.indexPut(at, fresh)
// hint: Where in cache is row k of fresh?
// hint: In row at[k]. So that's the row of dcache that comes back to it.
// hint: You need three rows of dcache, in the order of at. Pick them.
export function dfresh({ at, dcache }: Scope): Tensor {
  // answer (3, n_embd)
  return dcache.index(at)
  // end answer
}

// %% [markdown]
// ## Looking back
//
// In 08 you picked in the forward pass. What did you do in the backward pass? And what did you do here, where
// the forward pass adds? One of the two is always the other's way home, as with a sum and a copy.
