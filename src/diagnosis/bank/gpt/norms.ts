/** Layer norm in small steps and at once, and RMS norm. */
import { onesLike } from '../../../tensor/creation.ts'
import { kept, type WrongRow } from '../lines.ts'
import { inBlock, inRmsNorm } from './lines.ts'

export const layerNorm: readonly WrongRow[] = [
  ...inBlock('dlnfw', 'reduction', 'dimension 1', {
    'summed over the batch alone': ({ dlnf, lnf_hat }) => dlnf.mul(lnf_hat).sum(0),
  }),
  ...inBlock('dlnfw', 'reduction', 'mean', {
    'the mean of all tokens': ({ dlnf, lnf_hat }) => dlnf.mul(lnf_hat).mean([0, 1]),
  }),
  ...inBlock('dlnfw', ['sign, factor', 'reduction'], '1/B', {
    'the sum over the tokens, the mean over the batch': ({ dlnf, lnf_hat }) =>
      dlnf.mul(lnf_hat).sum(1).mean(0),
  }),
  ...inBlock('dlnfw', 'local derivative missing', 'dlnf', {
    'as if it were the bias': ({ dlnf }) => dlnf.sum([0, 1]),
  }),
  ...inBlock('dlnfw', 'wrong operand', 'lnf', {
    'times the output': ({ dlnf, lnf }) => dlnf.mul(lnf).sum([0, 1]),
  }),
  ...inBlock('dlnfw', 'wrong operand', 'lnf_diff', {
    'times what is not yet divided': ({ dlnf, lnf_diff }) => dlnf.mul(lnf_diff).sum([0, 1]),
  }),
  ...inBlock('dlnfb', 'reduction', 'mean', {
    'the mean of all tokens': ({ dlnf }) => dlnf.mean([0, 1]),
  }),
  ...inBlock('dlnfb', 'shape', 'size 1 too many', {
    'with keepdim': ({ dlnf }) => dlnf.sum([0, 1], kept),
  }),
  ...inBlock('dlnfb', 'reduction', 'dimension 0', {
    'the sum over the tokens alone': ({ dlnf }) => dlnf.sum(1),
  }),
  ...inBlock('dlnfb', 'reduction', 'dimension', {
    'over the channels': ({ dlnf }) => dlnf.sum([0, 2]),
  }),
  ...inBlock('dlnf_hat', 'local derivative missing', 'dlnf', {
    'the weight forgotten': ({ dlnf }) => dlnf,
  }),
  ...inBlock('dlnf_hat', 'wrong local derivative', 'lnfw', {
    'the weight twice': ({ dlnf, lnfw }) => dlnf.mul(lnfw).mul(lnfw),
    'divided by the weight': ({ dlnf, lnfw }) => dlnf.div(lnfw),
  }),
  ...inBlock('dlnf_rstd', ['shape', 'reduction'], 'dimension', {
    'summed over the batch': ({ dlnf_hat, lnf_diff }) => dlnf_hat.mul(lnf_diff).sum(0, kept),
    'not summed': ({ dlnf_hat, lnf_diff }) => dlnf_hat.mul(lnf_diff),
    'over the tokens': ({ dlnf_hat, lnf_diff }) => dlnf_hat.mul(lnf_diff).sum(1, kept),
  }),
  ...inBlock('dlnf_rstd', 'reduction', 'mean', {
    'the mean of the channels': ({ dlnf_hat, lnf_diff }) => dlnf_hat.mul(lnf_diff).mean(-1, kept),
  }),
  ...inBlock('dlnf_rstd', 'shape', 'size 1', {
    'keepdim forgotten': ({ dlnf_hat, lnf_diff }) => dlnf_hat.mul(lnf_diff).sum(-1),
  }),
  ...inBlock('dlnf_rstd', 'wrong operand', 'lnf_hat', {
    'times the normalised': ({ dlnf_hat, lnf_hat }) => dlnf_hat.mul(lnf_hat).sum(-1, kept),
  }),
  ...inBlock('dlnf_var', 'wrong local derivative', '', {
    squared: ({ dlnf_rstd, lnf_rstd }) => lnf_rstd.pow(2).mul(-0.5).mul(dlnf_rstd),
    'the slope of a root': ({ dlnf_rstd, lnf_rstd }) => lnf_rstd.mul(-0.5).mul(dlnf_rstd),
    'the small number forgotten': ({ dlnf_rstd, lnf_var }) => lnf_var.pow(-1.5).mul(-0.5).mul(dlnf_rstd),
  }),
  ...inBlock('dlnf_var', 'sign, factor', 'sign', {
    'the minus forgotten': ({ dlnf_rstd, lnf_rstd }) => lnf_rstd.pow(3).mul(0.5).mul(dlnf_rstd),
  }),
  ...inBlock('dlnf_var', 'sign, factor', '2 times', {
    'the half forgotten': ({ dlnf_rstd, lnf_rstd }) => lnf_rstd.pow(3).neg().mul(dlnf_rstd),
  }),
  ...inBlock('dlnf_sq', 'sign, factor', 'C/(C-1)', {
    "Bessel's habit": ({ dlnf_var, lnf_sq, C }) =>
      onesLike(lnf_sq)
        .mul(dlnf_var)
        .div(C - 1),
  }),
  ...inBlock('dlnf_sq', ['sign, factor', 'shape', 'local derivative missing'], 'C', {
    'the mean as a sum': ({ dlnf_var, lnf_sq }) => dlnf_var.expandAs(lnf_sq),
    'divided by the batch': ({ dlnf_var, lnf_sq, B }) => dlnf_var.expandAs(lnf_sq).div(B),
    'divided by all tokens and channels': ({ dlnf_var, lnf_sq, B, T, C }) =>
      dlnf_var.expandAs(lnf_sq).div(B * T * C),
  }),
  ...inBlock('dlnf_sq', 'shape', 'its own gradient', {
    'not spread': ({ dlnf_var, C }) => dlnf_var.div(C),
  }),
  ...inBlock('dlnf_diff', 'a use forgotten', '`lnf_sq`', {
    'the product alone': ({ dlnf_hat, lnf_rstd }) => dlnf_hat.mul(lnf_rstd),
  }),
  ...inBlock('dlnf_diff', 'a use forgotten', '`lnf_hat`', {
    'the square alone': ({ dlnf_sq, lnf_diff }) => lnf_diff.mul(2).mul(dlnf_sq),
  }),
  ...inBlock('dlnf_diff', 'sign, factor', '1/2', {
    'the 2 of the square forgotten': ({ dlnf_hat, lnf_rstd, dlnf_sq, lnf_diff }) =>
      dlnf_hat.mul(lnf_rstd).add(lnf_diff.mul(dlnf_sq)),
  }),
  ...inBlock('dlnf_diff', 'wrong local derivative', 'lnf_sq', {
    'the square itself': ({ dlnf_hat, lnf_rstd, dlnf_sq, lnf_sq }) =>
      dlnf_hat.mul(lnf_rstd).add(lnf_sq.mul(2).mul(dlnf_sq)),
  }),
  ...inBlock('dlnf_mean', 'sign, factor', 'sign', {
    'the minus forgotten': ({ dlnf_diff }) => dlnf_diff.sum(-1, kept),
  }),
  ...inBlock('dlnf_mean', 'reduction', 'mean', {
    'the mean of the channels': ({ dlnf_diff }) => dlnf_diff.mean(-1, kept).neg(),
  }),
  ...inBlock('dlnf_mean', ['reduction', 'shape'], 'dimension', {
    'over the batch': ({ dlnf_diff }) => dlnf_diff.sum(0, kept).neg(),
  }),
  ...inBlock('dx2', 'a use forgotten', '`lnf_mean`', {
    'the mean forgotten': ({ dlnf_diff }) => dlnf_diff,
  }),
  ...inBlock('dx2', ['sign, factor'], 'C times', {
    'the mean as a sum': ({ dlnf_diff, dlnf_mean }) => dlnf_diff.add(dlnf_mean),
  }),
  ...inBlock('dx2', ['sign, factor'], 'C/(C-1)', {
    "Bessel's habit": ({ dlnf_diff, dlnf_mean, C }) => dlnf_diff.add(dlnf_mean.div(C - 1)),
  }),
  ...inBlock('dx2', ['sign, factor'], 'C/T', {
    'divided by the number of tokens': ({ dlnf_diff, dlnf_mean, T }) => dlnf_diff.add(dlnf_mean.div(T)),
  }),
  ...inBlock('dx2', 'overwritten, doubled, subtracted', 'sign', {
    'the mean subtracted': ({ dlnf_diff, dlnf_mean, C }) => dlnf_diff.sub(dlnf_mean.div(C)),
  }),
]

