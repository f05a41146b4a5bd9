/** Wrong lines for the four tensors that are used twice: `dcounts`, `dlogits`, `dbndiff`, `dhprebn`. */
import { arange, oneHot, tensor, zerosLike } from '../../tensor/creation.ts'
import { kept, type WrongRow, whole } from './lines.ts'

const both = 'overwritten, doubled, subtracted'

export const counts: readonly WrongRow[] = [
  ...whole('dcounts', 'a use forgotten', {
    'the branch through counts_sum is forgotten': ({ counts_sum_inv, dprobs }) => counts_sum_inv.mul(dprobs),
    'the branch through probs is forgotten': ({ counts, dcounts_sum }) => dcounts_sum.expandAs(counts),
  }),
  // The value is that of a forgotten use; as it is written, one took the place of the other.
  ...whole('dcounts', [both, 'a use forgotten'], {
    'the second takes the place of the first': ({ counts, counts_sum_inv, dprobs, dcounts_sum }) => {
      let dcounts = counts_sum_inv.mul(dprobs)
      dcounts = zerosLike(counts).add(dcounts_sum)
      return dcounts
    },
    'the first takes the place of the second': ({ counts, counts_sum_inv, dprobs, dcounts_sum }) => {
      let dcounts = zerosLike(counts).add(dcounts_sum)
      dcounts = counts_sum_inv.mul(dprobs)
      return dcounts
    },
    'the sum is made and thrown away': ({ counts_sum_inv, dprobs, dcounts_sum }) => {
      const dcounts = counts_sum_inv.mul(dprobs)
      dcounts.add(dcounts_sum)
      return dcounts
    },
    'the first twice, the second not at all': ({ counts_sum_inv, dprobs }) => {
      const branch = counts_sum_inv.mul(dprobs)
      return branch.add(branch)
    },
  }),
  ...whole('dcounts', both, {
    'the first branch is added twice': ({ counts_sum_inv, dprobs, dcounts_sum }) => {
      let dcounts = counts_sum_inv.mul(dprobs)
      dcounts = dcounts.add(dcounts_sum)
      return dcounts.add(counts_sum_inv.mul(dprobs))
    },
    'the second branch is added twice': ({ counts_sum_inv, dprobs, dcounts_sum }) =>
      counts_sum_inv.mul(dprobs).add(dcounts_sum).add(dcounts_sum),
    subtracted: ({ counts_sum_inv, dprobs, dcounts_sum }) => counts_sum_inv.mul(dprobs).sub(dcounts_sum),
    'subtracted the other way': ({ counts_sum_inv, dprobs, dcounts_sum }) =>
      dcounts_sum.sub(counts_sum_inv.mul(dprobs)),
  }),
  // A product where a sum is needed: nothing in the table says so; each of these says part of it.
  ...whole('dcounts', [both, 'wrong local derivative', 'wrong operand'], {
    multiplied: ({ counts_sum_inv, dprobs, dcounts_sum }) => counts_sum_inv.mul(dprobs).mul(dcounts_sum),
  }),
  ...whole('dcounts', 'local derivative missing', {
    'the other factor is missing in one branch': ({ dprobs, dcounts_sum }) => dprobs.add(dcounts_sum),
  }),
  ...whole('dcounts', 'upstream missing', {
    'dprobs is missing': ({ counts, counts_sum_inv, dcounts_sum }) =>
      counts_sum_inv.expandAs(counts).add(dcounts_sum),
    '1 for dcounts_sum': ({ counts_sum_inv, dprobs }) => counts_sum_inv.mul(dprobs).add(1),
  }),
  ...whole('dcounts', ['wrong operand', 'wrong local derivative'], {
    'counts_sum for its inverse': ({ counts_sum, dprobs, dcounts_sum }) =>
      counts_sum.mul(dprobs).add(dcounts_sum),
    'times counts in the second branch': ({ counts, counts_sum_inv, dprobs, dcounts_sum }) =>
      counts_sum_inv.mul(dprobs).add(counts.mul(dcounts_sum)),
    'probs for counts_sum_inv': ({ probs, dprobs, dcounts_sum }) => probs.mul(dprobs).add(dcounts_sum),
  }),
  ...whole('dcounts', 'wrong operand', {
    'dlogprobs for dprobs': ({ counts_sum_inv, dlogprobs, dcounts_sum }) =>
      counts_sum_inv.mul(dlogprobs).add(dcounts_sum),
    'dcounts_sum_inv for dcounts_sum': ({ counts_sum_inv, dprobs, dcounts_sum_inv }) =>
      counts_sum_inv.mul(dprobs).add(dcounts_sum_inv),
    'the value counts_sum for its gradient': ({ counts_sum_inv, dprobs, counts_sum }) =>
      counts_sum_inv.mul(dprobs).add(counts_sum),
    'the gradients exchanged': ({ counts_sum_inv, dprobs, dcounts_sum }) =>
      counts_sum_inv.mul(dcounts_sum).add(dprobs),
  }),
  // The sum taken for a mean.
  ...whole('dcounts', ['sign, factor', 'reduction'], {
    'dcounts_sum shared out among the columns': ({ counts_sum_inv, dprobs, dcounts_sum, vocab }) =>
      counts_sum_inv.mul(dprobs).add(dcounts_sum.div(vocab)),
  }),
  ...whole('dcounts', 'reduction', {
    'the first branch is summed along the row': ({ counts_sum_inv, dprobs, dcounts_sum }) =>
      counts_sum_inv.mul(dprobs).sum(1, kept).add(dcounts_sum),
    'dcounts_sum is summed over the batch': ({ counts_sum_inv, dprobs, dcounts_sum }) =>
      counts_sum_inv.mul(dprobs).add(dcounts_sum.sum()),
  }),
  ...whole('dcounts', 'index', {
    'dcounts_sum at the labels only': ({ counts_sum_inv, dprobs, dcounts_sum, Yb, vocab }) =>
      counts_sum_inv.mul(dprobs).add(oneHot(Yb, vocab).mul(dcounts_sum)),
  }),
]

