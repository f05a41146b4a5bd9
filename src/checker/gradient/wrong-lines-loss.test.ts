/** A wrong line is rejected and it alone is blamed: from the loss to the second layer. */
import { expect, test } from 'vitest'
import { arange, oneHot, softmax, tensor, where, zerosLike } from '../../tensor/creation.ts'
import { type BlamedLine, expectBlame, judgeWith, kept, type Lines, order, rows } from './testing.ts'

const crossEntropy: Lines<BlamedLine> = {
  dlogprobs: {
    'sign forgotten': ['wrong', ({ Yb, vocab, n }) => oneHot(Yb, vocab).div(n)],
    '1/n forgotten': ['wrong', ({ Yb, vocab }) => oneHot(Yb, vocab).neg()],
    'all elements, not the picked ones': ['wrong', ({ logprobs, n }) => zerosLike(logprobs).sub(1 / n)],
    'argmax for the label': ['wrong', ({ logprobs, n, vocab }) => oneHot(logprobs.argmax(1), vocab).div(-n)],
    'only the picked ones': [
      'shape',
      ({ logprobs, Yb, n }) =>
        logprobs
          .index(arange(n), Yb)
          .mul(0)
          .sub(1 / n),
    ],
    '32 written out': ['coincidence', ({ Yb, vocab }) => oneHot(Yb, vocab).div(-32)],
    'a millionth of it': ['wrong', ({ Yb, vocab, n }) => oneHot(Yb, vocab).mul(-1e-6 / n)],
  },
  dprobs: {
    'passed on unchanged': ['wrong', ({ dlogprobs }) => dlogprobs],
    'the local derivative alone': ['wrong', ({ probs }) => probs.pow(-1)],
    'log(x) for 1/x': ['wrong', ({ probs, dlogprobs }) => probs.log().mul(dlogprobs)],
    '-1/x^2 for 1/x': ['wrong', ({ probs, dlogprobs }) => probs.pow(-2).neg().mul(dlogprobs)],
    'right at the labels only': [
      'coincidence',
      ({ probs, Yb, vocab, dlogprobs }) => oneHot(Yb, vocab).mul(dlogprobs).div(probs),
    ],
    'right off the labels only': [
      'wrong',
      ({ probs, Yb, vocab, dlogprobs }) => where(oneHot(Yb, vocab), dlogprobs, dlogprobs.div(probs)),
    ],
    'upstream squared, n making up for it': [
      'coincidence',
      ({ probs, n, dlogprobs }) => dlogprobs.pow(2).mul(-n).div(probs),
    ],
  },
  dcounts_sum_inv: {
    'not summed': ['shape', ({ counts, dprobs }) => counts.mul(dprobs)],
    'keepdim forgotten': ['shape', ({ counts, dprobs }) => counts.mul(dprobs).sum(1)],
    'summed over the wrong dimension': ['shape', ({ counts, dprobs }) => counts.mul(dprobs).sum(0, kept)],
    'everything summed': [
      'wrong',
      ({ counts_sum_inv, counts, dprobs }) => counts.mul(dprobs).sum().expandAs(counts_sum_inv),
    ],
    'mean for sum': ['wrong', ({ counts, dprobs }) => counts.mul(dprobs).mean(1, kept)],
    'a product of sums': ['wrong', ({ counts, dprobs }) => counts.sum(1, kept).mul(dprobs.sum(1, kept))],
    'another operand': ['wrong', ({ probs, dprobs }) => probs.mul(dprobs).sum(1, kept)],
    'turned over': ['shape', ({ counts, dprobs }) => counts.mul(dprobs).sum(1, kept).T],
  },
  dcounts_sum: {
    'sign forgotten': ['wrong', ({ counts_sum, dcounts_sum_inv }) => counts_sum.pow(-2).mul(dcounts_sum_inv)],
    'exponent off by one': [
      'wrong',
      ({ counts_sum, dcounts_sum_inv }) => counts_sum.pow(-1).neg().mul(dcounts_sum_inv),
    ],
    'upstream forgotten': ['wrong', ({ counts_sum }) => counts_sum.pow(-2).neg()],
  },
  dcounts: {
    'the sum forgotten': [
      'wrong',
      ({ counts_sum_inv, dcounts_sum, dprobs }) => counts_sum_inv.mul(dprobs).add(dcounts_sum.mul(0)),
    ],
    'the product forgotten': ['wrong', ({ counts, dcounts_sum }) => dcounts_sum.expandAs(counts)],
    overwritten: ['shape', ({ dcounts_sum }) => dcounts_sum],
    subtracted: [
      'wrong',
      ({ counts_sum_inv, dcounts_sum, dprobs }) => counts_sum_inv.mul(dprobs).sub(dcounts_sum),
    ],
    doubled: [
      'wrong',
      ({ counts_sum_inv, dcounts_sum, dprobs }) => counts_sum_inv.mul(dprobs).mul(2).add(dcounts_sum),
    ],
  },
  dnorm_logits: {
    'passed on unchanged': ['wrong', ({ dcounts }) => dcounts],
    'the input for the output': ['wrong', ({ norm_logits, dcounts }) => norm_logits.mul(dcounts)],
    'the power rule': [
      'wrong',
      ({ norm_logits, dcounts }) => norm_logits.mul(norm_logits.sub(1).exp()).mul(dcounts),
    ],
    'probs for counts': ['wrong', ({ probs, dcounts }) => probs.mul(dcounts)],
    'the diagonal of softmax only': [
      'wrong',
      ({ probs, dprobs }) => tensor(1).sub(probs).mul(probs).mul(dprobs),
    ],
  },
  dlogit_maxes: {
    'wrong sign': ['coincidence', ({ dnorm_logits }) => dnorm_logits.sum(1, kept)],
    zeros: ['coincidence', ({ logit_maxes }) => zerosLike(logit_maxes)],
    'mean for sum': ['coincidence', ({ dnorm_logits }) => dnorm_logits.mean(1, kept).neg()],
    'keepdim forgotten': ['shape', ({ dnorm_logits }) => dnorm_logits.sum(1).neg()],
    'not summed': ['shape', ({ dnorm_logits }) => dnorm_logits.neg()],
    'the maximum of the gradient': ['wrong', ({ dnorm_logits }) => dnorm_logits.max(1, kept).values.neg()],
    'a millionth of it': ['coincidence', ({ dnorm_logits }) => dnorm_logits.sum(1, kept).mul(-1e-6)],
  },
  dlogits: {
    'without the maximum': ['coincidence', ({ dnorm_logits }) => dnorm_logits],
    'dprobs named, not used': ['coincidence', ({ dprobs: _, dnorm_logits }) => dnorm_logits],
    'dprobs times nothing': ['coincidence', ({ dprobs, dnorm_logits }) => dnorm_logits.add(dprobs.mul(0))],
    'the label for the maximum': [
      'coincidence',
      ({ Yb, vocab, dnorm_logits, dlogit_maxes }) => dnorm_logits.add(oneHot(Yb, vocab).mul(dlogit_maxes)),
    ],
    'the whole row for the maximum': [
      'coincidence',
      ({ dnorm_logits, dlogit_maxes }) => dnorm_logits.add(dlogit_maxes),
    ],
    'the maximum only': [
      'wrong',
      ({ logits, logit_maxes, dlogit_maxes }) => logits.eq(logit_maxes).mul(dlogit_maxes),
    ],
    'softmax without 1/n': ['wrong', ({ logits, Yb, vocab }) => softmax(logits, 1).sub(oneHot(Yb, vocab))],
    'softmax down the columns': [
      'wrong',
      ({ logits, Yb, vocab, n }) => softmax(logits, 0).sub(oneHot(Yb, vocab)).div(n),
    ],
    '32 written out': [
      'coincidence',
      ({ logits, Yb, vocab }) => softmax(logits, 1).sub(oneHot(Yb, vocab)).div(32),
    ],
  },
}

