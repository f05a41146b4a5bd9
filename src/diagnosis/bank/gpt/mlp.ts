/** GELU by tanh, the MLP around it, and the residual. */
import type { Tensor } from '../../../tensor/tensor.ts'
import { kept, type WrongRow } from '../lines.ts'
import { inBlock } from './lines.ts'

const root = (2 / Math.PI) ** 0.5

type Hat = Readonly<Record<'hat' | 'rstd' | 'dhat', Tensor>>

const normBack = ({ hat, rstd, dhat }: Hat): Tensor =>
  rstd.mul(dhat.sub(dhat.mean(-1, kept)).sub(hat.mul(dhat.mul(hat).mean(-1, kept))))

export const gelu: readonly WrongRow[] = [
  ...inBlock('dth', 'sign, factor', '2 times', {
    'the half forgotten': ({ dact, fc }) => dact.mul(fc),
  }),
  ...inBlock('dth', ['local derivative missing', 'sign, factor', 'wrong local derivative'], 'slope', {
    'the input forgotten': ({ dact }) => dact.mul(0.5),
  }),
  ...inBlock('dth', ['wrong operand', 'wrong local derivative'], '`act`', {
    'times the output': ({ dact, act }) => dact.mul(act),
  }),
  ...inBlock('dinner', 'wrong local derivative', "isn't the slope", {
    'tanh without its square': ({ th, dth }) => th.neg().add(1).mul(dth),
    'of its input': ({ inner, dth }) => inner.pow(2).neg().add(1).mul(dth),
  }),
  ...inBlock('dinner', 'upstream missing', 'dth', {
    'the slope alone': ({ th }) => th.pow(2).neg().add(1),
  }),
  ...inBlock('dinner', 'local derivative missing', 'dth', {
    'passed on': ({ dth }) => dth,
  }),
  ...inBlock('dfc', 'a use forgotten', '`inner`', {
    'the outer path alone': ({ dact, th }) => dact.mul(0.5).mul(th.add(1)),
  }),
  ...inBlock('dfc', 'a use forgotten', '`act`', {
    'the tanh path alone': ({ dinner, fc }) =>
      dinner.mul(root).mul(
        fc
          .pow(2)
          .mul(3 * 0.044715)
          .add(1),
      ),
  }),
  ...inBlock('dfc', ['sign, factor', 'wrong local derivative'], '1/3', {
    'the 3 of the cube forgotten': ({ dact, th, dinner, fc }) =>
      dact
        .mul(0.5)
        .mul(th.add(1))
        .add(dinner.mul(root).mul(fc.pow(2).mul(0.044715).add(1))),
  }),
  ...inBlock('dfc', ['wrong local derivative'], '`inner`', {
    'the cube for its slope': ({ dact, th, dinner, fc }) =>
      dact
        .mul(0.5)
        .mul(th.add(1))
        .add(
          dinner.mul(root).mul(
            fc
              .pow(3)
              .mul(3 * 0.044715)
              .add(1),
          ),
        ),
  }),
  ...inBlock('dfc', ['sign, factor', 'wrong local derivative', 'a use forgotten'], '`inner`', {
    'the root forgotten': ({ dact, th, dinner, fc }) =>
      dact
        .mul(0.5)
        .mul(th.add(1))
        .add(
          dinner.mul(
            fc
              .pow(2)
              .mul(3 * 0.044715)
              .add(1),
          ),
        ),
    '0.044715 forgotten': ({ dact, th, dinner, fc }) =>
      dact
        .mul(0.5)
        .mul(th.add(1))
        .add(dinner.mul(root).mul(fc.pow(2).mul(3).add(1))),
    'the 1 before the cube forgotten': ({ dact, th, dinner, fc }) =>
      dact
        .mul(0.5)
        .mul(th.add(1))
        .add(dinner.mul(root).mul(fc.pow(2).mul(3 * 0.044715))),
    'the cube forgotten': ({ dact, th, dinner }) => dact.mul(0.5).mul(th.add(1)).add(dinner.mul(root)),
  }),
  ...inBlock('dfc', 'sign, factor', 'multiplied by 0.5', {
    'the half of the outer path forgotten': ({ dact, th, dinner, fc }) =>
      dact.mul(th.add(1)).add(
        dinner.mul(root).mul(
          fc
            .pow(2)
            .mul(3 * 0.044715)
            .add(1),
        ),
      ),
  }),
  ...inBlock('dfc', ['wrong local derivative', 'a use forgotten', 'fused formulas'], '`act`', {
    'the 1 + forgotten in the outer path': ({ dact, th, dinner, fc }) =>
      dact
        .mul(0.5)
        .mul(th)
        .add(
          dinner.mul(root).mul(
            fc
              .pow(2)
              .mul(3 * 0.044715)
              .add(1),
          ),
        ),
    'sigmoid(1.702 x) backward': ({ dact, fc }) => {
      const s = fc.mul(1.702).sigmoid()
      return dact.mul(s.add(fc.mul(1.702).mul(s).mul(s.neg().add(1))))
    },
    'the exact GELU backward': ({ dact, fc }) => {
      const phi = fc
        .mul(0.5 ** 0.5)
        .erf()
        .add(1)
        .mul(0.5)
      const density = fc
        .pow(2)
        .mul(-0.5)
        .exp()
        .mul((2 * Math.PI) ** -0.5)
      return dact.mul(phi.add(fc.mul(density)))
    },
    'relu backward': ({ dact, fc }) => dact.mul(fc.gt(0)),
  }),
]

