/** Further wrong lines, from batchnorm to the embedding. */
import { oneHot, zeros, zerosLike } from '../../tensor/creation.ts'
import { kept, type WrongRow, whole } from './lines.ts'

export const moreBatchnorm: readonly WrongRow[] = [
  ...whole('dbngain', 'shape', {
    'keepdim forgotten, in other words': ({ bnraw, dhpreact }) => bnraw.mul(dhpreact).sum(0),
  }),
  ...whole('dbnbias', 'shape', {
    'keepdim forgotten, in other words': ({ dhpreact }) => dhpreact.sum(0),
  }),
  ...whole('dbnbias', 'wrong operand', {
    'dbngain instead': ({ dbngain }) => dbngain,
  }),
  ...whole('dbnraw', 'wrong local derivative', {
    'gain applied twice': ({ bngain, dhpreact }) => bngain.mul(bngain).mul(dhpreact),
  }),
  ...whole('dbnvar_inv', ['fused formulas', 'wrong operand', 'wrong local derivative'], {
    'from its sibling, a factor forgotten': ({ bnvar_inv, dbngain }) => dbngain.div(bnvar_inv),
  }),
  ...whole('dbnvar', 'sign, factor', {
    '1/2 forgotten': ({ bnvar, dbnvar_inv }) => bnvar.add(1e-5).pow(-1.5).neg().mul(dbnvar_inv),
  }),
  ...whole('dbnvar', 'not finite', {
    'a root of a negative number': ({ bnvar, dbnvar_inv }) => bnvar.neg().pow(-1.5).mul(dbnvar_inv),
  }),
  ...whole('dbndiff2', 'sign, factor', {
    'n for n - 1, in other words': ({ bndiff2, dbnvar, n }) => dbnvar.div(n).expandAs(bndiff2),
    '31 written out': ({ bndiff2, dbnvar }) => dbnvar.div(31).expandAs(bndiff2),
  }),
  ...whole('dbndiff', 'a use forgotten', {
    'the second use named, not used': ({ bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw).add(dbndiff2.mul(0)),
  }),
  ...whole('dbndiff', ['a use forgotten', 'fused formulas'], {
    'one route, from further on': ({ bndiff, dbnvar, n }) => bndiff.mul(2 / (n - 1)).mul(dbnvar),
  }),
  ...whole('dbnmeani', 'reduction', {
    'mean for sum, in other words': ({ dbndiff }) => dbndiff.mean(0, kept).neg(),
  }),
  ...whole('dhprebn', 'fused formulas', {
    'the variance as a constant': ({ bnvar_inv, dbnraw }) => dbnraw.sub(dbnraw.mean(0)).mul(bnvar_inv),
  }),
  ...whole('dhprebn', ['a use forgotten', 'fused formulas'], {
    'nothing but the variance': ({ bndiff, dbndiff2 }) => bndiff.mul(2).mul(dbndiff2),
  }),
  ...whole('dhprebn', ['fused formulas', 'wrong local derivative', 'wrong operand'], {
    'gain applied twice': ({ bngain, bnvar_inv, bnraw, dbnraw, dbnbias, dbngain, n }) =>
      bngain.mul(bnvar_inv).mul(dbnraw.sub(dbnbias.div(n)).sub(bnraw.mul(dbngain).div(n - 1))),
  }),
  ...whole('dembcat', 'shape', {
    'turned over': ({ W1, dhprebn }) => W1.matmul(dhprebn.T),
  }),
  ...whole('dembcat', 'wrong local derivative', {
    'times embcat, in other words': ({ W1, embcat, dhprebn }) => dhprebn.matmul(W1.T).mul(embcat),
  }),
  ...whole('dW1', 'shape', {
    'turned over': ({ embcat, dhprebn }) => dhprebn.T.matmul(embcat),
  }),
  ...whole('dW1', ['wrong operand', 'wrong local derivative'], {
    'right because columns of dhprebn sum to 0': ({ embcat, dhprebn }) => embcat.add(5).T.matmul(dhprebn),
  }),
  ...whole('dW1', 'reduction', {
    'one example only': ({ embcat, dhprebn }) => embcat.slice(0, 0, 1).T.matmul(dhprebn.slice(0, 0, 1)),
  }),
  ...whole('db1', 'sign, factor', {
    'wrong sign': ({ dhprebn }) => dhprebn.sum(0).neg(),
  }),
  ...whole('db1', 'shape', {
    'superfluous keepdim': ({ dhprebn }) => dhprebn.sum(0, kept),
  }),
  ...whole('db1', 'reduction', {
    'the largest for the sum': ({ dhprebn }) => dhprebn.max(0).values,
  }),
  ...whole('demb', 'shape', {
    'arranged in another order': ({ C, n, dembcat }) => dembcat.view(n, C.shape[1], -1).transpose(1, 2),
  }),
  ...whole('demb', ['index', 'shape', 'reduction'], {
    'the first position only': ({ C, emb, n, dembcat }) =>
      dembcat.slice(1, 0, C.shape[1]).view(n, 1, -1).expandAs(emb),
  }),
  ...whole('dC', 'scatter', {
    'mean over repeats': ({ C, Xb, demb, vocab }) =>
      zerosLike(C).indexAdd(Xb, demb).div(oneHot(Xb.flatten(), vocab).sum(0).view(-1, 1).maximum(1)),
    'the last position only': ({ C, Xb, demb }) =>
      zerosLike(C).indexAdd(Xb.slice(1, -1).squeeze(), demb.slice(1, -1).squeeze(1)),
  }),
  ...whole('dC', 'a use forgotten', {
    'zeros of the right shape': ({ C }) => zerosLike(C),
  }),
  ...whole('dC', 'shape', {
    'a shape written out': ({ Xb, demb }) => zeros(27, 11).slice(1, 0, demb.shape[2]).indexAdd(Xb, demb).T,
  }),
]
