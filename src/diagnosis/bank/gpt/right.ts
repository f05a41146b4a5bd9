/** Right lines of the GPT in other words: by equations, flat, in another order, multiplied out. */
import { arange, eye, oneHot, ones, onesLike, zerosLike } from '../../../tensor/creation.ts'
import { einsum } from '../../../tensor/einsum.ts'
import type { Tensor } from '../../../tensor/tensor.ts'
import { kept, type RightRow } from '../lines.ts'
import { rightBlock, rightRmsNorm } from './lines.ts'
import { attention } from './right-attention.ts'

const embeddings: readonly RightRow[] = [
  ...rightBlock('dwte', {
    'one-hot, and the head': ({ X, dtok, lnf, dlogits, V }) =>
      einsum('btv,btc->vc', oneHot(X, V), dtok).add(einsum('btv,btc->vc', dlogits, lnf)),
    'added to the head, flat': ({ X, dtok, lnf, dlogits, B, T, C, V }) =>
      dlogits
        .view(B * T, V)
        .T.matmul(lnf.view(B * T, C))
        .indexAdd([X.view(B * T)], dtok.view(B * T, C)),
    'from dx0, token by token': ({ wte, X, dx0, lnf, dlogits, B, T }) => {
      let d = zerosLike(wte)
      for (let b = 0; b < B; b++) {
        for (let t = 0; t < T; t++) d = d.indexAdd([X.at(b, t)], dx0.index(b, t))
      }
      return d.add(dlogits.T.matmul(lnf).sum(0))
    },
  }),
  ...rightBlock('dtok', { 'added to nothing': ({ dx0 }) => zerosLike(dx0).add(dx0) }),
  ...rightBlock('dwpe', {
    'from its sibling': ({ dtok }) => dtok.sum(0),
    'B times the mean': ({ dx0, B }) => dx0.mean(0).mul(B),
    'by an equation': ({ dx0 }) => einsum('btc->tc', dx0),
    'one after the other': ({ dx0, wpe, B }) => {
      let d = zerosLike(wpe)
      for (let b = 0; b < B; b++) d = d.add(dx0.index(b))
      return d
    },
  }),
  ...rightBlock('dlogits', {
    'from the loss, by the labels': ({ logits, Y, B, T, V }) =>
      logits
        .softmax(-1)
        .sub(oneHot(Y, V))
        .div(B * T),
    'flat, with 1 subtracted': ({ logits, Y, B, T, V }) =>
      logits
        .view(B * T, V)
        .softmax(1)
        .indexAdd([arange(B * T), Y.view(B * T)], -1)
        .div(B * T)
        .view(B, T, V),
  }),
  ...rightBlock('dlnf', {
    'by an equation': ({ dlogits, wte }) => einsum('btv,vc->btc', dlogits, wte),
    flat: ({ dlogits, wte, B, T, C, V }) =>
      dlogits
        .view(B * T, V)
        .matmul(wte)
        .view(B, T, C),
  }),
]

const norms: readonly RightRow[] = [
  ...rightBlock('dlnfw', {
    flat: ({ dlnf, lnf_hat, C }) => dlnf.mul(lnf_hat).view(-1, C).sum(0),
    'one sum after the other': ({ dlnf, lnf_hat }) => dlnf.mul(lnf_hat).sum(0).sum(0),
    'the diagonal of a product': ({ dlnf, lnf_hat, C }) =>
      dlnf.view(-1, C).T.matmul(lnf_hat.view(-1, C)).mul(eye(C)).sum(0),
    'by an equation': ({ dlnf, lnf_hat }) => einsum('btc,btc->c', dlnf, lnf_hat),
  }),
  ...rightBlock('dlnfb', {
    'ones before it': ({ dlnf, B, T, C }) => ones(B * T).matmul(dlnf.view(B * T, C)),
    'the mean times the count': ({ dlnf, B, T }) => dlnf.mean([0, 1]).mul(B * T),
  }),
  ...rightBlock('dlnf_rstd', {
    'a product of rows': ({ dlnf_hat, lnf_diff }) =>
      dlnf_hat.unsqueeze(2).matmul(lnf_diff.unsqueeze(3)).squeeze(3),
    'by an equation, the dimension put back': ({ dlnf_hat, lnf_diff }) =>
      einsum('btc,btc->bt', dlnf_hat, lnf_diff).unsqueeze(-1),
  }),
  ...rightBlock('dlnf_var', {
    'by the deviation': ({ dlnf_rstd, lnf_rstd }) => lnf_rstd.pow(3).div(-2).mul(dlnf_rstd),
    'by the root': ({ dlnf_rstd, lnf_var }) => {
      const s = lnf_var.add(1e-5)
      return dlnf_rstd.div(s.mul(s.sqrt()).mul(-2))
    },
  }),
  ...rightBlock('dlnf_sq', {
    repeated: ({ dlnf_var, C }) => dlnf_var.div(C).repeat(1, 1, C),
    'times ones': ({ dlnf_var, lnf_sq, C }) => onesLike(lnf_sq).div(C).mul(dlnf_var),
  }),
  ...rightBlock('dlnf_diff', {
    'the square last': ({ dlnf_hat, lnf_rstd, dlnf_sq, lnf_diff }) =>
      lnf_diff.mul(dlnf_sq).mul(2).add(lnf_rstd.mul(dlnf_hat)),
    'the square twice': ({ dlnf_hat, lnf_rstd, dlnf_sq, lnf_diff }) => {
      const square = lnf_diff.mul(dlnf_sq)
      return lnf_rstd.mul(dlnf_hat).add(square).add(square)
    },
  }),
  ...rightBlock('dx2', {
    'the mean centred': ({ dlnf_diff }) => dlnf_diff.sub(dlnf_diff.mean(-1, kept)),
    'at once, by C': ({ dlnf, lnfw, lnf_rstd, lnf_hat, C }) => {
      const g = dlnf.mul(lnfw)
      return lnf_rstd.div(C).mul(
        g
          .mul(C)
          .sub(g.sum(-1, kept))
          .sub(lnf_hat.mul(g.mul(lnf_hat).sum(-1, kept))),
      )
    },
    'at once, multiplied out': ({ dlnf_hat: g, lnf_rstd, lnf_diff }) => {
      const slope = g.mul(lnf_diff).mean(-1, kept)
      return g
        .mul(lnf_rstd)
        .sub(g.mean(-1, kept).mul(lnf_rstd))
        .sub(lnf_diff.mul(lnf_rstd.pow(3)).mul(slope))
    },
    'at once, two means off': ({ dlnf, lnfw, lnf_rstd, lnf_hat }) => {
      const centred = (x: Tensor): Tensor => x.sub(x.mean(-1, kept))
      const g = dlnf.mul(lnfw)
      return centred(g)
        .sub(lnf_hat.mul(g.mul(lnf_hat).mean(-1, kept)))
        .mul(lnf_rstd)
    },
  }),
  ...rightBlock('dx1', {
    'the skip last, the mean centred': ({ dx2, dln2_diff }) =>
      dln2_diff.sub(dln2_diff.mean(-1, kept)).add(dx2),
    'from dmlp': ({ dmlp, dln2_diff, dln2_mean, C }) => dmlp.add(dln2_diff).add(dln2_mean.div(C)),
  }),
  ...rightRmsNorm('dx', {
    'at once': ({ dout, w, rrms, xhat }) => {
      const g = dout.mul(w)
      return rrms.mul(g.sub(xhat.mul(g.mul(xhat).mean(-1, kept))))
    },
    'multiplied out': ({ dxhat, x, rrms }) =>
      dxhat.mul(rrms).sub(x.mul(rrms.pow(3)).mul(dxhat.mul(x).mean(-1, kept))),
  }),
  ...rightRmsNorm('drrms', {
    'by an equation': ({ dxhat, x }) => einsum('btc,btc->bt', dxhat, x).unsqueeze(2),
  }),
]

