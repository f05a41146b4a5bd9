/** Wrong lines that learners wrote, or that were tried because something untrue was said of them. */
import {
  arange,
  cat,
  oneHot,
  onesLike,
  softmax,
  tensor,
  where,
  zeros,
  zerosLike,
} from '../../tensor/creation.ts'
import { batchnorm, crossEntropy, elsewhere, kept, type WrongRow, whole } from './lines.ts'

const ties = elsewhere('broadcasting/06_max_with_ties')
const running = elsewhere('broadcasting/07_running_sums')
const gather = elsewhere('broadcasting/08_gather_and_scatter')
const views = elsewhere('broadcasting/09_view_and_transpose')
const outer = elsewhere('broadcasting/10_outer_product')
const batches = elsewhere('broadcasting/12_batch_matmul')
const jacobian = elsewhere('broadcasting/13_jacobian')
const placing = elsewhere('broadcasting/14_placing')
const attention = elsewhere('attention')
const recurrence = elsewhere('recurrence')
const selection = elsewhere('selection')
const unrolled = elsewhere('unrolled')
const windows = elsewhere('windows')

const inMakemore: readonly WrongRow[] = [
  ...whole('dlogprobs', ['wrong operand', 'wrong local derivative'], {
    'one step too far: this is dprobs': ({ logprobs, n, Yb, probs }) =>
      zerosLike(logprobs).indexPut(
        [arange(n), Yb],
        probs
          .index(arange(n), Yb)
          .pow(-1)
          .mul(-1 / n),
      ),
  }),
  ...whole('dprobs', ['wrong operand', 'wrong local derivative'], {
    'an epsilon of the learner’s own': ({ dlogprobs, probs }) => dlogprobs.div(probs.add(1e-8)),
  }),
  ...whole('dbnvar', 'wrong local derivative', {
    'the epsilon is subtracted': ({ bnvar, dbnvar_inv }) =>
      bnvar.sub(1e-5).pow(-1.5).mul(-0.5).mul(dbnvar_inv),
  }),
  ...whole('dlogits', ['index', 'reduction', 'shape'], {
    'the largest of the column of maxima': ({ dnorm_logits, logit_maxes, dlogit_maxes, vocab }) =>
      dnorm_logits.add(oneHot(logit_maxes.max(1).indices, vocab).mul(dlogit_maxes)),
  }),
  ...whole('dbndiff', 'wrong operand', {
    'bnvar for bnvar_inv, and the square forgotten': ({ bnvar, dbnraw }) => bnvar.mul(dbnraw),
  }),
  ...whole('db2', ['wrong operand', 'reduction'], {
    'dW2 summed': ({ dW2 }) => dW2.sum(0),
  }),
  ...whole('dC', ['wrong operand', 'scatter'], {
    'started from ones': ({ C, Xb, demb }) => onesLike(C).indexAdd(Xb, demb),
    'started from C': ({ C, Xb, demb }) => C.indexAdd(Xb, demb),
  }),
  ...whole('dC', ['sign, factor', 'shape'], {
    'oneHot with 27 for vocab': ({ C, Xb, demb }) =>
      oneHot(Xb, 27).transpose(2, 1).matmul(demb).sum(0).add(zerosLike(C).sum()),
    'a mask for each of 27 letters': ({ Xb, demb }) =>
      cat(Array.from({ length: 27 }, (_, i) => demb.mul(Xb.eq(i).unsqueeze(2)).sum([0, 1]).unsqueeze(0))),
    'three positions, added one by one': ({ C, Xb, demb }) =>
      [0, 1, 2].reduce((d, j) => d.indexAdd(Xb.slice(1, j, j + 1), demb.slice(1, j, j + 1)), zerosLike(C)),
  }),
  ...crossEntropy('dlogits', ['fused formulas', 'index'], {
    'replaced at the labels, not lowered by 1': ({ logits, n, Yb }) =>
      softmax(logits, 1)
        .indexPut([arange(n), Yb], -1)
        .div(n),
  }),
  ...batchnorm('dhprebn', 'fused formulas', {
    'hpreact for dhpreact in the last sum': ({ bngain, bnvar_inv, dhpreact, hpreact, bnraw, n }) =>
      bngain
        .mul(bnvar_inv)
        .div(n)
        .mul(
          dhpreact
            .mul(n)
            .sub(dhpreact.sum(0))
            .sub(bnraw.mul(n / (n - 1)).mul(hpreact.mul(bnraw).sum(0))),
        ),
    'summed along the rows, as in layer norm': ({ bngain, bnvar_inv, dhpreact, bnraw, n }) =>
      bngain
        .mul(bnvar_inv)
        .div(n)
        .mul(
          dhpreact
            .mul(n)
            .sub(dhpreact.sum(1, kept))
            .sub(bnraw.mul(n / (n - 1)).mul(dhpreact.mul(bnraw).sum(1, kept))),
        ),
  }),
]