export const logits: readonly WrongRow[] = [
  ...whole('dlogits', 'a use forgotten', {
    'the branch through the maximum is forgotten': ({ dnorm_logits }) => dnorm_logits,
    'the branch through norm_logits is forgotten': ({ logits, dlogit_maxes, vocab }) =>
      oneHot(logits.argmax(1), vocab).mul(dlogit_maxes),
  }),
  ...whole('dlogits', [both, 'a use forgotten'], {
    'the second takes the place of the first': ({ logits, logit_maxes, dnorm_logits, dlogit_maxes }) => {
      let dlogits = dnorm_logits
      dlogits = logits.eq(logit_maxes).mul(dlogit_maxes)
      return dlogits
    },
  }),
  // At the maximum the one branch takes the place of the other.
  ...whole('dlogits', [both, 'scatter', 'index'], {
    'assigned at the maximum': ({ logits, n, dnorm_logits, dlogit_maxes }) =>
      dnorm_logits.indexPut([arange(n), logits.argmax(1)], dlogit_maxes.view(n)),
  }),
  ...whole('dlogits', both, {
    subtracted: ({ logits, logit_maxes, dnorm_logits, dlogit_maxes }) =>
      dnorm_logits.sub(logits.eq(logit_maxes).mul(dlogit_maxes)),
    'the second branch is added twice': ({ logits, vocab, dnorm_logits, dlogit_maxes }) => {
      const branch = oneHot(logits.argmax(1), vocab).mul(dlogit_maxes)
      return dnorm_logits.add(branch).add(branch)
    },
    'the first branch is added twice': ({ logits, vocab, dnorm_logits, dlogit_maxes }) =>
      dnorm_logits.add(dnorm_logits).add(oneHot(logits.argmax(1), vocab).mul(dlogit_maxes)),
  }),
  ...whole('dlogits', 'index', {
    'the label for the maximum': ({ Yb, vocab, dnorm_logits, dlogit_maxes }) =>
      dnorm_logits.add(oneHot(Yb, vocab).mul(dlogit_maxes)),
    'the smallest for the largest': ({ logits, vocab, dnorm_logits, dlogit_maxes }) =>
      dnorm_logits.add(oneHot(logits.neg().argmax(1), vocab).mul(dlogit_maxes)),
    'every element but the maximum': ({ logits, logit_maxes, dnorm_logits, dlogit_maxes }) =>
      dnorm_logits.add(logits.lt(logit_maxes).mul(dlogit_maxes)),
    'column 0 for the maximum': ({ n, dnorm_logits, dlogit_maxes }) =>
      dnorm_logits.indexAdd([arange(n), zerosLike(arange(n))], dlogit_maxes.view(n)),
  }),
  // All entries instead of the picked one: that is the slope of the maximum forgotten.
  ...whole('dlogits', ['index', 'local derivative missing'], {
    'dlogit_maxes to every element': ({ dnorm_logits, dlogit_maxes }) => dnorm_logits.add(dlogit_maxes),
  }),
  ...whole('dlogits', 'upstream missing', {
    'the one-hot alone': ({ logits, vocab, dnorm_logits }) =>
      dnorm_logits.add(oneHot(logits.argmax(1), vocab)),
  }),
  ...whole('dlogits', ['wrong operand', 'wrong local derivative'], {
    'norm_logits for the one-hot': ({ norm_logits, dnorm_logits, dlogit_maxes }) =>
      dnorm_logits.add(norm_logits.mul(dlogit_maxes)),
    'softmax for the maximum': ({ probs, dnorm_logits, dlogit_maxes }) =>
      dnorm_logits.add(probs.mul(dlogit_maxes)),
    'times logits at the maximum': ({ logits, logit_maxes, dnorm_logits, dlogit_maxes }) =>
      dnorm_logits.add(logits.eq(logit_maxes).mul(logits).mul(dlogit_maxes)),
  }),
  ...whole('dlogits', ['fused formulas', 'sign, factor'], {
    'straight from the loss, not divided by n': ({ probs, Yb, vocab }) => probs.sub(oneHot(Yb, vocab)),
    'straight from the loss, turned round': ({ probs, Yb, vocab, n }) => oneHot(Yb, vocab).sub(probs).div(n),
  }),
  ...whole('dlogits', 'fused formulas', {
    'straight from the loss, the one-hot forgotten': ({ probs, n }) => probs.div(n),
    'from dprobs by p * (1 - p)': ({ probs, dprobs }) => tensor(1).sub(probs).mul(probs).mul(dprobs),
  }),
]
