/** Right lines by methods that no answer needs. */
import { arange, outer, zerosLike } from '../../tensor/creation.ts'
import { einsum } from '../../tensor/einsum.ts'
import { kept, type RightRow, rightCrossEntropy, rightWhole } from './lines.ts'

export const byOtherMethods: readonly RightRow[] = [
  ...rightWhole('dlogprobs', {
    scattered: ({ logprobs, Yb, n }) => zerosLike(logprobs).scatter(1, Yb.unsqueeze(1), -1 / n),
    'filled where the column is the label': ({ logprobs, Yb, n, vocab }) =>
      zerosLike(logprobs).maskedFill(arange(vocab).eq(Yb.unsqueeze(1)), -1 / n),
  }),
  ...rightWhole('dcounts_sum_inv', {
    'by an equation': ({ counts, dprobs }) => einsum('nv,nv->n', counts, dprobs).unsqueeze(1),
  }),
  ...rightWhole('dcounts', {
    'the sum stretched to its shape': ({ counts_sum_inv, dprobs, dcounts_sum, n, vocab }) =>
      counts_sum_inv.mul(dprobs).add(dcounts_sum.broadcastTo(n, vocab)),
    'the sum repeated': ({ counts_sum_inv, dprobs, dcounts_sum, vocab }) =>
      dcounts_sum.repeat(1, vocab).add(counts_sum_inv.mul(dprobs)),
  }),
  ...rightWhole('dh', {
    'by an equation': ({ W2, dlogits }) => einsum('nv,hv->nh', dlogits, W2),
  }),
  ...rightWhole('dW2', {
    'by an equation': ({ h, dlogits }) => einsum('nh,nv->hv', h, dlogits),
    'one outer product for each example': ({ h, W2, dlogits, n }) => {
      let dW2 = zerosLike(W2)
      for (let i = 0; i < n; i++) dW2 = dW2.add(outer(h.index(i), dlogits.index(i)))
      return dW2
    },
    'both triangles': ({ h, dlogits }) => {
      const dW2 = h.t().matmul(dlogits)
      return dW2.tril().add(dW2.triu(1))
    },
  }),
  ...rightWhole('db2', {
    'by an equation': ({ dlogits }) => einsum('nv->v', dlogits),
  }),
  ...rightWhole('dhprebn', {
    'the mean repeated': ({ dbndiff, dbnmeani, n }) => dbndiff.add(dbnmeani.div(n).repeat(n, 1)),
  }),
  ...rightCrossEntropy('dlogits', {
    'with logsumexp taken off': ({ logits, Yb, n }) =>
      logits
        .sub(logits.logsumexp(1, kept))
        .exp()
        .indexAdd([arange(n), Yb], -1)
        .div(n),
  }),
]