const inBroadcasting: readonly WrongRow[] = [
  ...ties('dX', 'index', {
    'to the last of equal ones': ({ X, drow_maxes }) =>
      oneHot(
        X.flip(1)
          .argmax(1)
          .neg()
          .add(X.shape[1] - 1),
        X.shape[1],
      ).mul(drow_maxes),
    'to each of equal ones': ({ X, row_maxes, drow_maxes }) => X.eq(row_maxes).mul(drow_maxes),
    'shared by equal ones': ({ X, row_maxes, drow_maxes }) =>
      X.eq(row_maxes).div(X.eq(row_maxes).sum(1, kept)).mul(drow_maxes),
  }),
  ...ties('dY', 'index', {
    'to each of equal ones': ({ Y, peak, dpeak }) => Y.eq(peak).mul(dpeak),
    'to the first of equal ones': ({ Y, dpeak }) =>
      oneHot(Y.argmax(), Y.data.length).view(Y.shape).mul(dpeak),
  }),
  ...ties('da', 'index', {
    'everything where both are equal': ({ a, b, dlarger }) => a.ge(b).mul(dlarger),
    'nothing where both are equal': ({ a, b, dlarger }) => a.gt(b).mul(dlarger),
    'only where both are equal': ({ a, b, dlarger }) => a.eq(b).mul(0.5).mul(dlarger),
  }),
  ...ties('da', 'wrong operand', {
    'this is db': ({ a, b, dlarger }) => b.gt(a).add(a.eq(b).mul(0.5)).mul(dlarger),
  }),
  ...running('df', ['local derivative missing', 'shape', 'index'], {
    'not turned round': ({ dbackwards }) => dbackwards,
  }),
  ...running('dA', 'wrong local derivative', {
    'from the start': ({ dA_so_far }) => dA_so_far.cumsum(1),
    'the wrong way round': ({ dA_so_far }) => dA_so_far.flip(1).cumsum(1),
    'from the start, then turned round': ({ dA_so_far }) => dA_so_far.cumsum(1).flip(1),
    'without its own place': ({ dA_so_far }) => dA_so_far.flip(1).cumsum(1).flip(1).sub(dA_so_far),
  }),
  ...running('dA', 'reduction', {
    'along the other dimension': ({ dA_so_far }) => dA_so_far.flip(0).cumsum(0).flip(0),
    'the sum of all': ({ dA_so_far }) => dA_so_far.sum(1, kept).expandAs(dA_so_far),
  }),
  ...gather('dx', ['local derivative missing', 'shape', 'index', 'scatter'], {
    'passed on as it is': ({ dpicked }) => dpicked,
    'assigned, not added': ({ x, at, dpicked }) => zerosLike(x).indexPut([at], dpicked),
  }),
  ...gather('dlogP', ['scatter'], {
    'assigned, not added': ({ logP, ix1, ix2, dlogprob }) => zerosLike(logP).indexPut([ix1, ix2], dlogprob),
  }),
  ...gather('dz', ['scatter'], {
    'assigned, not added': ({ z, within, dgathered }) => zerosLike(z).scatter(1, within, dgathered),
  }),
  ...views('dleft', ['local derivative missing', 'shape', 'index'], {
    'passed on as it is': ({ djoined }) => djoined,
  }),
  ...views('dright', 'index', {
    'the first columns': ({ right, djoined }) => djoined.slice(1, 0, right.shape[1]),
    'one column too early': ({ left, right, djoined }) =>
      djoined.slice(1, left.shape[1] - 1, left.shape[1] - 1 + right.shape[1]),
  }),
  ...views('dblock', 'shape', {
    'the forward permute again': ({ dmoved }) => dmoved.permute(2, 0, 1),
    'a view for the permute': ({ block, dmoved }) => dmoved.view(block.shape),
  }),
  ...outer('ds', ['wrong operand', 'reduction', 'wrong local derivative', 'local derivative missing'], {
    'w forgotten': ({ dtable }) => dtable.sum(1),
  }),
  ...outer('ds', ['reduction', 'shape'], {
    'not summed': ({ w, dtable }) => dtable.mul(w),
  }),
  ...outer('dq', ['reduction', 'shape'], {
    'not summed': ({ M, dy }) => M.mul(dy.unsqueeze(1)),
  }),
  ...batches('dW', 'reduction', {
    'a product of sums': ({ X, dY }) => X.sum(0).T.matmul(dY.sum(0)),
  }),
  ...batches('dX', ['reduction', 'shape'], {
    'summed over the batch': ({ W, dY }) => dY.matmul(W.T).sum(0),
  }),
  ...batches('dbias', 'reduction', {
    'summed over the batch alone': ({ dY }) => dY.sum(0),
  }),
  ...jacobian('dz', ['fused formulas', 'wrong local derivative', 'wrong operand'], {
    'the diagonal alone': ({ p, dp }) => p.mul(tensor(1).sub(p)).mul(dp),
    'the sum without p': ({ p, dp }) => p.mul(dp.sub(dp.sum())),
  }),
  ...jacobian('dZ', ['fused formulas', 'reduction'], {
    'one sum of all rows': ({ P, dP }) => P.mul(dP.sub(P.mul(dP).sum())),
    'summed down the columns': ({ P, dP }) => P.mul(dP.sub(P.mul(dP).sum(0, kept))),
  }),
  ...placing('dprior', ['index', 'wrong local derivative', 'scatter'], {
    'treated as overwritten': ({ ix1, ix2, dN }) => dN.indexPut([ix1, ix2], 0),
  }),
  ...placing('dweight', ['local derivative missing', 'shape', 'index'], {
    'passed on as it is': ({ dN }) => dN,
  }),
  ...placing('dfresh', ['local derivative missing', 'shape', 'index'], {
    'passed on as it is': ({ dcache }) => dcache,
  }),
  ...placing('dold', ['local derivative missing', 'index'], {
    'the overwritten rows too': ({ dcache }) => dcache,
  }),
]