export const layerNormAtOnce: readonly WrongRow[] = [
  ...inBlock('dx2', ['fused formulas', 'a use forgotten'], 'missing', {
    'the weight over the deviation, no more': ({ dlnf, lnfw, lnf_rstd }) => dlnf.mul(lnfw).mul(lnf_rstd),
    'two terms of three, no mean': ({ dlnf, lnfw, lnf_rstd, lnf_hat }) => {
      const g = dlnf.mul(lnfw)
      return lnf_rstd.mul(g.sub(lnf_hat.mul(g.mul(lnf_hat).mean(-1, kept))))
    },
    'two terms of three, no variance': ({ dlnf, lnfw, lnf_rstd }) => {
      const g = dlnf.mul(lnfw)
      return lnf_rstd.mul(g.sub(g.mean(-1, kept)))
    },
  }),
  // dlnf_hat is dlnf times the weight.
  ...inBlock('dx2', ['fused formulas', 'wrong local derivative'], '`dlnf_hat` instead of `dlnf`', {
    'the weight forgotten': ({ dlnf: g, lnf_rstd, lnf_hat }) =>
      lnf_rstd.mul(g.sub(g.mean(-1, kept)).sub(lnf_hat.mul(g.mul(lnf_hat).mean(-1, kept)))),
    'the weight forgotten in the variance': ({ dlnf, lnfw, lnf_rstd, lnf_hat }) => {
      const g = dlnf.mul(lnfw)
      return lnf_rstd.mul(g.sub(g.mean(-1, kept)).sub(lnf_hat.mul(dlnf.mul(lnf_hat).mean(-1, kept))))
    },
  }),
  ...inBlock('dx2', ['fused formulas', 'wrong local derivative'], '`lnfw`', {
    'the weight last': ({ dlnf: g, lnfw, lnf_rstd, lnf_hat }) =>
      lnf_rstd.mul(lnfw).mul(g.sub(g.mean(-1, kept)).sub(lnf_hat.mul(g.mul(lnf_hat).mean(-1, kept)))),
    'the weight twice in the variance': ({ dlnf, lnfw, lnf_rstd, lnf_hat }) => {
      const g = dlnf.mul(lnfw)
      return lnf_rstd.mul(g.sub(g.mean(-1, kept)).sub(lnf_hat.mul(g.mul(lnfw).mul(lnf_hat).mean(-1, kept))))
    },
  }),
  ...inBlock('dx2', ['fused formulas', 'reduction'], 'dimension 1 instead of 2', {
    'means over the tokens': ({ dlnf, lnfw, lnf_rstd, lnf_hat }) => {
      const g = dlnf.mul(lnfw)
      return lnf_rstd.mul(g.sub(g.mean(1, kept)).sub(lnf_hat.mul(g.mul(lnf_hat).mean(1, kept))))
    },
  }),
  ...inBlock('dx2', ['fused formulas', 'reduction'], 'dimension 0 instead of 2', {
    'means over the batch': ({ dlnf, lnfw, lnf_rstd, lnf_hat }) => {
      const g = dlnf.mul(lnfw)
      return lnf_rstd.mul(g.sub(g.mean(0, kept)).sub(lnf_hat.mul(g.mul(lnf_hat).mean(0, kept))))
    },
  }),
  ...inBlock('dx2', ['fused formulas'], 'C times', {
    'sums for means': ({ dlnf, lnfw, lnf_rstd, lnf_hat }) => {
      const g = dlnf.mul(lnfw)
      return lnf_rstd.mul(g.sub(g.sum(-1, kept)).sub(lnf_hat.mul(g.mul(lnf_hat).sum(-1, kept))))
    },
  }),
  ...inBlock('dx2', ['fused formulas'], 'C/(C-1)', {
    "Bessel's habit in the variance": ({ dlnf, lnfw, lnf_rstd, lnf_hat, C }) => {
      const g = dlnf.mul(lnfw)
      const slope = g
        .mul(lnf_hat)
        .sum(-1, kept)
        .div(C - 1)
      return lnf_rstd.mul(g.sub(g.mean(-1, kept)).sub(lnf_hat.mul(slope)))
    },
  }),
  ...inBlock('dx2', ['fused formulas', 'wrong local derivative'], 'lnf_rstd', {
    'the deviation forgotten': ({ dlnf, lnfw, lnf_hat }) => {
      const g = dlnf.mul(lnfw)
      return g.sub(g.mean(-1, kept)).sub(lnf_hat.mul(g.mul(lnf_hat).mean(-1, kept)))
    },
  }),
  ...inBlock('dx2', ['fused formulas', 'overwritten, doubled, subtracted'], 'sign', {
    'the variance with a plus': ({ dlnf, lnfw, lnf_rstd, lnf_hat }) => {
      const g = dlnf.mul(lnfw)
      return lnf_rstd.mul(g.sub(g.mean(-1, kept)).add(lnf_hat.mul(g.mul(lnf_hat).mean(-1, kept))))
    },
  }),
]

