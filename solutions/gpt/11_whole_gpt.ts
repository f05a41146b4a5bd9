// %% [markdown]
// # 11 · The whole GPT
//
// Below the block of exercise 10 are two tables of embeddings. Above it are a last layer norm and **the
// head** of the network, which gives each position a score for every letter. (It has nothing to do with the
// heads of attention.) Here you write the gradients around the block:
//
//     X --> tok --> add --> x0 --> the block --> x2 -- layer norm --> lnf --> matmul --> logits --> loss
//            ^       ^                                                          ^
//            |      wpe                                                         |
//            |                                                                  |
//           wte ----------------------------- wte.T ----------------------------+
//
//     tok, x0, x2, lnf   (B, T, C)        logits   (B, T, V)        wte   (V, C)        wpe   (T, C)
//
// ## One table, two uses
//
// Look at `wte`. It has a row for each letter, and `tok` takes the rows of the letters in `X`. The head
// uses the same table again: the score of a letter is the product of its row with a row of `lnf`. This is
// called a **tied** head. GPT-2 has one too. Its table has 50,257 rows, and in the smallest GPT-2 that's
// almost a third of all parameters.
//
//     dwte  =  (what comes back through tok)  +  (what comes back through the head)
// tex: \begin{aligned} \name{dwte} &= (\text{what comes back through } \name{tok}) \\
//   &+ (\text{what comes back through the head}) \end{aligned}
//
// The two parts don't look alike. Through `tok` comes something for the letters in `X` only, and a letter
// that occurs three times gets three contributions. Through the head comes something for every letter in
// every position, because each position gives each letter a score.
//
// ## One mean over all positions
//
// Every position predicts the letter that follows it, so there are B * T predictions in a batch. They are
// the rows of one table, (B * T, V), and the loss is their mean. All of them count the same.
//
// In other GPTs rows have unequal lengths and are filled up with **padding**. Such positions predict
// nothing. They have no part in the sum, and they mustn't be counted in what it is divided by. There's no
// padding here: B windows of T letters are cut out of all the names, written one after another. The full
// stop between two names is a letter like any other, and the network learns to predict it.
//
// ## What is given
//
// The gradients inside the block, down to `dx0`. You wrote them in exercise 10, and you'd learn nothing
// from writing them again. With yours from here you then have all of them, from the loss of a GPT to each
// of its 16 parameters.

// %%
import { oneHot, type Tensor, zerosLike } from 'backprop-ninja'

// %% include inputs.ts
export * from './inputs.ts'

// %% include forward.ts
export * from './forward.ts'
import type { Scope } from './forward.ts'

// %% include layer-norm.ts
export * from './layer-norm.ts'
import { layerNormBack } from './layer-norm.ts'

// %% logits feeds loss = crossEntropy(logits.view(B * T, V), Y.view(B * T))
// hint: As "Cross-entropy at once", in the track makemore, with B * T examples. The view only joins B and
//       T: you can keep them apart.
// hint: Softmax minus 1 at the right letter, for every position, and each position is one of how many in
//       the mean?
// hint: `logits.softmax(-1)`, minus `oneHot(..., V)`, divided by the number of predictions.
export function dlogits({ B, T, V, Y, logits }: Scope): Tensor {
  // answer (B, T, V)
  return logits.softmax(-1).sub(oneHot(Y, V)).div(B * T)
  // end answer
  // wrong (-): return logits.softmax(-1).sub(oneHot(Y, V)).div(B)
  // wrong (-): return logits.softmax(-1).sub(oneHot(Y, V)).div(T)
  // wrong (-): return logits.softmax(-1).sub(oneHot(Y, V)).div(B * T * V)
  // wrong (-): return logits.softmax(-1).sub(oneHot(Y, V)).div(Y.gt(0).sum())
}

// %% lnf feeds logits = lnf.matmul(wte.T)
// hint: A product with a matrix on its right, as dact in exercise 09. Here that matrix is transposed.
// hint: logits[i] is the sum over j of lnf[j] * wte[i][j]. So dlnf[j] is a sum over i, over all letters.
// hint: `dlogits.matmul(...)`. From (B, T, V) and (V, C) you need (B, T, C).
export function dlnf({ wte, dlogits }: Scope): Tensor {
  // answer (B, T, C)
  return dlogits.matmul(wte)
  // end answer
}

