// %% [markdown]
// # 02 · Softmax
//
// You go one step further back: from `probs` to `logits`, the raw scores of the network.
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
// `counts` is (n, vocab) and `counts_sum_inv` is (n, 1). `counts.mul(counts_sum_inv)` repeats the column
// along each row. This is called broadcasting:
//
//     a  b  c           s  s  s           a*s  b*s  c*s
//     d  e  f     *     t  t  t     =     d*t  e*t  f*t
// tex: \begin{pmatrix} a & b & c \\ d & e & f \end{pmatrix} \cdot
//   \begin{pmatrix} s & s & s \\ t & t & t \end{pmatrix} =
//   \begin{pmatrix} a s & b s & c s \\ d t & e t & f t \end{pmatrix}
//
// Nudge s, and three elements of the result move. Their effects on the loss add up. So a number that was
// copied along a row in the forward pass gets a sum along that row in the backward pass. And a number that
// went into a sum gets a copy. Going backward, copy and sum trade places. `x.sum(1, { keepdim: true })` sums
// each row and keeps the column shape (n, 1). Without `keepdim` the shape would be (n).
//
// ## Used twice
//
// `counts` and `logits` are each used in two lines. A nudge travels both ways at once, so what comes back
// along the two ways adds up:
//
//     dcounts  =  (what comes back through probs)  +  (what comes back through counts_sum)
// tex: \begin{aligned} \name{dcounts} &= (\text{what comes back through } \name{probs}) \\
//   &+ (\text{what comes back through } \name{counts_sum}) \end{aligned}
//
// If one part is a table and the other a column, `a.add(b)` repeats the column by itself.
//
// ## The maximum
//
// Only the largest element of a row gets into `logit_maxes`. Nudge another one, and nothing happens there.
// `logits.max(1).indices` says in which column the largest is. `oneHot(indices, vocab)` turns each index
// into a row: 1 in that column, 0 elsewhere.
//
// You'll find that `dlogit_maxes` is almost 0, because subtracting the same number from all scores in a row
// doesn't change the probabilities. Write it anyway, and its part in `dlogits` too. The checker also calls
// each of your functions with random numbers instead of the upstream gradients, and then it isn't 0.
//
// python:
// You'll find that `dlogit_maxes` is almost 0, because subtracting the same number from all scores in a row
// doesn't change the probabilities. Write it anyway, and its part in `dlogits` too. The checker also tries
// each of your lines with random numbers instead of the upstream gradients, and then it isn't 0.

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
// The title of each cell says where the tensor is used. `dprobs`, from exercise 01, is given. Do you need a
// function that isn't imported, such as `onesLike`? Add its name to the import at the top.
//
// python:
// The first line of each cell says where the tensor is used. `dprobs`, from exercise 01, is given.

// %% counts_sum_inv feeds probs = counts.mul(counts_sum_inv)
// (n, 1): one number for each row
// hint: One element of counts_sum_inv multiplies every element of its row of counts. Its gradient collects
//       from all of them.
// hint: In a product p = a * b, the slope with respect to b is a. So if every element had its own copy, the
//       gradient would be counts times dprobs. But the whole row shares one number: add up along the row.
// hint: First `counts.mul(...)`, then `.sum(...)` over dimension 1, with the option that keeps (n, 1).
export function dcounts_sum_inv({ counts, dprobs }: Scope): Tensor {
  // answer (n, 1)
  return counts.mul(dprobs).sum(1, { keepdim: true })
  // end answer
}

// %% counts_sum feeds counts_sum_inv = counts_sum.pow(-1)
// hint: Element by element: the slope of x to the power of -1, times the upstream gradient.
// hint: The slope of x^p is p * x^(p-1). Here p is -1.
// hint: `counts_sum.pow(...)` with a new exponent, times the old exponent, times dcounts_sum_inv.
export function dcounts_sum({ counts_sum, dcounts_sum_inv }: Scope): Tensor {
  // answer (n, 1)
  return counts_sum.pow(-2).mul(-1).mul(dcounts_sum_inv)
  // end answer
}

// %% counts feeds probs = counts.mul(counts_sum_inv) and counts_sum = counts.sum(1, ...)
// hint: Two ways lead from counts to the loss. Write down what comes back along each, then add.
// hint: Through probs, it is a product: the other factor times dprobs. Through counts_sum, it is a sum: each
//       element of a row receives the same number, that row's element of dcounts_sum.
// hint: `counts_sum_inv.mul(...)` is the first part. Then add the second part. It is (n, 1), and `add`
//       repeats it along the rows.
export function dcounts({ counts_sum_inv, dprobs, dcounts_sum }: Scope): Tensor {
  // answer (n, vocab)
  return counts_sum_inv.mul(dprobs).add(dcounts_sum)
  // end answer
}

// %% norm_logits feeds counts = norm_logits.exp()
// hint: Element by element. What is the slope of the exponential function?
// hint: The slope of exp at x is exp(x). The forward pass has already computed it, under another name.
// hint: The output of that line, times its gradient.
export function dnorm_logits({ counts, dcounts }: Scope): Tensor {
  // answer (n, vocab)
  return counts.mul(dcounts)
  // end answer
}

// %% logit_maxes feeds norm_logits = logits.sub(logit_maxes)
// logits (n, vocab), logit_maxes (n, 1)
// hint: One element of logit_maxes is subtracted from all of its row. Collect from the row, and watch the
//       sign.
// hint: The slope of a - b with respect to b is -1. And what was copied along the row in the forward pass is
//       summed along it in the backward pass.
// hint: dnorm_logits, negated, then summed over dimension 1. The shape must stay (n, 1).
export function dlogit_maxes({ dnorm_logits }: Scope): Tensor {
  // answer (n, 1)
  return dnorm_logits.neg().sum(1, { keepdim: true })
  // end answer
}

// %% logits feeds norm_logits = logits.sub(logit_maxes) and logit_maxes = logits.max(1, ...).values
// hint: Two ways again: one straight into norm_logits, and one through logit_maxes, where only the largest
//       of a row counts.
// hint: The first way: the slope of a - b with respect to a is 1. The second: the row's element of
//       dlogit_maxes at the maximum, and 0 elsewhere.
// hint: `oneHot(logits.max(1).indices, vocab)` has a 1 at each row's maximum. Multiplied by dlogit_maxes it
//       is the second part. Add the first.
export function dlogits({ logits, vocab, dnorm_logits, dlogit_maxes }: Scope): Tensor {
  // answer (n, vocab)
  return dnorm_logits.add(oneHot(logits.max(1).indices, vocab).mul(dlogit_maxes))
  // end answer
}
