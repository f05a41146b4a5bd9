// %% [markdown]
// # 06 · The embedding
//
// The first layer is linear, as in exercise 03. Below it, two things are new: numbers that are only arranged
// anew, and a table out of which rows are picked, some of them many times.
//
//     C -- pick rows --> emb -- side by side --> embcat -- @ W1, + b1 --> hprebn
//
//     C (vocab, n_embd)    emb (n, block, n_embd)    embcat (n, block * n_embd)    hprebn (n, n_hidden)
//
// `embcat = emb.view(n, -1)` puts the `block` vectors of an example one behind the other. No number changes,
// so on the way back none does either: the gradient needs its old arrangement back. `x.view(shape)` takes a
// list of sizes, such as the `shape` of a tensor.
//
// `emb = C.index(Xb)` is Python's `C[Xb]`. `Xb` has the numbers of each example's characters, and each of
// them stands for a row of C:
//
//     Xb                            emb
//     0   0   5                     C[0]   C[0]   C[5]
//     0   5  13                     C[0]   C[5]   C[13]
//
// C[0] was used three times here, so it receives from three places, and they add up. A row that was never
// used receives nothing.
//
// | Python | TypeScript |
// |---|---|
// | `x[ix] = v` | `x.indexPut(ix, v)`: where a row is named twice, the last one stays |
// | `x[ix] += v`, row by row | `x.indexAdd(ix, v)`: where a row is named twice, both are added |
//
// `db1` will come out as good as zero, and that is no mistake. Whatever `b1` adds to a column, batchnorm
// takes off again with the mean: this network does not need `b1` at all.

// %%
import { type Tensor, zerosLike } from 'backprop-ninja'

// %% include inputs.ts
export * from './inputs.ts'

// %% include forward.ts
export * from './forward.ts'
import type { Scope } from './forward.ts'

// %% [markdown]
// ## Going backwards
//
// `dhprebn` is given.

// %% embcat feeds hprebn = embcat.matmul(W1).add(b1)
// hint: The same as dh in exercise 03.
// hint: Each element of embcat gets into one row of hprebn, and meets a row of W1 there.
// hint: (n, block * n_embd) out of dhprebn (n, n_hidden) and W1 (block * n_embd, n_hidden): what must be
//       turned over?
export function dembcat({ W1, dhprebn }: Scope): Tensor {
  // answer (n, block * n_embd)
  return dhprebn.matmul(W1.T)
  // end answer
}

// %% W1 feeds hprebn = embcat.matmul(W1).add(b1)
// hint: The same as dW2 in exercise 03.
// hint: Each element of W1 is used once for every example, and meets a column of embcat.
// hint: (block * n_embd, n_hidden) out of embcat (n, block * n_embd) and dhprebn (n, n_hidden), one turned
//       over.
export function dW1({ embcat, dhprebn }: Scope): Tensor {
  // answer (n_embd * block, n_hidden)
  return embcat.T.matmul(dhprebn)
  // end answer
}

// %% b1 feeds hprebn = embcat.matmul(W1).add(b1)
// hint: The same as db2 in exercise 03.
// hint: It was copied for every example: sum over them.
// hint: dhprebn.sum(...), so that (n_hidden) is left.
export function db1({ dhprebn }: Scope): Tensor {
  // answer (n_hidden)
  return dhprebn.sum(0)
  // end answer
}

// %% emb feeds embcat = emb.view(n, -1)
// hint: The numbers are right already; only their arrangement is not.
// hint: Arrange dembcat in the shape that emb has.
// hint: dembcat.view(...): it takes a shape, and every tensor has its own in .shape.
export function demb({ emb, dembcat }: Scope): Tensor {
  // answer (n, block, n_embd)
  return dembcat.view(emb.shape)
  // end answer
}

// %% C feeds emb = C.index(Xb)
// hint: Each vector in demb belongs to one row of C: the row that Xb names in the same place. Bring all of
//       them home.
// hint: Start from zeros in the shape of C. Rows that are named several times must collect, not be
//       overwritten.
// hint: zerosLike(C), then the method of the table that adds: its indices are Xb, and its values ...?
export function dC({ C, Xb, demb }: Scope): Tensor {
  // answer (vocab, n_embd)
  return zerosLike(C).indexAdd(Xb, demb)
  // end answer
}
