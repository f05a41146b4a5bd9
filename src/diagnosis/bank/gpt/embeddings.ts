/** Tokens and positions, and the table that is the head as well. */
import { oneHot, zerosLike } from '../../../tensor/creation.ts'
import { kept, type WrongRow } from '../lines.ts'
import { inBlock } from './lines.ts'

export const embeddings: readonly WrongRow[] = [
  ...inBlock('dwte', 'reduction', '`logits` is not summed', {
    "the head's part not summed over the batch": ({ wte, X, dtok, dlogits, lnf }) =>
      zerosLike(wte).indexAdd(X, dtok).add(dlogits.mT.matmul(lnf)),
  }),
  ...inBlock('dwte', 'scatter', 'last occurrence', {
    'assigned, not added, at repeated tokens': ({ wte, X, dtok, lnf, dlogits, B, T, C, V }) =>
      zerosLike(wte)
        .indexPut([X], dtok)
        .add(dlogits.view(B * T, V).T.matmul(lnf.view(B * T, C))),
  }),
  ...inBlock('dwte', 'scatter', 'the mean', {
    'half to each of two': ({ wte, X, dtok, lnf, dlogits, B, T, C, V }) =>
      zerosLike(wte)
        .indexAdd([X], dtok)
        .div(oneHot(X, V).sum([0, 1]).maximum(1).unsqueeze(1))
        .add(dlogits.view(-1, V).T.matmul(lnf.view(B * T, C))),
  }),
  ...inBlock('dwte', 'a use forgotten', '`logits`', {
    'the tied head forgotten': ({ wte, X, dtok }) => zerosLike(wte).indexAdd([X], dtok),
  }),
  ...inBlock('dwte', 'a use forgotten', '`tok`', {
    'the head alone': ({ lnf, dlogits, C, V }) => dlogits.view(-1, V).T.matmul(lnf.view(-1, C)),
  }),
  ...inBlock('dwte', ['overwritten, doubled, subtracted', 'index'], 'replace', {
    'the head put over the tokens': ({ X, dtok, lnf, dlogits }) =>
      dlogits.T.matmul(lnf).sum(0).indexPut([X], dtok),
  }),
  ...inBlock('dwte', ['sign, factor', 'reduction'], 'B', {
    'the head by its mean over the batch': ({ wte, X, dtok, lnf, dlogits }) =>
      zerosLike(wte).indexAdd([X], dtok).add(dlogits.T.matmul(lnf).mean(0)),
  }),
  ...inBlock('dwte', ['wrong operand'], 'x2', {
    'the head by what went into the last norm': ({ wte, X, dtok, x2, dlogits }) =>
      zerosLike(wte).indexAdd([X], dtok).add(dlogits.T.matmul(x2).sum(0)),
  }),
  ...inBlock('dlnf', ['wrong operand', 'sign, factor'], '', {
    'divided once more by the number of tokens': ({ wte, dlogits, B, T }) => dlogits.matmul(wte).div(B * T),
  }),
  ...inBlock('dlogits', ['sign, factor', 'fused formulas'], 'T times', {
    'the mean over B for B * T': ({ logits, Y, B, V }) => logits.softmax(-1).sub(oneHot(Y, V)).div(B),
  }),
  ...inBlock('dlogits', ['sign, factor', 'fused formulas'], 'B times', {
    'the mean over T for B * T': ({ logits, Y, T, V }) => logits.softmax(-1).sub(oneHot(Y, V)).div(T),
  }),
  ...inBlock('dlogits', ['sign, factor', 'fused formulas'], 'B * T', {
    'no mean at all': ({ logits, Y, V }) => logits.softmax(-1).sub(oneHot(Y, V)),
  }),
  ...inBlock('dlogits', ['fused formulas'], 'missing', {
    'the label forgotten': ({ logits, B, T }) => logits.softmax(-1).div(B * T),
  }),
  ...inBlock('dlogits', ['reduction', 'fused formulas'], 'over dimension 1 instead of 2', {
    'softmax over the tokens': ({ logits, Y, B, T, V }) =>
      logits
        .softmax(1)
        .sub(oneHot(Y, V))
        .div(B * T),
  }),
  ...inBlock('dwpe', 'reduction', 'mean', {
    'the mean of the batch': ({ dx0 }) => dx0.mean(0),
  }),
  ...inBlock('dwpe', 'reduction', 'exactly the dimensions that were repeated', {
    'not summed over the batch': ({ dx0 }) => dx0,
    'summed over the tokens': ({ dx0 }) => dx0.sum(1),
  }),
  ...inBlock('dwpe', 'reduction', 'dimension 0', {
    'the first of the batch alone': ({ dx0 }) => dx0.index(0),
  }),
  ...inBlock('dwpe', 'shape', 'size 1 too many', {
    'summed with keepdim': ({ dx0 }) => dx0.sum(0, kept),
  }),
  ...inBlock('dtok', 'sign, factor', '1/2', {
    'half to each of the sum': ({ dx0 }) => dx0.mul(0.5),
  }),
  ...inBlock('dtok', ['reduction', 'shape'], 'dimension 0', {
    'summed over the batch': ({ dx0 }) => dx0.sum(0),
  }),
  ...inBlock('dtok', ['wrong local derivative', 'wrong operand'], 'wpe', {
    'as if it were a product': ({ dx0, wpe }) => dx0.mul(wpe),
  }),
]
