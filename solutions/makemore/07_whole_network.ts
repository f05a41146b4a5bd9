// %% [markdown]
// # 07 · The whole network
//
// All 26 gradients, from the loss to the embedding table. This is the test: no pictures.
//
// Braces hold what stands in the lines of the forward pass where the tensor is used, and the gradients of
// what these lines make. You needn't use all of it. Each line is judged by itself too, so the order is up to
// you.

// %%
import { arange, oneHot, type Tensor, tensor, zerosLike } from 'backprop-ninja'

// %% include inputs.ts
export * from './inputs.ts'

// %% include forward.ts
export * from './forward.ts'
import type { Scope } from './forward.ts'

// %% dlogprobs
// hint: Exercise 01. Which elements of logprobs does the loss care about?
// hint: A picked element counts one n-th in the mean, and the sign is turned. All others count nothing.
// hint: zerosLike(logprobs), then indexPut at row i, column Yb[i]; which number goes there?
export function dlogprobs({ logprobs, n, Yb }: Scope): Tensor {
  // answer (n, vocab)
  return zerosLike(logprobs).indexPut([arange(n), Yb], -1 / n)
  // end answer
}

// %% dprobs
// hint: Exercise 01. Element by element.
// hint: The slope of log(x) is 1/x.
// hint: probs.pow(...), then times what comes from above.
export function dprobs({ probs, logprobs, dlogprobs }: Scope): Tensor {
  // answer (n, vocab)
  return probs.pow(-1).mul(dlogprobs)
  // end answer
}

// %% dcounts_sum_inv
// hint: Exercise 02. A product, in which this tensor is one column for a whole table.
// hint: The other factor times what comes from above, then a sum over what was copied.
// hint: counts.mul(...).sum(...), with the shape kept at (n, 1).
export function dcounts_sum_inv({ counts, counts_sum_inv, probs, dprobs }: Scope): Tensor {
  // answer (n, 1)
  return counts.mul(dprobs).sum(1, { keepdim: true })
  // end answer
}

// %% dcounts_sum
// hint: Exercise 02. The power rule.
// hint: The slope of x^p is p * x^(p-1).
// hint: counts_sum.pow(...) with the exponent one less than -1; two more factors.
export function dcounts_sum({ counts_sum, counts_sum_inv, dcounts_sum_inv }: Scope): Tensor {
  // answer (n, 1)
  return counts_sum.pow(-2).mul(-1).mul(dcounts_sum_inv)
  // end answer
}

// %% dcounts
// hint: Exercise 02. In how many lines is counts used?
// hint: A product sends back the other factor times its gradient; a sum sends the same number to each
//       element.
// hint: counts_sum_inv.mul(...) for the one line, .add(...) what the other line sends back.
export function dcounts({ counts, counts_sum, counts_sum_inv, probs, dcounts_sum, dprobs }: Scope): Tensor {
  // answer (n, vocab)
  return counts_sum_inv.mul(dprobs).add(dcounts_sum)
  // end answer
}

// %% dnorm_logits
// hint: Exercise 02. Element by element.
// hint: The slope of exp is exp itself.
// hint: exp(norm_logits) has a name already; times what comes from above.
export function dnorm_logits({ norm_logits, counts, dcounts }: Scope): Tensor {
  // answer (n, vocab)
  return counts.mul(dcounts)
  // end answer
}

// %% dlogit_maxes
// hint: Exercise 02. One column, taken off a whole table.
// hint: The slope is -1, and what was copied is summed.
// hint: dnorm_logits, its sign turned, summed along the rows; the shape stays (n, 1).
export function dlogit_maxes({ logits, logit_maxes, norm_logits, dnorm_logits }: Scope): Tensor {
  // answer (n, 1)
  return dnorm_logits.neg().sum(1, { keepdim: true })
  // end answer
}