const linearAndTanh: Lines<BlamedLine> = {
  dh: {
    'turned over': ['shape', ({ W2, dlogits }) => W2.matmul(dlogits.T)],
    'divided by n': ['wrong', ({ W2, dlogits, n }) => dlogits.matmul(W2.T).div(n)],
    'times h': ['wrong', ({ h, W2, dlogits }) => dlogits.matmul(W2.T).mul(h)],
    'dW2 for W2': ['wrong', ({ dW2, dlogits }) => dlogits.matmul(dW2.T)],
  },
  dW2: {
    'turned over': ['shape', ({ h, dlogits }) => dlogits.T.matmul(h)],
    'hpreact for h': ['wrong', ({ hpreact, dlogits }) => hpreact.T.matmul(dlogits)],
    'mean over the batch': ['wrong', ({ h, dlogits, n }) => h.T.matmul(dlogits).div(n)],
    'W2 added': ['wrong', ({ h, W2, dlogits }) => h.T.matmul(dlogits).add(W2)],
    'right because rows sum to 0': [
      'coincidence',
      ({ h, W2, dlogits }) => h.T.matmul(dlogits).add(W2.T.matmul(W2).sum(0, kept).mul(dlogits.sum()).sum()),
    ],
  },
  db2: {
    'superfluous keepdim': ['shape', ({ dlogits }) => dlogits.sum(0, kept)],
    'not summed': ['shape', ({ dlogits }) => dlogits],
    'everything summed': ['shape', ({ dlogits }) => dlogits.sum()],
    'everything summed and repeated': ['wrong', ({ b2, dlogits }) => dlogits.sum().expandAs(b2)],
    'mean for sum': ['wrong', ({ dlogits }) => dlogits.mean(0)],
    'one row only': ['wrong', ({ dlogits }) => dlogits.index(0)],
  },
  dhpreact: {
    'passed on unchanged': ['wrong', ({ dh }) => dh],
    '1 - x**2 of the input': ['wrong', ({ hpreact, dh }) => tensor(1).sub(hpreact.pow(2)).mul(dh)],
    'h * (1 - h)': ['wrong', ({ h, dh }) => tensor(1).sub(h).mul(h).mul(dh)],
    '1 - h': ['wrong', ({ h, dh }) => tensor(1).sub(h).mul(dh)],
    'upstream forgotten': ['wrong', ({ h }) => tensor(1).sub(h.pow(2))],
    '1 - h**2 * dh': ['wrong', ({ h, dh }) => tensor(1).sub(h.pow(2).mul(dh))],
  },
}

test.each(rows({ ...crossEntropy, ...linearAndTanh }))(
  '%s is blamed alone: %s',
  (name, _, [verdict, line]) => {
    expectBlame(judgeWith({ [name]: line }), name, verdict)
  },
)

test('each gradient from the loss to tanh has two wrong lines at least', () => {
  const counts = Object.entries({ ...crossEntropy, ...linearAndTanh }).map(([name, lines]) => [
    name,
    Object.keys(lines).length,
  ])
  expect(counts.map(([name]) => name)).toEqual(order.slice(0, 12).map(name => `d${name}`))
  expect(Math.min(...counts.map(([, count]) => Number(count)))).toBeGreaterThan(1)
})
