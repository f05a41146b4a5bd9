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
import { type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

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
export function dprior({ dN }: Scope): Tensor {
  return TODO() // (vocab, vocab)
}

// %% weight feeds N = prior.indexAdd([ix1, ix2], weight)
export function dweight({ ix1, ix2, dN }: Scope): Tensor {
  return TODO() // (pairs)
}

// %% old feeds cache = old.indexPut(at, fresh)
export function dold({ at, dcache }: Scope): Tensor {
  return TODO() // (block, n_embd)
}

// %% fresh feeds cache = old.indexPut(at, fresh)
export function dfresh({ at, dcache }: Scope): Tensor {
  return TODO() // (3, n_embd)
}

// %% [markdown]
// ## Looking back
//
// In 08 you picked in the forward pass. What did you do in the backward pass? And what did you do here, where
// the forward pass adds? One of the two is always the other's way home, as with a sum and a copy.