// %% dlogits
// hint: Exercise 02. In how many lines is logits used?
// hint: The one line sends its gradient on unchanged; the other sends each row's number to the row's maximum
//       only.
// hint: dnorm_logits, plus dlogit_maxes times oneHot(..., vocab) of the columns of the maxima.
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
// hint: dlogits.matmul(...): something of shape (vocab, n_hidden).
export function dh({ h, W2, b2, logits, dlogits }: Scope): Tensor {
  // answer (n, n_hidden)
  return dlogits.matmul(W2.T)
  // end answer
}

// %% dW2
// hint: Exercise 03. An element of W2 is used once for each example.
// hint: dW2[k][j] is the sum over i of h[i][k] * dlogits[i][j].
// hint: Something of shape (n_hidden, n), then .matmul(...).
export function dW2({ h, W2, b2, logits, dlogits }: Scope): Tensor {
  // answer (n_hidden, vocab)
  return h.T.matmul(dlogits)
  // end answer
}

// %% db2
// hint: Exercise 03. A list that is added to each row.
// hint: What was copied is summed.
// hint: dlogits.sum(...), so that (vocab) is left.
export function db2({ h, W2, b2, logits, dlogits }: Scope): Tensor {
  // answer (vocab)
  return dlogits.sum(0)
  // end answer
}

// %% dhpreact
// hint: Exercise 04. Element by element.
// hint: The slope of tanh is 1 minus the square of its output.
// hint: tensor(1).sub(...), then times what comes from above.
export function dhpreact({ hpreact, h, dh }: Scope): Tensor {
  // answer (n, n_hidden)
  return tensor(1).sub(h.pow(2)).mul(dh)
  // end answer
}

// %% dbngain
// hint: Exercise 05. A product, in which this tensor is one row for a whole table.
// hint: The other factor times what comes from above, then a sum over what was copied.
// hint: bnraw.mul(...).sum(...), with the shape kept at (1, n_hidden).
export function dbngain({ bngain, bnraw, bnbias, hpreact, dhpreact }: Scope): Tensor {
  // answer (1, n_hidden)
  return bnraw.mul(dhpreact).sum(0, { keepdim: true })
  // end answer
}

// %% dbnbias
// hint: Exercise 05. A row that is added to a whole table.
// hint: What was copied is summed.
// hint: dhpreact.sum(...), with the shape kept at (1, n_hidden).
export function dbnbias({ bngain, bnraw, bnbias, hpreact, dhpreact }: Scope): Tensor {
  // answer (1, n_hidden)
  return dhpreact.sum(0, { keepdim: true })
  // end answer
}

// %% dbnraw
// hint: Exercise 05. A product, seen from the table.
// hint: The other factor times what comes from above.
// hint: bngain.mul(...): the row is repeated by itself.
export function dbnraw({ bngain, bnraw, bnbias, hpreact, dhpreact }: Scope): Tensor {
  // answer (n, n_hidden)
  return bngain.mul(dhpreact)
  // end answer
}

// %% dbnvar_inv
// hint: Exercise 05. One row for a whole table, in a product.
// hint: The other factor times what comes from above, then a sum over what was copied.
// hint: bndiff.mul(...).sum(...), with the shape kept at (1, n_hidden).
export function dbnvar_inv({ bndiff, bnvar_inv, bnraw, dbnraw }: Scope): Tensor {
  // answer (1, n_hidden)
  return bndiff.mul(dbnraw).sum(0, { keepdim: true })
  // end answer
}

// %% dbnvar
// hint: Exercise 05. The power rule.
// hint: The slope of x^p is p * x^(p-1); x is bnvar + 1e-5.
// hint: bnvar.add(1e-5).pow(...) with the exponent one less than -0.5; two more factors.
export function dbnvar({ bnvar, bnvar_inv, dbnvar_inv }: Scope): Tensor {
  // answer (1, n_hidden)
  return bnvar.add(1e-5).pow(-1.5).mul(-0.5).mul(dbnvar_inv)
  // end answer
}

