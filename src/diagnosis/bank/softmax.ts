/** Wrong lines from `dcounts_sum_inv` to `dnorm_logits`. */
import { arange, fullLike, oneHot, onesLike, tensor, zerosLike } from '../../tensor/creation.ts'
import { kept, type WrongRow, whole } from './lines.ts'

export const softmax: readonly WrongRow[] = [
  ...whole('dcounts_sum_inv', 'reduction', {
    'not summed': ({ counts, dprobs }) => counts.mul(dprobs),
    'summed down the columns': ({ counts, dprobs }) => counts.mul(dprobs).sum(0, kept),
    'summed everything': ({ counts, dprobs }) => counts.mul(dprobs).sum(),
    'summed everything, put into every row': ({ counts, dprobs, n }) => counts.mul(dprobs).sum().expand(n, 1),
    'only one factor summed': ({ counts_sum, dprobs }) => counts_sum.mul(dprobs),
    'the largest for the sum': ({ counts, dprobs }) => counts.mul(dprobs).max(1, kept).values,
  }),
  // sum(counts) has a name: the product of the sums also reads as counts_sum in the place of counts.
  ...whole('dcounts_sum_inv', ['reduction', 'wrong operand'], {
    'the product of the sums': ({ counts, dprobs }) => counts.sum(1, kept).mul(dprobs.sum(1, kept)),
    'counts_sum for counts': ({ counts_sum, dprobs }) => counts_sum.mul(dprobs).sum(1, kept),
  }),
  // A mean is a sum times 1/vocab.
  ...whole('dcounts_sum_inv', ['reduction', 'sign, factor'], {
    'mean for sum': ({ counts, dprobs }) => counts.mul(dprobs).mean(1, kept),
  }),
  ...whole('dcounts_sum_inv', 'upstream missing', {
    'the other factor alone, summed': ({ counts }) => counts.sum(1, kept),
    counts_sum: ({ counts_sum }) => counts_sum,
  }),
  ...whole('dcounts_sum_inv', 'local derivative missing', {
    'the other factor is forgotten': ({ dprobs }) => dprobs.sum(1, kept),
  }),
  ...whole('dcounts_sum_inv', 'wrong operand', {
    'the result probs for counts': ({ probs, dprobs }) => probs.mul(dprobs).sum(1, kept),
    'dlogprobs for dprobs': ({ counts, dlogprobs }) => counts.mul(dlogprobs).sum(1, kept),
    'norm_logits for counts': ({ norm_logits, dprobs }) => norm_logits.mul(dprobs).sum(1, kept),
    'itself for counts': ({ counts_sum_inv, dprobs }) => counts_sum_inv.mul(dprobs).sum(1, kept),
    'the value probs for its gradient': ({ counts, probs }) => counts.mul(probs).sum(1, kept),
  }),
  // dprobs is 0 but for the labels, on this graph.
  ...whole('dcounts_sum_inv', ['index', 'reduction'], {
    'the label column only': ({ counts, dprobs, Yb, n }) =>
      counts.mul(dprobs).index(arange(n), Yb).view(n, 1),
  }),

  ...whole('dcounts_sum', 'wrong local derivative', {
    'log(x)': ({ counts_sum, dcounts_sum_inv }) => counts_sum.log().mul(dcounts_sum_inv),
    'the exponent stays -1': ({ counts_sum, dcounts_sum_inv }) =>
      counts_sum.pow(-1).neg().mul(dcounts_sum_inv),
    'the exponent is two less': ({ counts_sum, dcounts_sum_inv }) =>
      counts_sum.pow(-3).neg().mul(dcounts_sum_inv),
    'x**2 for x**-2': ({ counts_sum, dcounts_sum_inv }) => counts_sum.pow(2).neg().mul(dcounts_sum_inv),
    '-1 / sqrt(x)': ({ counts_sum, dcounts_sum_inv }) => counts_sum.pow(-0.5).neg().mul(dcounts_sum_inv),
    '-x': ({ counts_sum, dcounts_sum_inv }) => counts_sum.neg().mul(dcounts_sum_inv),
  }),
  // By value the exponent is off by one; as it is written, the square of the inverse lost its 2.
  ...whole('dcounts_sum', ['wrong local derivative', 'wrong operand'], {
    '-counts_sum_inv': ({ counts_sum_inv, dcounts_sum_inv }) => counts_sum_inv.neg().mul(dcounts_sum_inv),
    'the power rule on the result': ({ counts_sum_inv, dcounts_sum_inv }) =>
      counts_sum_inv.pow(-2).neg().mul(dcounts_sum_inv),
  }),
  ...whole('dcounts_sum', 'sign, factor', {
    'the minus is forgotten': ({ counts_sum, dcounts_sum_inv }) => counts_sum.pow(-2).mul(dcounts_sum_inv),
    '-2 for -1': ({ counts_sum_inv, dcounts_sum_inv }) => counts_sum_inv.pow(2).mul(-2).mul(dcounts_sum_inv),
  }),
  ...whole('dcounts_sum', 'upstream missing', {
    '-x**-2 alone': ({ counts_sum }) => counts_sum.pow(-2).neg(),
  }),
  ...whole('dcounts_sum', 'local derivative missing', {
    'dcounts_sum_inv as it is': ({ dcounts_sum_inv }) => dcounts_sum_inv,
  }),
  // Written from dprobs, the product's other factor is missing; as a step from dcounts_sum_inv, another gradient stands in.
  ...whole('dcounts_sum', ['wrong operand', 'local derivative missing'], {
    'the sum of dprobs from above': ({ counts_sum, dprobs }) =>
      counts_sum.pow(-2).neg().mul(dprobs.sum(1, kept)),
  }),
  ...whole('dcounts_sum', 'shape', {
    'copied to every column': ({ counts, counts_sum, dcounts_sum_inv }) =>
      counts_sum.pow(-2).neg().mul(dcounts_sum_inv).expandAs(counts),
  }),

  ...whole('dnorm_logits', 'upstream missing', {
    'counts alone': ({ counts }) => counts,
    'exp(norm_logits) alone': ({ norm_logits }) => norm_logits.exp(),
  }),
  ...whole('dnorm_logits', 'local derivative missing', {
    'dcounts as it is': ({ dcounts }) => dcounts,
  }),
  ...whole('dnorm_logits', 'wrong local derivative', {
    'the power rule on exp': ({ norm_logits, dcounts }) =>
      norm_logits.mul(norm_logits.sub(1).exp()).mul(dcounts),
    'exp(x - 1)': ({ norm_logits, dcounts }) => norm_logits.sub(1).exp().mul(dcounts),
    'exp(x) * x': ({ norm_logits, counts, dcounts }) => counts.mul(norm_logits).mul(dcounts),
    'exp(x)**2': ({ counts, dcounts }) => counts.pow(2).mul(dcounts),
    'divided by exp(x)': ({ counts, dcounts }) => dcounts.div(counts),
    'the sigmoid rule': ({ counts, dcounts }) => counts.mul(tensor(1).sub(counts)).mul(dcounts),
    'exp(-x)': ({ norm_logits, dcounts }) => norm_logits.neg().exp().mul(dcounts),
  }),
  // exp at the result, which is exp(x) again: another slope, or the wrong tensor under exp.
  ...whole('dnorm_logits', ['wrong local derivative', 'wrong operand'], {
    'exp(exp(x))': ({ counts, dcounts }) => counts.exp().mul(dcounts),
  }),
  // x itself: the input in the place of the result, or log(exp(x)).
  ...whole('dnorm_logits', ['wrong local derivative', 'wrong operand'], {
    'norm_logits for counts': ({ norm_logits, dcounts }) => norm_logits.mul(dcounts),
    'log(counts)': ({ counts, dcounts }) => counts.log().mul(dcounts),
    'tanh for exp': ({ counts, dcounts }) => counts.pow(2).neg().add(1).mul(dcounts),
  }),
  ...whole('dnorm_logits', 'not finite', {
    '1 / norm_logits': ({ norm_logits, dcounts }) => dcounts.div(norm_logits),
    'log(norm_logits)': ({ norm_logits, dcounts }) => norm_logits.log().mul(dcounts),
  }),
  ...whole('dnorm_logits', 'wrong operand', {
    'probs for counts': ({ probs, dcounts }) => probs.mul(dcounts),
    'dprobs for dcounts': ({ counts, dprobs }) => counts.mul(dprobs),
    'exp of logits, before the maximum went off': ({ logits, dcounts }) => logits.exp().mul(dcounts),
    'counts_sum for counts': ({ counts_sum, dcounts }) => counts_sum.mul(dcounts),
    'dcounts_sum for dcounts': ({ counts, dcounts_sum }) => counts.mul(dcounts_sum),
  }),
  // From dprobs through softmax: the sum of the row is a use of counts as well as a term of the formula.
  ...whole('dnorm_logits', ['fused formulas', 'a use forgotten'], {
    'softmax by its diagonal, the row sum forgotten': ({ probs, dprobs }) => probs.mul(dprobs),
  }),
  ...whole('dnorm_logits', 'fused formulas', {
    'softmax by p * (1 - p)': ({ probs, dprobs }) => probs.mul(tensor(1).sub(probs)).mul(dprobs),
    'the row sum is not weighted by probs': ({ probs, dprobs }) => probs.mul(dprobs.sub(dprobs.sum(1, kept))),
    'the one-hot is added': ({ probs, Yb, vocab, n }) => probs.add(oneHot(Yb, vocab)).div(n),
    'the one-hot is divided twice': ({ probs, Yb, vocab, n }) => probs.sub(oneHot(Yb, vocab).div(n)).div(n),
  }),
  // The whole formula is n times too large.
  ...whole('dnorm_logits', ['fused formulas', 'sign, factor'], {
    'straight from the loss, not divided by n': ({ probs, Yb, vocab }) => probs.sub(oneHot(Yb, vocab)),
  }),

  ...whole('dlogit_maxes', 'sign, factor', {
    'the minus is forgotten': ({ dnorm_logits }) => dnorm_logits.sum(1, kept),
  }),
  // The one use is left out, or: times 0.
  ...whole('dlogit_maxes', ['a use forgotten', 'sign, factor'], {
    'zeros, because it prints as zeros': ({ logit_maxes }) => zerosLike(logit_maxes),
    'times 0': ({ dnorm_logits }) => dnorm_logits.sum(1, kept).mul(0),
  }),
  ...whole('dlogit_maxes', ['reduction', 'sign, factor'], {
    'mean for sum': ({ dnorm_logits }) => dnorm_logits.neg().mean(1, kept),
  }),
  ...whole('dlogit_maxes', 'reduction', {
    'not summed': ({ dnorm_logits }) => dnorm_logits.neg(),
    'summed down the columns': ({ dnorm_logits }) => dnorm_logits.neg().sum(0, kept),
    'summed everything': ({ dnorm_logits }) => dnorm_logits.neg().sum(),
    'the largest for the sum': ({ dnorm_logits }) => dnorm_logits.max(1, kept).values.neg(),
  }),
  ...whole('dlogit_maxes', 'upstream missing', {
    'minus one a column, summed': ({ logit_maxes, vocab }) => fullLike(logit_maxes, -vocab),
    'minus ones': ({ logit_maxes }) => onesLike(logit_maxes).neg(),
  }),
  // One step further up: another gradient, and the step through exp is skipped.
  ...whole('dlogit_maxes', ['wrong operand', 'local derivative missing'], {
    'dcounts for dnorm_logits': ({ dcounts }) => dcounts.sum(1, kept).neg(),
  }),
  ...whole('dlogit_maxes', ['wrong operand', 'wrong local derivative'], {
    'times logit_maxes': ({ logit_maxes, dnorm_logits }) => dnorm_logits.sum(1, kept).neg().mul(logit_maxes),
    'times counts again': ({ counts, dnorm_logits }) => counts.mul(dnorm_logits).sum(1, kept).neg(),
  }),
  ...whole('dlogit_maxes', ['index', 'reduction'], {
    "the maximum's own column only": ({ logits, dnorm_logits, n }) =>
      dnorm_logits.index(arange(n), logits.argmax(1)).neg().view(n, 1),
    'the label column only': ({ Yb, dnorm_logits, n }) => dnorm_logits.index(arange(n), Yb).neg().view(n, 1),
  }),
]
