// %% [markdown]
// # 06 · The embedding
//
// The first layer is linear, as in exercise 03. Before it come two new steps. In one, numbers are only
// rearranged. In the other, rows are picked from a table, some of them many times.
//
//     C -- pick rows --> emb -- side by side --> embcat -- @ W1, + b1 --> hprebn
//
//     C (vocab, n_embd)    emb (n, block, n_embd)    embcat (n, block * n_embd)    hprebn (n, n_hidden)
//
// `embcat = emb.view(n, -1)` joins the `block` vectors of an example into one. No number changes, so none
// changes in the backward pass either: the gradient only has to go back to the old shape. `x.view(shape)` takes a
// list of sizes, such as the `shape` of a tensor.
//
// `emb = C.index(Xb)` is Python's `C[Xb]`. `Xb` holds the index of each character in each example. Each
// index stands for a row of C:
//
// python:
// `emb = C[Xb]` picks rows of C. `Xb` holds the index of each character in each example. Each index stands for
// a row of C:
//
//     Xb                            emb
//     0   0   5                     C[0]   C[0]   C[5]
//     0   5  13                     C[0]   C[5]   C[13]
//
// C[0] is used three times here, so it receives three gradients, which add up. A row that is never used
// receives nothing.
//
// | Python | TypeScript |
// |---|---|
// | `x[ix] = v` | `x.indexPut(ix, v)`: if a row is named twice, the last value wins |
// | `x[ix] += v`, row by row | `x.indexAdd(ix, v)`: if a row is named twice, both are added |
//
// python:
// | Python | if ix names a row twice |
// |---|---|
// | `x[ix] = v` | the row gets only one of its values |
// | `x[ix] += v` | only one of its values is added |
// | `x.index_put_((ix,), v, accumulate=True)` | all of its values are added |
//
// You'll see that `db1` is almost zero, and that's no mistake. Whatever `b1` adds to a column, batchnorm
// subtracts again with the mean. This network doesn't need `b1` at all.

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
// hint: Each element of embcat goes into one row of hprebn, and it meets a row of W1 there.
// hint: You need (n, block * n_embd), made from dhprebn (n, n_hidden) and W1 (block * n_embd, n_hidden).
//       What must you transpose?
export function dembcat({ embcat, W1, b1, hprebn, dhprebn }: Scope): Tensor {
  // answer (n, block * n_embd)
  return dhprebn.matmul(W1.T)
  // end answer
}

// %% W1 feeds hprebn = embcat.matmul(W1).add(b1)
// hint: The same as dW2 in exercise 03.
// hint: Each element of W1 is used once for each example, and it meets a column of embcat.
// hint: You need (block * n_embd, n_hidden), made from embcat (n, block * n_embd) and dhprebn (n, n_hidden).
//       Transpose one of them.
export function dW1({ embcat, W1, b1, hprebn, dhprebn }: Scope): Tensor {
  // answer (block * n_embd, n_hidden)
  return embcat.T.matmul(dhprebn)
  // end answer
}

// %% b1 feeds hprebn = embcat.matmul(W1).add(b1)
// hint: The same as db2 in exercise 03.
// hint: It was copied for every example, so sum over the examples.
// hint: `dhprebn.sum(...)`, which must leave the shape (n_hidden).
export function db1({ embcat, W1, b1, hprebn, dhprebn }: Scope): Tensor {
  // answer (n_hidden)
  return dhprebn.sum(0)
  // end answer
}

// %% emb feeds embcat = emb.view(n, -1)
// hint: The numbers are already right. Only their arrangement is not.
// hint: Give dembcat the shape of emb.
// hint: `dembcat.view(...)`. It takes a shape, and every tensor has its own in `.shape`.
export function demb({ n, emb, embcat, dembcat }: Scope): Tensor {
  // answer (n, block, n_embd)
  return dembcat.view(emb.shape)
  // end answer
}

// %% C feeds emb = C.index(Xb)
// hint: Each vector in demb belongs to one row of C: the row that Xb names in the same place. Bring all of
//       them home.
// hint: Start with zeros in the shape of C. Rows that are named several times must collect, not be
//       overwritten.
// hint: Start with `zerosLike(C)`. Then add to the rows that Xb names, as shown above. What do you add
//       there?
export function dC({ C, Xb, emb, demb }: Scope): Tensor {
  // answer (vocab, n_embd)
  return zerosLike(C).indexAdd(Xb, demb)
  // end answer
}