const inSmall: readonly WrongRow[] = [
  ...attention('dv', 'shape', { 'w not transposed': ({ w, dy }) => w.matmul(dy) }),
  ...attention('dk', 'shape', { 'dw not transposed': ({ q, dw }) => dw.matmul(q).mul(0.3) }),
  ...attention('dq', 'shape', { 'dw transposed': ({ k, dw }) => dw.T.matmul(k).mul(0.3) }),
  ...attention('dq', 'wrong operand', { 'v for k': ({ v, dw }) => dw.matmul(v).mul(0.3) }),
  ...recurrence('dW', ['index', 'wrong operand'], {
    'the state after each step': ({ H, da }) => H.slice(0, 1).T.matmul(da),
  }),
  ...recurrence('dH', 'index', {
    'the first use one step late': ({ W, da, ddelta }) => {
      const none = zeros(1, da.shape[1])
      return cat([none, da.matmul(W.T)])
        .add(cat([none, ddelta]))
        .sub(cat([ddelta, none]))
    },
  }),
  ...unrolled('dW', 'wrong operand', {
    'the state after each step': ({ h, y, da, db }) => h.T.matmul(da).add(y.T.matmul(db)),
    'the state after the first step, and nothing else': ({ h, da }) => h.T.matmul(da),
  }),
  ...unrolled('dW', 'reduction', {
    'all states times all that comes back': ({ x, h, da, db }) => x.add(h).T.matmul(da.add(db)),
  }),
  ...windows('dx', 'overwritten, doubled, subtracted', {
    'the second window put over the first': ({ dfirst, dsecond }) => cat([dfirst.slice(0, 0, 1), dsecond]),
    'the first window put over the second': ({ dfirst, dsecond }) => cat([dfirst, dsecond.slice(0, -1)]),
  }),
  ...windows('dx', 'index', {
    'both windows where the first was': ({ dfirst, dsecond }) =>
      cat([dfirst.add(dsecond), zeros(1, dfirst.shape[1])]),
  }),
  ...selection('dx', 'index', {
    'the mask the wrong way round': ({ mask, dkept }) => where(mask, 0, dkept),
    'a filled mask the wrong way round': ({ mask, dkept }) => dkept.maskedFill(mask, 0),
  }),
  ...selection('du', 'index', {
    'relu the wrong way round': ({ u, root, dpositive, droot }) =>
      dpositive.mul(u.lt(0)).add(u.div(root).mul(droot)),
  }),
  ...selection('du', 'a use forgotten', {
    'the root forgotten': ({ u, dpositive }) => dpositive.mul(u.gt(0)),
  }),
  ...selection('da', 'wrong operand', {
    'dp and dq exchanged': ({ b, dp, dq }) => b.mul(dq).add(dp),
    'a subtracted': ({ a, b, dp, dq }) => b.mul(dp).add(dq).sub(a),
  }),
]

export const found: readonly WrongRow[] = [...inMakemore, ...inBroadcasting, ...inSmall]
