/** Further wrong lines, from the loss to tanh. */
import { arange, oneHot, tensor, where } from '../../tensor/creation.ts'
import { kept, type WrongRow, whole } from './lines.ts'

export const moreLoss: readonly WrongRow[] = [
  ...whole('dlogprobs', ['sign, factor', 'wrong local derivative'], {
    'sign forgotten': ({ Yb, vocab, n }) => oneHot(Yb, vocab).div(n),
    '1/n forgotten': ({ Yb, vocab }) => oneHot(Yb, vocab).neg(),
    '32 written out, in other words': ({ Yb, vocab }) => oneHot(Yb, vocab).div(-32),
    'a millionth of it': ({ Yb, vocab, n }) => oneHot(Yb, vocab).mul(-1e-6 / n),
  }),
  ...whole('dlogprobs', 'index', {
    'argmax for the label': ({ logprobs, n, vocab }) => oneHot(logprobs.argmax(1), vocab).div(-n),
  }),
  ...whole('dlogprobs', ['shape', 'index'], {
    'only the picked ones': ({ logprobs, Yb, n }) =>
      logprobs
        .index(arange(n), Yb)
        .mul(0)
        .sub(1 / n),
  }),
  ...whole('dprobs', 'index', {
    'right at the labels only, in other words': ({ probs, Yb, vocab, dlogprobs }) =>
      oneHot(Yb, vocab).mul(dlogprobs).div(probs),
  }),
  ...whole('dprobs', ['index', 'wrong local derivative'], {
    'right off the labels only': ({ probs, Yb, vocab, dlogprobs }) =>
      where(oneHot(Yb, vocab), dlogprobs, dlogprobs.div(probs)),
  }),
  ...whole('dprobs', ['wrong local derivative', 'wrong operand'], {
    'upstream squared, n making up for it': ({ probs, n, dlogprobs }) => dlogprobs.pow(2).mul(-n).div(probs),
  }),
  ...whole('dcounts_sum_inv', 'shape', {
    'keepdim forgotten, in other words': ({ counts, dprobs }) => counts.mul(dprobs).sum(1),
    'turned over': ({ counts, dprobs }) => counts.mul(dprobs).sum(1, kept).T,
  }),
  ...whole('dcounts_sum_inv', 'reduction', {
    'everything summed': ({ counts_sum_inv, counts, dprobs }) =>
      counts.mul(dprobs).sum().expandAs(counts_sum_inv),
  }),
  ...whole('dcounts', 'a use forgotten', {
    'the sum forgotten': ({ counts_sum_inv, dcounts_sum, dprobs }) =>
      counts_sum_inv.mul(dprobs).add(dcounts_sum.mul(0)),
  }),
  ...whole('dcounts', ['a use forgotten', 'shape', 'local derivative missing'], {
    overwritten: ({ dcounts_sum }) => dcounts_sum,
  }),
  ...whole('dcounts', 'overwritten, doubled, subtracted', {
    doubled: ({ counts_sum_inv, dcounts_sum, dprobs }) => counts_sum_inv.mul(dprobs).mul(2).add(dcounts_sum),
  }),
  ...whole('dnorm_logits', 'fused formulas', {
    'the diagonal of softmax only': ({ probs, dprobs }) => tensor(1).sub(probs).mul(probs).mul(dprobs),
  }),
  ...whole('dlogit_maxes', 'reduction', {
    'mean for sum, in other words': ({ dnorm_logits }) => dnorm_logits.mean(1, kept).neg(),
  }),
  ...whole('dlogit_maxes', 'shape', {
    'keepdim forgotten, in other words': ({ dnorm_logits }) => dnorm_logits.sum(1).neg(),
  }),
  ...whole('dlogit_maxes', ['sign, factor', 'wrong local derivative'], {
    'a millionth of it': ({ dnorm_logits }) => dnorm_logits.sum(1, kept).mul(-1e-6),
  }),
  ...whole('dlogits', 'a use forgotten', {
    'dprobs times nothing': ({ dprobs, dnorm_logits }) => dnorm_logits.add(dprobs.mul(0)),
    'the maximum only': ({ logits, logit_maxes, dlogit_maxes }) => logits.eq(logit_maxes).mul(dlogit_maxes),
  }),
  ...whole('dh', 'shape', {
    'turned over': ({ W2, dlogits }) => W2.matmul(dlogits.T),
  }),
  ...whole('dh', 'sign, factor', {
    'divided by n, in other words': ({ W2, dlogits, n }) => dlogits.matmul(W2.T).div(n),
  }),
  ...whole('dh', 'wrong local derivative', {
    'times h, in other words': ({ h, W2, dlogits }) => dlogits.matmul(W2.T).mul(h),
  }),
  ...whole('dW2', 'shape', {
    'turned over': ({ h, dlogits }) => dlogits.T.matmul(h),
  }),
  ...whole('dW2', ['wrong operand', 'reduction'], {
    'W2 added': ({ h, W2, dlogits }) => h.T.matmul(dlogits).add(W2),
    'right because rows sum to 0': ({ h, W2, dlogits }) =>
      h.T.matmul(dlogits).add(W2.T.matmul(W2).sum(0, kept).mul(dlogits.sum()).sum()),
  }),
  ...whole('db2', 'shape', {
    'superfluous keepdim': ({ dlogits }) => dlogits.sum(0, kept),
  }),
  ...whole('db2', 'reduction', {
    'one row only': ({ dlogits }) => dlogits.index(0),
  }),
  ...whole('dhpreact', 'wrong local derivative', {
    'h * (1 - h)': ({ h, dh }) => tensor(1).sub(h).mul(h).mul(dh),
  }),
]