// %% dbndiff2
// hint: Exercise 05. A sum down each column, and a factor.
// hint: Each element of a column receives the same number, times the factor. The shape must be the full one.
// hint: dbnvar times the factor, then expandAs.
export function dbndiff2({ n, bndiff2, bnvar, dbnvar }: Scope): Tensor {
  // answer (n, n_hidden)
  return dbnvar.mul(1 / (n - 1)).expandAs(bndiff2)
  // end answer
}

// %% dbndiff
// hint: Exercise 05. In how many lines is bndiff used?
// hint: A product sends back the other factor times its gradient; a square, twice its input times its
//       gradient.
// hint: bnvar_inv.mul(...) for the one line, .add(...) the part of the other, which starts with
//       bndiff.mul(2).
export function dbndiff({ bndiff, bnvar_inv, bnraw, bndiff2, dbnraw, dbndiff2 }: Scope): Tensor {
  // answer (n, n_hidden)
  return bnvar_inv.mul(dbnraw).add(bndiff.mul(2).mul(dbndiff2))
  // end answer
}

// %% dbnmeani
// hint: Exercise 05. One row, taken off a whole table.
// hint: The slope is -1, and what was copied is summed.
// hint: dbndiff, its sign turned, summed down the columns; the shape stays (1, n_hidden).
export function dbnmeani({ hprebn, bnmeani, bndiff, dbndiff }: Scope): Tensor {
  // answer (1, n_hidden)
  return dbndiff.neg().sum(0, { keepdim: true })
  // end answer
}

// %% dhprebn
// hint: Exercise 05. In how many lines is hprebn used?
// hint: The one line sends its gradient on unchanged; the other sends each element of a column the same n-th.
// hint: dbndiff.add(...): the row dbnmeani, times a factor.
export function dhprebn({ n, hprebn, bnmeani, bndiff, dbnmeani, dbndiff }: Scope): Tensor {
  // answer (n, n_hidden)
  return dbndiff.add(dbnmeani.mul(1 / n))
  // end answer
}

// %% dembcat
// hint: Exercise 06, and dh in exercise 03.
// hint: A product of two matrices: the gradient of the result, times the right factor turned over.
// hint: dhprebn.matmul(...): something of shape (n_hidden, block * n_embd).
export function dembcat({ embcat, W1, b1, hprebn, dhprebn }: Scope): Tensor {
  // answer (n, block * n_embd)
  return dhprebn.matmul(W1.T)
  // end answer
}

// %% dW1
// hint: Exercise 06, and dW2 in exercise 03.
// hint: A product of two matrices: the left factor turned over, times the gradient of the result.
// hint: Something of shape (n_embd * block, n), then .matmul(...).
export function dW1({ embcat, W1, b1, hprebn, dhprebn }: Scope): Tensor {
  // answer (n_embd * block, n_hidden)
  return embcat.T.matmul(dhprebn)
  // end answer
}

// %% db1
// hint: Exercise 06, and db2 in exercise 03.
// hint: What was copied is summed.
// hint: dhprebn.sum(...), so that (n_hidden) is left.
export function db1({ embcat, W1, b1, hprebn, dhprebn }: Scope): Tensor {
  // answer (n_hidden)
  return dhprebn.sum(0)
  // end answer
}

// %% demb
// hint: Exercise 06. The same numbers, arranged otherwise.
// hint: Bring dembcat into the shape that emb has.
// hint: dembcat.view(...)
export function demb({ n, emb, embcat, dembcat }: Scope): Tensor {
  // answer (n, block, n_embd)
  return dembcat.view(emb.shape)
  // end answer
}

// %% dC
// hint: Exercise 06. Each vector of demb belongs to one row of C.
// hint: Zeros in the shape of C; a row that was picked several times collects from all of them.
// hint: zerosLike(C), then the method that adds at indices: Xb says where, and what is added?
export function dC({ C, Xb, emb, demb }: Scope): Tensor {
  // answer (vocab, n_embd)
  return zerosLike(C).indexAdd(Xb, demb)
  // end answer
}
