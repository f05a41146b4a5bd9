// %% [markdown]
// # 07 · The whole network
//
// You need all 26 gradients, from the loss to the embedding table. This is the test: there are no pictures.
//
// The braces hold the names from those lines of the forward pass that use the tensor, and the gradients of
// what these lines make. You needn't use all of them. Each line is also judged on its own, so you can work
// in any order.
//
// python:
// Each line is judged on its own, so you can work in any order.
//
// You've written all of these lines before. Write them again from memory, and you'll see which ones you
// really know. If you'd rather not type them again, `npx ninja take 07` fills in those that you passed.
//
// python:
// You've written all of these lines before. Write them again from memory, and you'll see which ones you
// really know.

// %%
import { arange, oneHot, type Tensor, tensor, zerosLike } from 'backprop-ninja'

// %% include inputs.ts
export * from './inputs.ts'

// %% include forward.ts
export * from './forward.ts'
import type { Scope } from './forward.ts'

// %% dlogprobs
// hint: Exercise 01. Which elements of logprobs does the loss care about?
// hint: A picked element counts 1/n in the mean, and its sign is negative. All others count nothing.
// hint: `zerosLike(logprobs)`, but with a number in each row i, at column `Yb[i]`. Which number goes there?
export function dlogprobs({ logprobs, n, Yb }: Scope): Tensor {
  // answer (n, vocab)
  return zerosLike(logprobs).indexPut([arange(n), Yb], -1 / n)
  // end answer
}

// %% dprobs
// hint: Exercise 01. Element by element.
// hint: The slope of log(x) is 1/x.
// hint: `probs.pow(...)`, then times the upstream gradient.
export function dprobs({ probs, logprobs, dlogprobs }: Scope): Tensor {
  // answer (n, vocab)
  return probs.pow(-1).mul(dlogprobs)
  // end answer
}

// %% dcounts_sum_inv
// hint: Exercise 02. It's a product in which this tensor is one column for a whole table.
// hint: Multiply the other factor by the upstream gradient. Then sum over what was copied.
// hint: `counts.mul(...).sum(...)`, and keep the shape (n, 1).
export function dcounts_sum_inv({ counts, counts_sum_inv, probs, dprobs }: Scope): Tensor {
  // answer (n, 1)
  return counts.mul(dprobs).sum(1, { keepdim: true })
  // end answer
}

// %% dcounts_sum
// hint: Exercise 02. The power rule.
// hint: The slope of x^p is p * x^(p-1).
// hint: `counts_sum.pow(...)` with an exponent that is one less than -1. Then there are two more factors.
export function dcounts_sum({ counts_sum, counts_sum_inv, dcounts_sum_inv }: Scope): Tensor {
  // answer (n, 1)
  return counts_sum.pow(-2).mul(-1).mul(dcounts_sum_inv)
  // end answer
}

// %% dcounts
// hint: Exercise 02. In how many lines is counts used?
// hint: A product sends back the other factor times its gradient. A sum sends the same number to each
//       element.
// hint: `counts_sum_inv.mul(...)` for one line, then add what comes back from the other.
export function dcounts({ counts, counts_sum, counts_sum_inv, probs, dcounts_sum, dprobs }: Scope): Tensor {
  // answer (n, vocab)
  return counts_sum_inv.mul(dprobs).add(dcounts_sum)
  // end answer
}

// %% dnorm_logits
// hint: Exercise 02. Element by element.
// hint: The slope of exp is exp itself.
// hint: exp(norm_logits) already has a name. Multiply it by the upstream gradient.
export function dnorm_logits({ norm_logits, counts, dcounts }: Scope): Tensor {
  // answer (n, vocab)
  return counts.mul(dcounts)
  // end answer
}

// %% dlogit_maxes
// hint: Exercise 02. One column is subtracted from a whole table.
// hint: The slope is -1. Sum over what was copied.
// hint: dnorm_logits, negated, then summed along the rows. The shape stays (n, 1).
export function dlogit_maxes({ logits, logit_maxes, norm_logits, dnorm_logits }: Scope): Tensor {
  // answer (n, 1)
  return dnorm_logits.neg().sum(1, { keepdim: true })
  // end answer
}

