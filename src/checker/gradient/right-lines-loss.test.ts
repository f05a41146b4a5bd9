/** Every way to a right gradient passes, not only the one in the solution: from the loss to the second layer. */
import { expect, test } from 'vitest'
import { arange, oneHot, ones, softmax, tensor, where, zerosLike } from '../../tensor/creation.ts'
import { byNumbers, judgeWith, kept, type Lines, order, rows, total, withVerdict } from './testing.ts'

const crossEntropy: Lines = {
  dlogprobs: {
    'one-hot rows': ({ Yb, vocab, n }) => oneHot(Yb, vocab).mul(-1 / n),
    'one-hot rows, divided and turned': ({ Yb, vocab, n }) => oneHot(Yb, vocab).div(n).neg(),
    'scaled by dloss': ({ Yb, vocab, n, dloss }) => oneHot(Yb, vocab).mul(dloss).div(-n),
    'number by number': ({ Yb, logprobs, n }) =>
      byNumbers(logprobs.shape, (i, j) => (Yb.at(i) === j ? -1 / n : 0)),
  },
  dprobs: {
    'a quotient': ({ probs, dlogprobs }) => dlogprobs.div(probs),
    '1 / probs': ({ probs, dlogprobs }) => tensor(1).div(probs).mul(dlogprobs),
    'exp(-logprobs)': ({ logprobs, dlogprobs }) => logprobs.neg().exp().mul(dlogprobs),
    'straight from the loss': ({ probs, n, Yb }) =>
      zerosLike(probs).indexPut([arange(n), Yb], probs.index(arange(n), Yb).mul(-n).pow(-1)),
  },
  dcounts_sum_inv: {
    'keepdim by view': ({ counts, dprobs, n }) => counts.mul(dprobs).sum(1).view(n, 1),
    'the last dimension': ({ counts, dprobs }) => counts.mul(dprobs).sum(-1, kept),
    'a product with ones': ({ counts, dprobs, vocab }) => counts.mul(dprobs).matmul(ones(vocab, 1)),
    'from dlogprobs': ({ dlogprobs, counts_sum }) => dlogprobs.sum(1, kept).mul(counts_sum),
  },
  dcounts_sum: {
    '-dcounts_sum_inv / counts_sum**2': ({ counts_sum, dcounts_sum_inv }) =>
      dcounts_sum_inv.neg().div(counts_sum.pow(2)),
    '-(counts_sum_inv**2) * dcounts_sum_inv': ({ counts_sum_inv, dcounts_sum_inv }) =>
      counts_sum_inv.pow(2).neg().mul(dcounts_sum_inv),
    'from dprobs': ({ probs, dprobs, counts_sum_inv }) =>
      probs.mul(dprobs).sum(1, kept).mul(counts_sum_inv).neg(),
    'from dlogprobs': ({ dlogprobs, counts_sum }) => dlogprobs.sum(1, kept).div(counts_sum).neg(),
  },
  dcounts: {
    'the other way round': ({ counts, counts_sum_inv, dcounts_sum, dprobs }) =>
      dcounts_sum.expandAs(counts).add(dprobs.mul(counts_sum_inv)),
    'from dprobs alone': ({ probs, counts_sum_inv, dprobs }) =>
      counts_sum_inv.mul(dprobs.sub(probs.mul(dprobs).sum(1, kept))),
    'past dcounts_sum': ({ counts_sum, dcounts_sum_inv, dprobs }) =>
      dprobs.div(counts_sum).sub(dcounts_sum_inv.div(counts_sum.pow(2))),
  },
  dnorm_logits: {
    'exp(norm_logits)': ({ norm_logits, dcounts }) => norm_logits.exp().mul(dcounts),
    'from dprobs': ({ probs, dprobs }) => probs.mul(dprobs.sub(probs.mul(dprobs).sum(1, kept))),
    'from dlogprobs': ({ probs, dlogprobs }) => dlogprobs.sub(probs.mul(dlogprobs.sum(1, kept))),
    'straight from the loss': ({ probs, Yb, vocab, n }) => probs.sub(oneHot(Yb, vocab)).div(n),
    'by probs and two gradients': ({ probs, counts, dprobs, dcounts_sum }) =>
      probs.mul(dprobs).add(counts.mul(dcounts_sum)),
  },
  dlogit_maxes: {
    'times -1': ({ dnorm_logits }) => dnorm_logits.sum(1, kept).mul(-1),
    'from dcounts': ({ counts, dcounts }) => counts.mul(dcounts).sum(1, kept).neg(),
    'number by number': ({ dnorm_logits, logit_maxes, vocab }) =>
      byNumbers(logit_maxes.shape, i => total(vocab, j => -dnorm_logits.at(i, j))),
  },
  dlogits: {
    '(logits == logit_maxes) * dlogit_maxes': ({ logits, logit_maxes, dlogit_maxes, dnorm_logits }) =>
      dnorm_logits.add(logits.eq(logit_maxes).mul(dlogit_maxes)),
    '(norm_logits == 0) * dlogit_maxes': ({ norm_logits, dlogit_maxes, dnorm_logits }) =>
      where(norm_logits.eq(0), dnorm_logits.add(dlogit_maxes), dnorm_logits),
    'added at the index': ({ logits, n, dlogit_maxes, dnorm_logits }) =>
      dnorm_logits.indexAdd([arange(n), logits.argmax(1)], dlogit_maxes.view(n)),
    'past dlogit_maxes': ({ logits, logit_maxes, dnorm_logits }) =>
      dnorm_logits.sub(logits.eq(logit_maxes).mul(dnorm_logits.sum(1, kept))),
    'from dprobs': ({ probs, dprobs }) => probs.mul(dprobs.sub(probs.mul(dprobs).sum(1, kept))),
    '(softmax - one-hot) / n': ({ logits, Yb, vocab, n }) => softmax(logits, 1).sub(oneHot(Yb, vocab)).div(n),
    'the same, other gradients named and not used': ({ logits, Yb, n, dnorm_logits, dlogit_maxes }) => {
      void [dnorm_logits, dlogit_maxes]
      return logits
        .softmax(1)
        .indexAdd([arange(n), Yb], -1)
        .mul(1 / n)
    },
  },
}