const mlp: readonly RightRow[] = [
  ...rightBlock('dth', { 'the half last': ({ dact, fc }) => fc.mul(dact).div(2) }),
  ...rightBlock('dinner', {
    'by cosh': ({ inner, dth }) => dth.div(inner.cosh().square()),
    'two factors': ({ th, dth }) => th.add(1).mul(th.neg().add(1)).mul(dth),
  }),
  ...rightBlock('dfc', {
    'three uses one by one': ({ fc, th, dact, dinner }) => {
      const root = Math.sqrt(2 / Math.PI)
      return dact
        .mul(th.add(1))
        .div(2)
        .add(dinner.mul(root))
        .add(
          dinner
            .mul(root * 0.044715 * 3)
            .mul(fc)
            .mul(fc),
        )
    },
    'the outer path by act': ({ fc, act, dact, dinner }) =>
      act
        .div(fc)
        .mul(dact)
        .add(
          fc
            .pow(2)
            .mul(0.134145)
            .add(1)
            .mul((2 / Math.PI) ** 0.5)
            .mul(dinner),
        ),
    'at once from dact': ({ fc, th, dact }) => {
      const slope = fc
        .square()
        .mul(3 * 0.044715)
        .add(1)
        .mul(Math.sqrt(2 / Math.PI))
      const tail = fc.mul(0.5).mul(th.square().neg().add(1)).mul(slope)
      return th.add(1).mul(0.5).add(tail).mul(dact)
    },
  }),
  ...rightBlock('dact', { 'by an equation': ({ dmlp, Wfcproj }) => einsum('btc,hc->bth', dmlp, Wfcproj) }),
  ...rightBlock('dWfcproj', {
    flat: ({ act, dmlp, C }) => act.view(-1, 4 * C).T.matmul(dmlp.view(-1, C)),
    'each of the batch, then summed': ({ act, dmlp }) => act.transpose(1, 2).matmul(dmlp).sum(0),
    'by an equation': ({ act, dmlp }) => einsum('bth,btc->hc', act, dmlp),
    'transposed twice': ({ act, dmlp }) => dmlp.T.matmul(act).sum(0).T,
    'token by token': ({ act, dmlp, Wfcproj, B, T }) => {
      let d = zerosLike(Wfcproj)
      for (let b = 0; b < B; b++) {
        for (let t = 0; t < T; t++) d = d.add(act.index(b, t).outer(dmlp.index(b, t)))
      }
      return d
    },
  }),
  ...rightBlock('dbfcproj', {
    flat: ({ dmlp, C }) => dmlp.view(-1, C).sum(0),
    'the tokens first': ({ dmlp }) => dmlp.sum(1).sum(0),
    squeezed: ({ dmlp }) => dmlp.sum([0, 1], kept).squeeze(),
  }),
  ...rightBlock('dmlp', { 'flat and back': ({ dx2, B, T, C }) => dx2.view(B * T, C).view(B, T, C) }),
]

export const right: readonly RightRow[] = [...embeddings, ...norms, ...mlp, ...attention]