// %% dlogits
// hint: Exercise 02. In how many lines is logits used?
// hint: One line passes its gradient on unchanged. The other sends each row's number to the row's maximum
//       only.
// hint: dnorm_logits, plus dlogit_maxes times `oneHot(..., vocab)`. Put in the columns of the maxima.
export function dlogits({
  logits, vocab, logit_maxes, norm_logits, dlogit_maxes, dnorm_logits,
}: Scope): Tensor {
  // answer (n, vocab)
  return dnorm_logits.add(oneHot(logits.max(1).indices, vocab).mul(dlogit_maxes))
  // end answer
}

// %% dh
// hint: Exercise 03. Let the shapes guide you, then check with one element.
// hint: dh[i][k] is the sum over j of dlogits[i][j] * W2[k][j].
// hint: `dlogits.matmul(...)`: something of shape (vocab, n_hidden).
export function dh({ h, W2, b2, logits, dlogits }: Scope): Tensor {
  // answer (n, n_hidden)
  return dlogits.matmul(W2.T)
  // end answer
}

// %% dW2
// hint: Exercise 03. An element of W2 is used once for each example.
// hint: dW2[k][j] is the sum over i of h[i][k] * dlogits[i][j].
// hint: `x.matmul(...)`, where x is something of shape (n_hidden, n).
export function dW2({ h, W2, b2, logits, dlogits }: Scope): Tensor {
  // answer (n_hidden, vocab)
  return h.T.matmul(dlogits)
  // end answer
}

// %% db2
// hint: Exercise 03. This list is added to each row.
// hint: Sum over what was copied.
// hint: `dlogits.sum(...)`, which must leave the shape (vocab).
export function db2({ h, W2, b2, logits, dlogits }: Scope): Tensor {
  // answer (vocab)
  return dlogits.sum(0)
  // end answer
}

// %% dhpreact
// hint: Exercise 04. Element by element.
// hint: The slope of tanh is 1 minus the square of its output.
// hint: `tensor(1).sub(...)`, then times the upstream gradient.
export function dhpreact({ hpreact, h, dh }: Scope): Tensor {
  // answer (n, n_hidden)
  return tensor(1).sub(h.pow(2)).mul(dh)
  // end answer
}

// %% dbngain
// hint: Exercise 05. It's a product in which this tensor is one row for a whole table.
// hint: Multiply the other factor by the upstream gradient. Then sum over what was copied.
// hint: `bnraw.mul(...).sum(...)`, and keep the shape (1, n_hidden).
export function dbngain({ bngain, bnraw, bnbias, hpreact, dhpreact }: Scope): Tensor {
  // answer (1, n_hidden)
  return bnraw.mul(dhpreact).sum(0, { keepdim: true })
  // end answer
}

// %% dbnbias
// hint: Exercise 05. This row is added to a whole table.
// hint: Sum over what was copied.
// hint: `dhpreact.sum(...)`, and keep the shape (1, n_hidden).
export function dbnbias({ bngain, bnraw, bnbias, hpreact, dhpreact }: Scope): Tensor {
  // answer (1, n_hidden)
  return dhpreact.sum(0, { keepdim: true })
  // end answer
}

// %% dbnraw
// hint: Exercise 05. It's a product, and this tensor is the table in it.
// hint: The other factor times the upstream gradient.
// hint: `bngain.mul(...)`. `mul` repeats the row by itself.
export function dbnraw({ bngain, bnraw, bnbias, hpreact, dhpreact }: Scope): Tensor {
  // answer (n, n_hidden)
  return bngain.mul(dhpreact)
  // end answer
}

// %% dbnvar_inv
// hint: Exercise 05. It's a product in which this tensor is one row for a whole table.
// hint: Multiply the other factor by the upstream gradient. Then sum over what was copied.
// hint: `bndiff.mul(...).sum(...)`, and keep the shape (1, n_hidden).
export function dbnvar_inv({ bndiff, bnvar_inv, bnraw, dbnraw }: Scope): Tensor {
  // answer (1, n_hidden)
  return bndiff.mul(dbnraw).sum(0, { keepdim: true })
  // end answer
}

// %% dbnvar
// hint: Exercise 05. The power rule.
// hint: The slope of x^p is p * x^(p-1). Here x is bnvar + 1e-5.
// hint: `bnvar.add(1e-5).pow(...)` with an exponent that is one less than -0.5. Then there are two more
//       factors.
export function dbnvar({ bnvar, bnvar_inv, dbnvar_inv }: Scope): Tensor {
  // answer (1, n_hidden)
  return bnvar.add(1e-5).pow(-1.5).mul(-0.5).mul(dbnvar_inv)
  // end answer
}