export const rmsNorm: readonly WrongRow[] = [
  ...inRmsNorm('dw', 'wrong operand', '`x`', {
    'times the input': ({ dout, x }) => dout.mul(x).sum([0, 1]),
  }),
  ...inRmsNorm('dw', 'reduction', 'dimension 1', {
    'over the batch alone': ({ dout, xhat }) => dout.mul(xhat).sum(0),
  }),
  ...inRmsNorm('drrms', ['reduction', 'shape'], 'dimension', {
    'over the batch': ({ dxhat, x }) => dxhat.mul(x).sum(0, kept),
  }),
  ...inRmsNorm('dms', 'wrong local derivative', '', {
    squared: ({ rrms, drrms }) => rrms.pow(2).mul(-0.5).mul(drrms),
  }),
  ...inRmsNorm('dx', 'a use forgotten', '`ms`', {
    'the product alone': ({ dxhat, rrms }) => dxhat.mul(rrms),
  }),
  ...inRmsNorm('dx', 'sign, factor', '1/2', {
    'the 2 of the square forgotten': ({ C, dxhat, rrms, dms, x }) => dxhat.mul(rrms).add(x.mul(dms).div(C)),
  }),
  ...inRmsNorm('dx', 'sign, factor', 'C times', {
    'the mean forgotten': ({ dxhat, rrms, dms, x }) => dxhat.mul(rrms).add(x.mul(2).mul(dms)),
  }),
  ...inRmsNorm('dx', 'fused formulas', 'missing', {
    'at once, the weight over the root alone': ({ dout, w, rrms }) => dout.mul(w).mul(rrms),
  }),
  // dxhat is dout times the weight.
  ...inRmsNorm('dx', ['fused formulas', 'wrong local derivative'], '`dxhat` instead of `dout`', {
    'at once, the weight forgotten in the mean': ({ dout, w, rrms, xhat }) =>
      rrms.mul(dout.mul(w).sub(xhat.mul(dout.mul(xhat).mean(-1, kept)))),
  }),
  ...inRmsNorm('dx', ['fused formulas', 'wrong local derivative'], '`w`', {
    'at once, the weight twice in the mean': ({ dout, w, rrms, xhat }) =>
      rrms.mul(dout.mul(w).sub(xhat.mul(dout.mul(w).mul(w).mul(xhat).mean(-1, kept)))),
  }),
]
