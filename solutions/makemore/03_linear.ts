// %% [markdown]
// # 03 · A linear layer
//
// This exercise is about matrix multiplication. `h.matmul(W2)` is Python's `h @ W2`.
//
// python:
// This exercise is about matrix multiplication, `h @ W2`.
//
//        h (n, n_hidden)   @   W2 (n_hidden, vocab)   +   b2 (vocab)   =   logits (n, vocab)
// tex: \underset{(n,\,\name{n_hidden})}{h} \; \underset{(\name{n_hidden},\,\name{vocab})}{\name{W2}}
//   + \underset{(\name{vocab})}{\name{b2}} = \underset{(n,\,\name{vocab})}{\name{logits}}
//
// Here is one element of the result, in full:
//
//     logits[i][j]  =  h[i][0] * W2[0][j]  +  h[i][1] * W2[1][j]  +  ...  +  b2[j]
// tex: \name{logits}_{ij} = h_{i0}\, \name{W2}_{0j} + h_{i1}\, \name{W2}_{1j} + \dots + \name{b2}_j
//
// Take one element of `h`, say h[i][1]. Which elements of `logits` does it go into, and what does it meet
// there? It goes into all of row i, and in column j it meets W2[1][j]. So its gradient is a sum of products,
// over j. That's exactly what a matrix multiplication computes. Find the one that does it for all elements
// at once. Then do the same for one element of `W2` and one of `b2`.
//
// Two things help:
//
// - A gradient has the shape of its tensor. Write the shapes side by side: in `a.matmul(b)`, the last size
//   of a must be the first size of b. That leaves only a few ways to combine two given matrices.
// - `W2.T` is W2 transposed: rows become columns. You write it without parentheses.
//
// Not sure? Work it out on paper with two matrices of 2 rows and 2 columns, using only letters.

// %%
import type { Tensor } from 'backprop-ninja'

// %% include inputs.ts
export * from './inputs.ts'

// %% include forward.ts
export * from './forward.ts'
import type { Scope } from './forward.ts'

// %% [markdown]
// ## Going backwards
//
// `dlogits` is given. All three tensors are used in the same line.

// %% h feeds logits = h.matmul(W2).add(b2)
// hint: h[i][k] goes into every element of row i of logits. Its gradient collects from that row of dlogits.
// hint: h[i][k] meets W2[k][j] in column j. So dh[i][k] is the sum over j of dlogits[i][j] * W2[k][j]: row i
//       of one matrix against row k of the other. A matrix product takes rows against columns.
// hint: You need (n, n_hidden), made from (n, vocab) and (n_hidden, vocab): `dlogits.matmul(...)`, with one
//       of the two transposed.
export function dh({ h, W2, b2, logits, dlogits }: Scope): Tensor {
  // answer (n, n_hidden)
  return dlogits.matmul(W2.T)
  // end answer
}

// %% W2 feeds logits = h.matmul(W2).add(b2)
// hint: W2[k][j] is used once for each example: it goes into column j of logits, in all n rows.
// hint: In row i, W2[k][j] meets h[i][k]. So dW2[k][j] is the sum over i of h[i][k] * dlogits[i][j]: column
//       k of one matrix against column j of the other.
// hint: You need (n_hidden, vocab), made from (n, n_hidden) and (n, vocab): transpose one, then
//       `x.matmul(...)`.
export function dW2({ h, W2, b2, logits, dlogits }: Scope): Tensor {
  // answer (n_hidden, vocab)
  return h.T.matmul(dlogits)
  // end answer
}

// %% b2 feeds logits = h.matmul(W2).add(b2)
// b2 has the shape (vocab): one dimension, no row or column of size 1
// hint: b2[j] is added to column j in all n rows. What did exercise 02 say about a number that is copied?
// hint: A copy in the forward pass is a sum in the backward pass, over the dimension that was copied along.
//       The slope of a + b is 1.
// hint: `dlogits.sum(...)`. Which dimension must go, so that (vocab) remains? Leave out `keepdim` here.
export function db2({ h, W2, b2, logits, dlogits }: Scope): Tensor {
  // answer (vocab)
  return dlogits.sum(0)
  // end answer
}