// %% dbndiff2
// hint: Exercise 05. It is a sum down each column, then a factor.
// hint: Each element of a column receives the same number, times the factor. The result needs the full
//       shape.
// hint: dbnvar times the factor, then `.expandAs(...)`.
export function dbndiff2({ n, bndiff2, bnvar, dbnvar }: Scope): Tensor {
  // answer (n, n_hidden)
  return dbnvar.mul(1 / (n - 1)).expandAs(bndiff2)
  // end answer
}

// %% dbndiff
// hint: Exercise 05. In how many lines is bndiff used?
// hint: A product sends back the other factor times its gradient. A square sends back twice its input times
//       its gradient.
// hint: `bnvar_inv.mul(...)` for one line, then add the part from the other. That one starts with
//       `bndiff.mul(2)`.
export function dbndiff({ bndiff, bnvar_inv, bnraw, bndiff2, dbnraw, dbndiff2 }: Scope): Tensor {
  // answer (n, n_hidden)
  return bnvar_inv.mul(dbnraw).add(bndiff.mul(2).mul(dbndiff2))
  // end answer
}

// %% dbnmeani
// hint: Exercise 05. One row is subtracted from a whole table.
// hint: The slope is -1. Sum over what was copied.
// hint: dbndiff, negated, then summed down the columns. The shape stays (1, n_hidden).
export function dbnmeani({ hprebn, bnmeani, bndiff, dbndiff }: Scope): Tensor {
  // answer (1, n_hidden)
  return dbndiff.neg().sum(0, { keepdim: true })
  // end answer
}

// %% dhprebn
// hint: Exercise 05. In how many lines is hprebn used?
// hint: One line passes its gradient on unchanged. The other gives each element of a column the same number,
//       times 1/n.
// hint: `dbndiff.add(...)`: what you add is the row dbnmeani, times a factor.
export function dhprebn({ n, hprebn, bnmeani, bndiff, dbnmeani, dbndiff }: Scope): Tensor {
  // answer (n, n_hidden)
  return dbndiff.add(dbnmeani.mul(1 / n))
  // end answer
}

// %% dembcat
// hint: Exercise 06, and dh in exercise 03.
// hint: A product of two matrices: the gradient of the result, times the right factor transposed.
// hint: `dhprebn.matmul(...)`: something of shape (n_hidden, block * n_embd).
export function dembcat({ embcat, W1, b1, hprebn, dhprebn }: Scope): Tensor {
  // answer (n, block * n_embd)
  return dhprebn.matmul(W1.T)
  // end answer
}

// %% dW1
// hint: Exercise 06, and dW2 in exercise 03.
// hint: A product of two matrices: the left factor transposed, times the gradient of the result.
// hint: `x.matmul(...)`, where x is something of shape (block * n_embd, n).
export function dW1({ embcat, W1, b1, hprebn, dhprebn }: Scope): Tensor {
  // answer (block * n_embd, n_hidden)
  return embcat.T.matmul(dhprebn)
  // end answer
}

// %% db1
// hint: Exercise 06, and db2 in exercise 03.
// hint: Sum over what was copied.
// hint: `dhprebn.sum(...)`, which must leave the shape (n_hidden).
export function db1({ embcat, W1, b1, hprebn, dhprebn }: Scope): Tensor {
  // answer (n_hidden)
  return dhprebn.sum(0)
  // end answer
}

// %% demb
// hint: Exercise 06. The same numbers in another arrangement.
// hint: Give dembcat the shape of emb.
// hint: `dembcat.view(...)`
export function demb({ n, emb, embcat, dembcat }: Scope): Tensor {
  // answer (n, block, n_embd)
  return dembcat.view(emb.shape)
  // end answer
}

// %% dC
// hint: Exercise 06. Each vector of demb belongs to one row of C.
// hint: Start with zeros in the shape of C. A row that was picked several times collects from every place.
// hint: Start with `zerosLike(C)`, then add at indices. Xb says where. What do you add?
export function dC({ C, Xb, emb, demb }: Scope): Tensor {
  // answer (vocab, n_embd)
  return zerosLike(C).indexAdd(Xb, demb)
  // end answer
}
