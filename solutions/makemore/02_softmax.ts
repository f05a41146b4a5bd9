// %% [markdown]
// # 02 · Softmax
//
// One step further back: how the network's raw scores, `logits`, become `probs`.
//
//     logits -+------------------> sub --> norm_logits -- exp --> counts
//             |                     ^
//             +--> logit_maxes -----+
//
//     counts -+-----------------------------------------> mul --> probs
//             |                                            ^
//             +--> counts_sum -- 1/x --> counts_sum_inv ---+
//
// Three things are new: a column that is used for a whole table, a tensor that is used twice, and a maximum.
//
// ## A column for a whole table
//
// `counts` is (n, vocab), `counts_sum_inv` is (n, 1). In `counts.mul(counts_sum_inv)` the column is repeated
// along each row. This is called broadcasting:
//
//     a  b  c           s  s  s           a*s  b*s  c*s
//     d  e  f     *     t  t  t     =     d*t  e*t  f*t
//
// Nudge s, and three elements of the result move. Their effects on the loss add up. So a number that was
// copied along a row on the way forward gets a sum along that row on the way back, and a number that went
// into a sum gets a copy: copy and sum are each other's way back. `x.sum(1, { keepdim: true })` sums each row
// and keeps the column shape (n, 1); without `keepdim` it would be (n), which is another shape.
//
// ## Used twice
//
// `counts` and `logits` are each used in two lines. A nudge travels along both ways at once, so what comes
// back by the one way and by the other adds up:
//
//     dcounts  =  (what comes back by probs)  +  (what comes back by counts_sum)
//
// Where one part is a table and the other a column, `a.add(b)` repeats the column by itself.
//
// ## The maximum
//
// Only the largest element of a row gets into `logit_maxes`; nudging another one does nothing there.
// `logits.max(1).indices` says in which column it stands, `oneHot(indices, vocab)` makes a row out of each
// index: a 1 in that column, else 0.
//
// You will find that `dlogit_maxes` is as good as 0: taking the same number off all scores in a row doesn't
// change the probabilities. Write it, and its part in `dlogits`, all the same. The checker also calls each of
// your functions with random numbers in place of the gradients from above, where it isn't 0.

// %%
import { oneHot, type Tensor } from 'backprop-ninja'

// %% include inputs.ts
export * from './inputs.ts'

// %% include forward.ts
export * from './forward.ts'
import type { Scope } from './forward.ts'

// %% [markdown]
// ## Going backwards
//
// The title of each cell names where the tensor is used. `dprobs`, from exercise 01, is given. Need a
// function that is not imported, such as `onesLike`? Add its name to the import at the top.

// %% counts_sum_inv feeds probs = counts.mul(counts_sum_inv)
// (n, 1): one number for each row
// hint: One element of counts_sum_inv multiplies every element of its row of counts. Its gradient collects
//       from all of them.
// hint: In a product p = a * b, the slope with respect to b is a. So counts times dprobs would be the
//       gradient if every element had its own copy. It has one for the whole row: add up along the row.
// hint: counts.mul(...) first, then .sum(...) over dimension 1, with the option that keeps (n, 1).
export function dcounts_sum_inv({ counts, dprobs }: Scope): Tensor {
  // answer (n, 1)
  return counts.mul(dprobs).sum(1, { keepdim: true })
  // end answer
}

// %% counts_sum feeds counts_sum_inv = counts_sum.pow(-1)
// hint: Element by element: the slope of x to the power of -1, times what comes from above.
// hint: The slope of x^p is p * x^(p-1). Here p is -1.
// hint: counts_sum.pow(...) with a new exponent, then .mul(...) twice: the old exponent, and dcounts_sum_inv.
export function dcounts_sum({ counts_sum, dcounts_sum_inv }: Scope): Tensor {
  // answer (n, 1)
  return counts_sum.pow(-2).mul(-1).mul(dcounts_sum_inv)
  // end answer
}

// %% counts feeds probs = counts.mul(counts_sum_inv) and counts_sum = counts.sum(1, ...)
// hint: Two ways lead from counts to the loss. Write down what each of them sends back, then add.
// hint: By probs, it is a product: the other factor times dprobs. By counts_sum, it is a sum: each element of
//       a row receives the same number, that row's element of dcounts_sum.
// hint: counts_sum_inv.mul(...) is the first part. .add(...) the second: it is (n, 1), and add repeats it
//       along the rows.
export function dcounts({ counts_sum_inv, dprobs, dcounts_sum }: Scope): Tensor {
  // answer (n, vocab)
  return counts_sum_inv.mul(dprobs).add(dcounts_sum)
  // end answer
}

// %% norm_logits feeds counts = norm_logits.exp()
// hint: Element by element. What is the slope of the exponential function?
// hint: The slope of exp at x is exp(x), and the forward pass has computed it already, under another name.
// hint: The output of that line, .mul(its gradient).
export function dnorm_logits({ counts, dcounts }: Scope): Tensor {
  // answer (n, vocab)
  return counts.mul(dcounts)
  // end answer
}

// %% logit_maxes feeds norm_logits = logits.sub(logit_maxes)
// logits (n, vocab), logit_maxes (n, 1)
// hint: One element of logit_maxes is taken off all elements of its row. Collect from the row; mind the sign.
// hint: The slope of a - b with respect to b is -1. And a copy along the row is a sum along it on the way
//       back.
// hint: dnorm_logits, negated, summed over dimension 1; the shape must stay (n, 1).
export function dlogit_maxes({ dnorm_logits }: Scope): Tensor {
  // answer (n, 1)
  return dnorm_logits.neg().sum(1, { keepdim: true })
  // end answer
}

// %% logits feeds norm_logits = logits.sub(logit_maxes) and logit_maxes = logits.max(1, ...).values
// hint: Two ways again: straight into norm_logits, and by logit_maxes, where only the largest of a row
//       counts.
// hint: The first way: the slope of a - b with respect to a is 1. The second: the row's element of
//       dlogit_maxes at the place of the maximum, 0 elsewhere.
// hint: oneHot(logits.max(1).indices, vocab) has a 1 at each row's maximum. Times dlogit_maxes it is the
//       second part; add the first.
export function dlogits({ logits, vocab, dnorm_logits, dlogit_maxes }: Scope): Tensor {
  // answer (n, vocab)
  return dnorm_logits.add(oneHot(logits.max(1).indices, vocab).mul(dlogit_maxes))
  // end answer
}