const linearAndTanh: Lines = {
  dh: {
    'turned over': ({ W2, dlogits }) => W2.matmul(dlogits.T).T,
    'number by number': ({ h, W2, dlogits, vocab }) =>
      byNumbers(h.shape, (i, k) => total(vocab, j => dlogits.at(i, j) * W2.at(k, j))),
    'from the loss': ({ W2, probs, Yb, vocab, n }) => probs.sub(oneHot(Yb, vocab)).div(n).matmul(W2.T),
  },
  dW2: {
    'turned over': ({ h, dlogits }) => dlogits.T.matmul(h).T,
    'outer products, summed': ({ h, dlogits }) => h.unsqueeze(2).mul(dlogits.unsqueeze(1)).sum(0),
    'number by number': ({ h, W2, dlogits, n }) =>
      byNumbers(W2.shape, (k, j) => total(n, i => h.at(i, k) * dlogits.at(i, j))),
  },
  db2: {
    'n times the mean': ({ dlogits, n }) => dlogits.mean(0).mul(n),
    'a product with ones': ({ dlogits, n }) => ones(n).matmul(dlogits),
    'number by number': ({ dlogits, b2, n }) => byNumbers(b2.shape, j => total(n, i => dlogits.at(i, j))),
  },
  dhpreact: {
    'dh - dh*h*h': ({ h, dh }) => dh.sub(dh.mul(h).mul(h)),
    'dh / cosh(hpreact)**2': ({ hpreact, dh }) => dh.div(hpreact.cosh().pow(2)),
    '(1 - h) * (1 + h) * dh': ({ h, dh }) => tensor(1).sub(h).mul(h.add(1)).mul(dh),
    'tanh worked out again': ({ hpreact, dh }) => hpreact.tanh().square().neg().add(1).mul(dh),
    'from dlogits': ({ h, W2, dlogits }) => dlogits.matmul(W2.T).mul(h.pow(2).neg().add(1)),
  },
}

test('each answer of the whole network is exact', () => {
  expect(withVerdict(judgeWith({}), 'exact')).toEqual(order.map(name => `d${name}`))
})

test.each(rows({ ...crossEntropy, ...linearAndTanh }))('%s passes as %s', (name, _, line) => {
  const findings = judgeWith({ [name]: line })
  expect(findings.get(name)!.verdict).toMatch(/^(exact|approximate)$/)
  expect(withVerdict(findings, 'exact', 'approximate')).toHaveLength(order.length)
})
