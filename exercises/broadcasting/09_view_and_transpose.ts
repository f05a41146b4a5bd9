// %% [markdown]
// # 09 · The same numbers, rearranged
//
// `view`, `transpose` and `permute` don't change any numbers. Each number moves from one place to another,
// and in the backward pass its gradient goes home. The art is to name the way home exactly.
//
// ## view
//
// The numbers of a tensor lie in one long line, row after row. `view` leaves this line as it is. It only
// changes where each row begins:
//
//     a b c        x.view(3, 2):   a b            the line:  a b c d e f
//     d e f                        c d
//                                  e f
//
// The way home is `view` with the old shape. Every tensor knows its own: `x.shape`.
//
// ## transpose and permute
//
// These two do move the numbers. `x.T` turns rows into columns, and the line becomes a d b e c f. **A view
// doesn't undo that**, even when it gives the right shape. Another transpose does.
//
// `x.permute(2, 0, 1)` exchanges several dimensions at once. The list says where each dimension of the
// *result* comes from: its first was number 2 of x, its second was number 0, its third was number 1. The way
// home is a permute as well, but rarely the same one:
//
//     result:    dim 0  dim 1  dim 2            x:         dim 0  dim 1  dim 2
//     was in x:    2      0      1              now at:      1      2      0
//
// ## cat
//
// `cat([a, b], 1)` puts tables side by side. Each table gets back the part of the gradient from where it
// was. `x.slice(1, from, to)` takes the columns from `from` up to, but not including, `to`.

// %%
import { cat, type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

// %% Some numbers
export const sizes = {
  usual: { a: 2, b: 3, c: 4, more: 5 },
  small: { a: 3, b: 2, c: 5, more: 4 },
  other: { a: 4, b: 5, c: 2, more: 3 },
}

export function inputs({ a, b, c, more }: typeof sizes.usual, { g }: Source) {
  const box = g.randn(a, b, c)    // (a, b, c)
  const table = g.randn(a, b)     // (a, b)
  const block = g.randn(a, b, c)  // (a, b, c)
  const left = g.randn(a, b)      // (a, b)
  const right = g.randn(a, more)  // (a, more)
  return { a, b, c, more, box, table, block, left, right }
}

// %% The forward pass
export function forward({ a, box, table, block, left, right }: ReturnType<typeof inputs>) {
  const flat = box.view(a, -1)             // (a, b * c)
  const turned = table.T                   // (b, a)
  const moved = block.permute(2, 0, 1)     // (c, a, b)
  const joined = cat([left, right], 1)     // (a, b + more)
  const loss = flat.sin().sum().add(turned.sin().sum()).add(moved.sin().sum()).add(joined.sin().sum())
  return { flat, turned, moved, joined, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% box feeds flat = box.view(a, -1)
export function dbox({ box, dflat }: Scope): Tensor {
  return TODO() // (a, b, c)
}

// %% table feeds turned = table.T
export function dtable({ dturned }: Scope): Tensor {
  return TODO() // (a, b)
}

// %% block feeds moved = block.permute(2, 0, 1)
export function dblock({ dmoved }: Scope): Tensor {
  return TODO() // (a, b, c)
}

// %% left feeds joined = cat([left, right], 1)
export function dleft({ b, djoined }: Scope): Tensor {
  return TODO() // (a, b)
}

// %% right feeds joined = cat([left, right], 1)
export function dright({ b, more, djoined }: Scope): Tensor {
  return TODO() // (a, more)
}
