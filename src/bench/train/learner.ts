/**
 * The lecture's exercise 4 as a learner writes it: the forward pass with batchnorm and cross-entropy in their short forms, a
 * line for each gradient, and the update.
 */
import { crossEntropy, oneHot, softmax, tensor, zerosLike } from '../../tensor/creation.ts'
import type { Tensor, TensorLike } from '../../tensor/tensor.ts'

export interface RawParameters {
  C: Tensor
  W1: Tensor
  b1: Tensor
  bngain: Tensor
  bnbias: Tensor
  W2: Tensor
  b2: Tensor
}

export interface RawBatch {
  n: number
  vocab: number
  Xb: Tensor
  Yb: Tensor
}

export function forward({ n, Xb, Yb, C, W1, b1, bngain, bnbias, W2, b2 }: RawParameters & RawBatch) {
  const emb = C.index(Xb)
  const embcat = emb.view(n, -1)
  const hprebn = embcat.matmul(W1).add(b1)
  const bnmean = hprebn.mean(0, { keepdim: true })
  const bnvar = hprebn.var(0, { keepdim: true, unbiased: true })
  const bnvar_inv = bnvar.add(1e-5).pow(-0.5)
  const bnraw = hprebn.sub(bnmean).mul(bnvar_inv)
  const hpreact = bngain.mul(bnraw).add(bnbias)
  const h = hpreact.tanh()
  const logits = h.matmul(W2).add(b2)
  const loss = crossEntropy(logits, Yb)
  return { emb, embcat, hprebn, bnmean, bnvar, bnvar_inv, bnraw, hpreact, h, logits, loss }
}

type Values = RawParameters & RawBatch & ReturnType<typeof forward>
type Scope = Values & { [Name in keyof Values as `d${Name}`]: Tensor }

/** In the order in which they are called. */
export const backward = {
  dlogits: ({ logits, Yb, vocab, n }: Scope) => softmax(logits, 1).sub(oneHot(Yb, vocab)).div(n),
  dh: ({ dlogits, W2 }: Scope) => dlogits.matmul(W2.T),
  dW2: ({ h, dlogits }: Scope) => h.T.matmul(dlogits),
  db2: ({ dlogits }: Scope) => dlogits.sum(0),
  dhpreact: ({ h, dh }: Scope) => tensor(1).sub(h.pow(2)).mul(dh),
  dbngain: ({ bnraw, dhpreact }: Scope) => bnraw.mul(dhpreact).sum(0, { keepdim: true }),
  dbnbias: ({ dhpreact }: Scope) => dhpreact.sum(0, { keepdim: true }),
  dhprebn({ n, bngain, bnvar_inv, bnraw, dhpreact }: Scope) {
    const byMean = dhpreact.sum(0)
    const byVariance = bnraw.mul(dhpreact.mul(bnraw).sum(0)).mul(n / (n - 1))
    return bngain.mul(bnvar_inv).div(n).mul(dhpreact.mul(n).sub(byMean).sub(byVariance))
  },
  dembcat: ({ dhprebn, W1 }: Scope) => dhprebn.matmul(W1.T),
  dW1: ({ embcat, dhprebn }: Scope) => embcat.T.matmul(dhprebn),
  db1: ({ dhprebn }: Scope) => dhprebn.sum(0),
  demb: ({ dembcat, emb }: Scope) => dembcat.view(emb.shape),
  dC: ({ C, Xb, demb }: Scope) => zerosLike(C).indexAdd(Xb, demb),
}

export const update = (p: Tensor, gradient: Tensor, lr: TensorLike): Tensor => p.sub(gradient.mul(lr))