export const feedForward: readonly WrongRow[] = [
  ...inBlock('dmlp', 'sign, factor', '1/2', {
    'half to each of the sum': ({ dx2 }) => dx2.div(2),
  }),
  ...inBlock('dmlp', ['wrong operand', 'local derivative missing', 'wrong local derivative'], 'x1', {
    'as if it were a product': ({ dx2, x1 }) => dx2.mul(x1),
  }),
  ...inBlock('dWfcproj', 'reduction', 'not summed', {
    'not summed over the batch': ({ act, dmlp }) => act.T.matmul(dmlp),
  }),
  ...inBlock('dWfcproj', 'reduction', 'dimension 0', {
    'the first of the batch alone': ({ act, dmlp }) => act.index(0).T.matmul(dmlp.index(0)),
  }),
  ...inBlock('dWfcproj', ['reduction', 'sign, factor'], 'mean', {
    'the mean of the batch': ({ act, dmlp }) => act.T.matmul(dmlp).mean(0),
  }),
  ...inBlock('dWfcproj', ['reduction', 'sign, factor'], '1/(B * T)', {
    'the mean of all tokens': ({ act, dmlp, B, T, C }) =>
      act
        .view(B * T, 4 * C)
        .T.matmul(dmlp.view(B * T, C))
        .div(B * T),
  }),
  ...inBlock('dWfcproj', 'wrong operand', '`fc`', {
    'before the GELU': ({ fc, dmlp }) => fc.T.matmul(dmlp).sum(0),
  }),
  ...inBlock('dWfcproj', 'shape', 'rows and columns', {
    transposed: ({ act, dmlp }) => dmlp.T.matmul(act).sum(0),
  }),
  ...inBlock('dWfcproj', 'shape', 'view', {
    'turned by a view': ({ act, dmlp, B, T, C }) => act.view(4 * C, B * T).matmul(dmlp.view(B * T, C)),
  }),
  ...inBlock('dWfcproj', 'reduction', 'product of sums', {
    'summed over the batch first': ({ act, dmlp }) => act.sum(0).T.matmul(dmlp.sum(0)),
  }),
  ...inBlock('dbfcproj', 'shape', 'size 1 too many', {
    'with keepdim': ({ dmlp }) => dmlp.sum([0, 1], kept),
  }),
  ...inBlock('dbfcproj', 'shape', '', {
    'one dimension of keepdim left': ({ dmlp }) => dmlp.sum(0).sum(0, kept),
  }),
  ...inBlock('dbfcproj', 'reduction', 'dimension 1', {
    'over the batch alone': ({ dmlp }) => dmlp.sum(0),
  }),
  ...inBlock('dbfcproj', 'reduction', 'mean', {
    'the mean of all tokens': ({ dmlp }) => dmlp.mean([0, 1]),
  }),
  ...inBlock('dbfc', ['sign, factor', 'reduction'], '1/T', {
    'the mean over the tokens': ({ dfc }) => dfc.mean(1).sum(0),
  }),
  ...inBlock('dln2', 'wrong operand', 'dact', {
    'past the GELU': ({ dact, Wfc }) => dact.matmul(Wfc.T),
  }),
  ...inBlock('dx1', 'a use forgotten', '`x2`', {
    'the skip forgotten': ({ dln2_diff, dln2_mean, C }) => dln2_diff.add(dln2_mean.div(C)),
  }),
  ...inBlock('dx1', 'a use forgotten', 'Add the part that comes through `x2`', {
    'the skip forgotten, past a norm at once': ({ ln2_hat, ln2_rstd, dln2_hat }) =>
      normBack({ hat: ln2_hat, rstd: ln2_rstd, dhat: dln2_hat }),
  }),
  ...inBlock('dx1', 'sign, factor', '`x2` is 1/2 times', {
    'the skip halved, past a norm at once': ({ ln2_hat, ln2_rstd, dln2_hat, dx2 }) =>
      normBack({ hat: ln2_hat, rstd: ln2_rstd, dhat: dln2_hat }).add(dx2.mul(0.5)),
  }),
  ...inBlock('dx1', 'a use forgotten', '`ln2_diff`', {
    'the skip alone': ({ dx2 }) => dx2,
  }),
  ...inBlock('dx1', 'a use forgotten', '`ln2_mean`', {
    'the mean forgotten': ({ dx2, dln2_diff }) => dx2.add(dln2_diff),
  }),
  ...inBlock('dx1', 'sign, factor', '1/2', {
    'the skip halved': ({ dx2, dln2_diff, dln2_mean, C }) =>
      dx2.mul(0.5).add(dln2_diff).add(dln2_mean.div(C)),
  }),
  ...inBlock('dx1', 'overwritten, doubled, subtracted', 'twice', {
    'the skip twice': ({ dx2, dln2_diff, dln2_mean, C }) => dx2.add(dx2).add(dln2_diff).add(dln2_mean.div(C)),
  }),
  ...inBlock('dx1', ['wrong operand', 'a use forgotten', 'local derivative missing'], 'dln2', {
    'the norm passed by': ({ dx2, dln2 }) => dx2.add(dln2),
  }),
  ...inBlock('dx0', ['wrong operand', 'fused formulas'], '`dproj` instead of `proj`', {
    'a value for the gradient of the skip': ({ ln1_hat, ln1_rstd, dln1_hat, proj }) =>
      normBack({ hat: ln1_hat, rstd: ln1_rstd, dhat: dln1_hat }).add(proj),
  }),
  ...inBlock('dx0', 'a use forgotten', '`x1`', {
    'the skip forgotten': ({ dln1_diff, dln1_mean, C }) => dln1_diff.add(dln1_mean.div(C)),
  }),
]