// %% lnfw feeds lnf = lnf_hat.mul(lnfw).add(lnfb)
// hint: Exercise 03. A product in which this row was copied for every position.
// hint: Multiply the other factor by the upstream gradient. Then sum over what was copied.
// hint: `lnf_hat.mul(...).sum([..., ...])`
export function dlnfw({ lnf_hat, dlnf }: Scope): Tensor {
  // answer (C)
  return lnf_hat.mul(dlnf).sum([0, 1])
  // end answer
}

// %% lnfb feeds lnf = lnf_hat.mul(lnfw).add(lnfb)
// hint: Exercise 03. A row that was added for every position.
// hint: Sum over what was copied, so that (C) is left.
// hint: dlnf, summed over two dimensions.
export function dlnfb({ dlnf }: Scope): Tensor {
  // answer (C)
  return dlnf.sum([0, 1])
  // end answer
}

// %% lnf_hat feeds lnf = lnf_hat.mul(lnfw).add(lnfb)
// hint: Exercise 03. The other side of the product.
// hint: Multiply the other factor by the upstream gradient.
// hint: dlnf times the row of weights, which mul repeats by itself.
export function dlnf_hat({ lnfw, dlnf }: Scope): Tensor {
  // answer (B, T, C)
  return dlnf.mul(lnfw)
  // end answer
}

// %% x2 feeds, through layer norm, lnf_hat
// hint: How many ways lead from x2 to the loss? There's no skip path around the last layer norm.
// hint: One way: back through layer norm, which is a call of `layerNormBack`.
// hint: `layerNormBack(...)`: the gradient of the normalized values, these values, and their rstd.
export function dx2({ lnf_hat, lnf_rstd, dlnf, dlnf_hat }: Scope): Tensor {
  // answer (B, T, C)
  return layerNormBack(dlnf_hat, lnf_hat, lnf_rstd)
  // end answer
  // wrong (-): return dlnf_hat.add(layerNormBack(dlnf_hat, lnf_hat, lnf_rstd))
  // wrong (-): return layerNormBack(dlnf, lnf_hat, lnf_rstd)
}

// %% tok feeds x0 = tok.add(wpe)
// `dx0`, from exercise 10, is given
// hint: Exercise 01. It's one of the two parts of a sum.
// hint: The slope of a sum is 1 for each part, and nothing was copied.
// hint: The gradient of the sum, as it is.
export function dtok({ dx0 }: Scope): Tensor {
  // answer (B, T, C)
  return dx0
  // end answer
}

// %% wpe feeds x0 = tok.add(wpe)
// tok (B, T, C), wpe (T, C)
// hint: Exercise 01. The other part of the sum. Which dimension doesn't it have?
// hint: It was copied for each row of the batch. Sum over the copies.
// hint: dx0, summed over one dimension, so that (T, C) is left.
export function dwpe({ dx0 }: Scope): Tensor {
  // answer (T, C)
  return dx0.sum(0)
  // end answer
}

// %% wte feeds tok = wte.index(X) and logits = lnf.matmul(wte.T)
// X (B, T), lnf (B, T, C), wte (V, C)
// hint: Two uses, so two parts to add. Write down the shape of each: both must be (V, C).
// hint: Through tok: start from zeros, and add each row of dtok to the row of its letter (exercise 01).
//       Through the head: a product in which wte was used for every position. Join B and T. From (B * T, V)
//       and (B * T, C) make (V, C).
// hint: `zerosLike(wte).indexAdd([X], ...)` is the first part. The second is `dlogits.view(-1, V)`,
//       transposed, times a table of lnf. `add` them.
export function dwte({ C, V, X, wte, lnf, dlogits, dtok }: Scope): Tensor {
  // answer (V, C)
  return zerosLike(wte).indexAdd([X], dtok).add(dlogits.view(-1, V).T.matmul(lnf.view(-1, C)))
  // end answer
  // wrong (-): return zerosLike(wte).indexPut([X], dtok).add(dlogits.view(-1, V).T.matmul(lnf.view(-1, C)))
  // wrong (-): return dlogits.view(-1, V).T.matmul(lnf.view(-1, C)).indexPut([X], dtok)
}
