/** Right lines in other forms, from the loss to tanh. */
import {
  arange,
  cat,
  eye,
  oneHot,
  ones,
  onesLike,
  softmax,
  stack,
  tensor,
  where,
  zerosLike,
} from '../../tensor/creation.ts'
import { fill, kept, type RightRow, rightCrossEntropy, rightWhole, total } from './lines.ts'

export const toTanh: readonly RightRow[] = [
  ...rightWhole('dlogprobs', {
    'the one-hot times -1/n': ({ Yb, vocab, n }) => oneHot(Yb, vocab).mul(-1 / n),
    'rows of the identity': ({ Yb, vocab, n }) => eye(vocab).index(Yb).div(-n),
    'a comparison with each column': ({ Yb, vocab, n }) => Yb.view(n, 1).eq(arange(vocab)).div(n).neg(),
    'taken off at the labels': ({ logprobs, Yb, n }) => zerosLike(logprobs).indexAdd([arange(n), Yb], -1 / n),
    'times dloss': ({ Yb, vocab, n, dloss }) =>
      oneHot(Yb, vocab)
        .mul(dloss)
        .mul(-1 / n),
    'number by number': ({ logprobs, Yb, n }) =>
      fill(logprobs.shape, (i, j) => (j === Yb.at(i) ? -1 / n : 0)),
  }),
  ...rightWhole('dprobs', {
    'a quotient': ({ probs, dlogprobs }) => dlogprobs.div(probs),
    'exp of minus logprobs': ({ logprobs, dlogprobs }) => dlogprobs.mul(logprobs.neg().exp()),
    'by counts and their sum': ({ counts, counts_sum, dlogprobs }) => dlogprobs.mul(counts_sum).div(counts),
    'from the loss at the labels': ({ probs, Yb, n }) =>
      zerosLike(probs).indexPut([arange(n), Yb], tensor(-1 / n).div(probs.index(arange(n), Yb))),
    'number by number': ({ probs, dlogprobs }) =>
      fill(probs.shape, (i, j) => dlogprobs.at(i, j) / probs.at(i, j)),
  }),
  ...rightWhole('dcounts_sum_inv', {
    'unsqueezed after the sum': ({ counts, dprobs }) => counts.mul(dprobs).sum(1).unsqueeze(1),
    'the diagonal of a product': ({ counts, dprobs, n }) => counts.matmul(dprobs.T).mul(eye(n)).sum(1, kept),
    'vocab times the mean': ({ counts, dprobs, vocab }) => counts.mul(dprobs).mean(1, kept).mul(vocab),
    'from dlogprobs': ({ counts_sum_inv, dlogprobs }) => dlogprobs.sum(1, kept).div(counts_sum_inv),
    'number by number': ({ counts_sum_inv, counts, dprobs, vocab }) =>
      fill(counts_sum_inv.shape, i => total(vocab, j => counts.at(i, j) * dprobs.at(i, j))),
  }),
  ...rightWhole('dcounts_sum', {
    'divided by the square': ({ counts_sum, dcounts_sum_inv }) =>
      dcounts_sum_inv.div(counts_sum.pow(2)).neg(),
    'the inverse squared': ({ counts_sum_inv, dcounts_sum_inv }) =>
      counts_sum_inv.pow(2).mul(dcounts_sum_inv).mul(-1),
    'the inverse over the sum': ({ counts_sum, counts_sum_inv, dcounts_sum_inv }) =>
      counts_sum_inv.div(counts_sum).mul(dcounts_sum_inv).neg(),
    'from dprobs': ({ counts, counts_sum, dprobs }) =>
      counts.mul(dprobs).sum(1, kept).div(counts_sum.mul(counts_sum)).neg(),
  }),
  ...rightWhole('dcounts', {
    'the sum first': ({ counts, counts_sum_inv, dcounts_sum, dprobs }) => {
      let dcounts = dcounts_sum.expandAs(counts)
      dcounts = dcounts.add(dprobs.mul(counts_sum_inv))
      return dcounts
    },
    'divided by counts_sum': ({ counts_sum, dcounts_sum, dprobs }) => dprobs.div(counts_sum).add(dcounts_sum),
    'from dprobs alone': ({ probs, counts_sum, dprobs }) =>
      dprobs.sub(dprobs.mul(probs).sum(1, kept)).div(counts_sum),
    'from dlogprobs': ({ counts, counts_sum, dlogprobs }) =>
      dlogprobs.div(counts).sub(dlogprobs.sum(1, kept).div(counts_sum)),
    'number by number': ({ counts, counts_sum, dcounts_sum, dprobs }) =>
      fill(counts.shape, (i, j) => dcounts_sum.at(i, 0) + dprobs.at(i, j) / counts_sum.at(i, 0)),
  }),
  ...rightWhole('dnorm_logits', {
    'exp worked out again': ({ norm_logits, dcounts }) => dcounts.mul(norm_logits.exp()),
    'probs times the sum': ({ probs, counts_sum, dcounts }) => probs.mul(counts_sum).mul(dcounts),
    'softmax backwards': ({ probs, dprobs }) =>
      probs.mul(dprobs).sub(probs.mul(probs.mul(dprobs).sum(1, kept))),
    'log-softmax backwards': ({ probs, dlogprobs }) => dlogprobs.sub(dlogprobs.sum(1, kept).mul(probs)),
    'the Jacobian of each row': ({ probs, dprobs, n, vocab }) =>
      stack(
        Array.from({ length: n }, (_, i) => {
          const p = probs.index(tensor(i))
          const jacobian = eye(vocab).mul(p).sub(p.view(vocab, 1).mul(p))
          return jacobian.matmul(dprobs.index(tensor(i)))
        }),
      ),
    'straight from the loss': ({ probs, Yb, vocab, n }) => probs.div(n).sub(oneHot(Yb, vocab).div(n)),
  }),
  ...rightWhole('dlogit_maxes', {
    'turned after the sum': ({ dnorm_logits }) => dnorm_logits.sum(1, kept).neg(),
    'zeros minus': ({ logit_maxes, dnorm_logits }) => zerosLike(logit_maxes).sub(dnorm_logits.sum(1, kept)),
    'a product with minus ones': ({ dnorm_logits, vocab }) => dnorm_logits.matmul(ones(vocab, 1).neg()),
    'from dcounts': ({ counts, dcounts }) => counts.neg().mul(dcounts).sum(1, kept),
  }),
  ...rightWhole('dlogits', {
    'where it equals the maximum': ({ logits, logit_maxes, dnorm_logits, dlogit_maxes }) =>
      where(logits.eq(logit_maxes), dnorm_logits.add(dlogit_maxes), dnorm_logits),
    'the likeliest has the highest count': ({ counts, vocab, dnorm_logits, dlogit_maxes }) =>
      oneHot(counts.argmax(1), vocab).mul(dlogit_maxes).add(dnorm_logits),
    'put in, the old one and the new one': ({ logits, n, dnorm_logits, dlogit_maxes }) => {
      const at = [arange(n), logits.argmax(1)]
      return dnorm_logits.indexPut(at, dnorm_logits.index(...at).add(dlogit_maxes.flatten()))
    },
    'in a loop': ({ logits, n, dnorm_logits, dlogit_maxes }) => {
      const best = logits.max(1).indices
      let d = dnorm_logits
      for (let i = 0; i < n; i++) d = d.indexAdd([tensor(i), best.index(tensor(i))], dlogit_maxes.at(i, 0))
      return d
    },
    'softmax minus one-hot': ({ logits, Yb, vocab, n }) =>
      softmax(logits, 1)
        .sub(oneHot(Yb, vocab))
        .mul(1 / n),
    'from dlogprobs': ({ logits, dlogprobs }) =>
      dlogprobs.sub(softmax(logits, 1).mul(dlogprobs.sum(1, kept))),
  }),
  ...rightWhole('dh', {
    'turned over': ({ W2, dlogits }) => W2.matmul(dlogits.T).T,
    'products, then a sum': ({ W2, dlogits }) => dlogits.unsqueeze(1).mul(W2.unsqueeze(0)).sum(2),
    'a sum over characters': ({ h, W2, dlogits, vocab }) => {
      let dh = zerosLike(h)
      for (let j = 0; j < vocab; j++) dh = dh.add(dlogits.slice(1, j, j + 1).matmul(W2.slice(1, j, j + 1).T))
      return dh
    },
    'number by number': ({ h, W2, dlogits, vocab }) =>
      fill(h.shape, (i, k) => total(vocab, j => W2.at(k, j) * dlogits.at(i, j))),
  }),
  ...rightWhole('dW2', {
    'turned over': ({ h, dlogits }) => dlogits.T.matmul(h).T,
    'a sum of outer products': ({ h, W2, dlogits, n }) => {
      let dW2 = zerosLike(W2)
      for (let i = 0; i < n; i++) dW2 = dW2.add(h.slice(0, i, i + 1).T.matmul(dlogits.slice(0, i, i + 1)))
      return dW2
    },
    'tanh worked out again': ({ hpreact, dlogits }) => hpreact.tanh().T.matmul(dlogits),
  }),
  ...rightWhole('db2', {
    'n times the mean': ({ dlogits, n }) => dlogits.mean(0).mul(n),
    'a product with ones': ({ dlogits, n }) => ones(1, n).matmul(dlogits).squeeze(0),
    'as a weight of a column of ones': ({ b2, h, dlogits, n }) => {
      const all = cat([h, ones(n, 1)], 1).T.matmul(dlogits)
      return all.slice(0, -1).view(b2.shape)
    },
  }),
  ...rightWhole('dhpreact', {
    'dh - dh*h*h': ({ h, dh }) => dh.sub(dh.mul(h).mul(h)),
    'divided by cosh squared': ({ hpreact, dh }) => dh.div(hpreact.cosh().pow(2)),
    '(1 - h)(1 + h)': ({ h, dh }) => onesLike(h).sub(h).mul(onesLike(h).add(h)).mul(dh),
    'by the sigmoid of 2x': ({ hpreact, dh }) => {
      const s = hpreact.mul(2).sigmoid()
      return s.mul(tensor(1).sub(s)).mul(4).mul(dh)
    },
    'minus (h*h - 1)': ({ h, dh }) => h.mul(h).sub(1).neg().mul(dh),
    'number by number': ({ h, dh }) => fill(h.shape, (i, j) => (1 - h.at(i, j) ** 2) * dh.at(i, j)),
    'from dlogits': ({ h, W2, dlogits }) => dlogits.matmul(W2.T).mul(h.square().neg().add(1)),
  }),
  ...rightCrossEntropy('dlogits', {
    '1 taken off at the labels': ({ logits, Yb, n }) =>
      softmax(logits, 1)
        .indexAdd([arange(n), Yb], -1)
        .div(n),
    'exp over its sum': ({ logits, Yb, vocab, n }) => {
      const e = logits.exp()
      return e
        .div(e.sum(1, kept))
        .sub(oneHot(Yb, vocab))
        .mul(1 / n)
    },
    'with the maximum taken off': ({ logits, Yb, vocab, n }) => {
      const e = logits.sub(logits.max(1, kept).values).exp()
      return e.mul(e.sum(1, kept).pow(-1)).div(n).sub(oneHot(Yb, vocab).div(n))
    },
    'exp of log-softmax': ({ logits, Yb, vocab, n }) =>
      oneHot(Yb, vocab).sub(logits.logSoftmax(1).exp()).div(-n),
    'two cases, number by number': ({ logits, Yb, n }) => {
      const p = softmax(logits, 1)
      return fill(logits.shape, (i, j) => (j === Yb.at(i) ? p.at(i, j) - 1 : p.at(i, j)) / n)
    },
    'times dloss': ({ logits, Yb, vocab, n, dloss }) =>
      softmax(logits, 1).sub(oneHot(Yb, vocab)).mul(dloss).div(n),
  }),
]
