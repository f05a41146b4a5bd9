/** Heads, attention in small steps and at once. */
import { cat, zerosLike } from '../../../tensor/creation.ts'
import type { Tensor } from '../../../tensor/tensor.ts'
import { kept, type WrongRow } from '../lines.ts'
import { inBlock } from './lines.ts'

const joined =
  (B: number, T: number, C: number) =>
  (x: Tensor): Tensor =>
    x.transpose(1, 2).reshape(B, T, C)

export const heads: readonly WrongRow[] = [
  ...inBlock('dyh', 'shape', 'view', {
    'viewed without a transpose': ({ dy, B, NH, T, hs }) => dy.view(B, NH, T, hs),
    'transposed before the view': ({ dy, B, NH, T, hs }) => dy.transpose(1, 2).reshape(B, NH, T, hs),
  }),
  ...inBlock('dyh', 'shape', 'order', {
    'the heads interleaved': ({ dy, B, NH, T, hs }) => dy.view(B, T, hs, NH).permute(0, 3, 1, 2),
  }),
  ...inBlock('dyh', 'shape', '', {
    'not transposed at all': ({ dy, B, NH, T, hs }) => dy.view(B, T, NH, hs),
  }),
  ...inBlock('dqkv', ['wrong operand', 'index'], '`v` takes has what `k` sends back', {
    'in the order q v k': ({ dq, dk, dv, B, T, C }) => cat([dq, dv, dk].map(joined(B, T, C)), -1),
  }),
  ...inBlock('dqkv', ['wrong operand', 'index'], '`q` takes has what `k` sends back', {
    'in the order k q v': ({ dq, dk, dv, B, T, C }) => cat([dk, dq, dv].map(joined(B, T, C)), -1),
    'in the order k v q': ({ dq, dk, dv, B, T, C }) => cat([dk, dv, dq].map(joined(B, T, C)), -1),
  }),
  ...inBlock('dqkv', ['wrong operand', 'index'], '`q` takes has what `v` sends back', {
    'in the order v k q': ({ dq, dk, dv, B, T, C }) => cat([dv, dk, dq].map(joined(B, T, C)), -1),
  }),
  ...inBlock('dqkv', 'wrong operand', '`v` takes has what `k` sends back', {
    'the key twice': ({ dq, dk, B, T, C }) => cat([dq, dk, dk].map(joined(B, T, C)), -1),
  }),
  ...inBlock('dqkv', ['wrong operand', 'a use forgotten'], '', {
    'the value three times': ({ dv, B, T, C }) => cat([dv, dv, dv].map(joined(B, T, C)), -1),
  }),
  ...inBlock('dqkv', 'a use forgotten', '`q`', {
    'one of three uses, the value': ({ dv, B, T, C }) => {
      const part = joined(B, T, C)(dv)
      return cat([zerosLike(part), zerosLike(part), part], -1)
    },
  }),
  ...inBlock('dqkv', 'a use forgotten', '`k`', {
    'the key forgotten': ({ dq, dv, B, T, C }) => {
      const join = joined(B, T, C)
      return cat([join(dq), zerosLike(join(dq)), join(dv)], -1)
    },
  }),
  ...inBlock('dqkv', 'shape', 'view', {
    'viewed without a transpose': ({ dq, dk, dv, B, T, C }) =>
      cat(
        [dq, dk, dv].map(x => x.reshape(B, T, C)),
        -1,
      ),
    'only the key viewed without a transpose': ({ dq, dk, dv, B, T, C }) => {
      const join = joined(B, T, C)
      return cat([join(dq), dk.reshape(B, T, C), join(dv)], -1)
    },
  }),
  ...inBlock('dqkv', 'shape', 'cat', {
    'side by side before the heads are undone': ({ dq, dk, dv, B, T, C }) =>
      cat([dq, dk, dv], -1)
        .transpose(1, 2)
        .reshape(B, T, 3 * C),
  }),
  ...inBlock('dqkv', 'sign, factor', '1/3', {
    'the mean of three uses': ({ dq, dk, dv, B, T, C }) => cat([dq, dk, dv].map(joined(B, T, C)), -1).div(3),
  }),
  ...inBlock('dWqkv', ['shape', 'reduction'], 'not summed', {
    'not summed over the batch': ({ ln1, dqkv }) => ln1.T.matmul(dqkv),
  }),
  ...inBlock('dWqkv', 'wrong operand', '`x0`', {
    'before the norm': ({ x0, dqkv }) => x0.T.matmul(dqkv).sum(0),
  }),
  ...inBlock('dbqkv', 'reduction', 'mean', {
    'the mean of all tokens': ({ dqkv }) => dqkv.mean([0, 1]),
  }),
  ...inBlock('dbqkv', ['index', 'a use forgotten'], '`k`', {
    'the third that is 0 for the key, set to 0': ({ dqkv, C }) => {
      const all = dqkv.sum([0, 1])
      return cat([all.slice(0, 0, C), zerosLike(all.slice(0, 0, C)), all.slice(0, 2 * C)], 0)
    },
  }),
  ...inBlock('dln1', ['a use forgotten', 'index', 'wrong operand', 'reduction'], '`v`', {
    'through the value alone': ({ dqkv, Wqkv, C }) =>
      dqkv.slice(-1, 2 * C, 3 * C).matmul(Wqkv.slice(-1, 2 * C, 3 * C).T),
  }),
  ...inBlock('dln1', ['a use forgotten', 'fused formulas'], '`q`', {
    'through the value alone, from the heads': ({ dv, Wqkv, B, T, C }) =>
      joined(B, T, C)(dv).matmul(Wqkv.slice(-1, 2 * C, 3 * C).T),
  }),
  ...inBlock('dln1', ['a use forgotten', 'index', 'wrong operand', 'reduction'], '`k`', {
    'the key forgotten': ({ dqkv, Wqkv, C }) =>
      dqkv
        .slice(-1, 0, C)
        .matmul(Wqkv.slice(-1, 0, C).T)
        .add(dqkv.slice(-1, 2 * C, 3 * C).matmul(Wqkv.slice(-1, 2 * C, 3 * C).T)),
  }),
  ...inBlock('dWproj', 'wrong operand', '`x1`', {
    'what comes out': ({ x1, dproj }) => x1.T.matmul(dproj).sum(0),
  }),
  ...inBlock('dWproj', 'shape', 'rows and columns', {
    'transposed, and square': ({ y, dproj }) => dproj.T.matmul(y).sum(0),
  }),
  ...inBlock('dy', 'shape', 'needs .T', {
    'the weights not transposed, and square': ({ dproj, Wproj }) => dproj.matmul(Wproj),
  }),
]

export const attention: readonly WrongRow[] = [
  ...inBlock('dv', 'shape', 'needs .mT', {
    'not transposed, T by T': ({ att, dyh }) => att.matmul(dyh),
  }),
  ...inBlock('dv', 'wrong operand', '`scaled`', {
    'by the scores': ({ scaled, dyh }) => scaled.T.matmul(dyh),
  }),
  ...inBlock('datt', 'shape', 'rows and columns', {
    'transposed, T by T': ({ dyh, v }) => v.matmul(dyh.T),
  }),
  ...inBlock('datt', 'wrong operand', '`k`', {
    'by the keys': ({ dyh, k }) => dyh.matmul(k.T),
  }),
  ...inBlock('datt', ['index', 'wrong local derivative'], '', {
    'masked too early': ({ dyh, v, future }) => dyh.matmul(v.T).maskedFill(future, 0),
  }),
  ...inBlock('dq', 'shape', 'should not be transposed', {
    'transposed, T by T': ({ dscores, k }) => dscores.T.matmul(k),
  }),
  ...inBlock('dq', 'wrong operand', '`v`', {
    'by the values': ({ dscores, v }) => dscores.matmul(v),
  }),
  ...inBlock('dq', ['wrong operand', 'fused formulas'], 'dscaled', {
    'from before the scale': ({ dscaled, k }) => dscaled.matmul(k),
  }),
  ...inBlock('dk', 'shape', 'needs .mT', {
    'not transposed, T by T': ({ dscores, q }) => dscores.matmul(q),
  }),
  ...inBlock('dk', 'wrong operand', '`k`', {
    'by the keys themselves': ({ dscores, k }) => dscores.T.matmul(k),
  }),
  ...inBlock('dk', 'shape', 'rows and columns', {
    'the last transpose forgotten': ({ dscores, q }) => q.T.matmul(dscores),
  }),
  ...inBlock('dscores', ['local derivative missing', 'sign, factor'], 'sqrt(hs) times', {
    'the scale forgotten': ({ dscaled }) => dscaled,
  }),
  ...inBlock('dscores', 'sign, factor', '1/sqrt(hs)', {
    'divided by the size of a head': ({ dscaled, hs }) => dscaled.div(hs),
  }),
  ...inBlock('dscores', 'sign, factor', '1/sqrt(NH)', {
    'by the root of C': ({ dscaled, C }) => dscaled.div(C ** 0.5),
  }),
  ...inBlock('dscores', 'sign, factor', 'times the right value at these sizes', {
    'by the root of one more': ({ dscaled, hs }) => dscaled.mul((hs + 1) ** -0.5),
  }),
  ...inBlock('dscores', 'sign, factor', 'hs * sqrt(hs)', {
    'multiplied by the size of a head': ({ dscaled, hs }) => dscaled.mul(hs),
  }),
  ...inBlock('dscores', 'sign, factor', 'hs times', {
    'multiplied by the root': ({ dscaled, hs }) => dscaled.mul(hs ** 0.5),
  }),
  ...inBlock('dscores', 'sign, factor', '', {
    'by the root of T': ({ dscaled, T }) => dscaled.div(T ** 0.5),
  }),
  ...inBlock('dscores', ['wrong operand'], 'dmasked', {
    'the mask passed by': ({ dmasked, hs }) => dmasked.mul(hs ** -0.5),
  }),
  ...inBlock('dscaled', ['local derivative missing', 'index'], 'dmasked', {
    'masked places get a gradient': ({ dmasked }) => dmasked,
  }),
  ...inBlock('dscaled', 'index', 'wrong way round', {
    'masked on the wrong side': ({ dmasked, future }) => dmasked.mul(future),
    'the lower triangle filled': ({ dmasked, future }) => dmasked.maskedFill(future.eq(0), 0),
  }),
  ...inBlock('dscaled', 'index', '', {
    'the diagonal masked too': ({ dmasked }) => dmasked.tril(-1),
    'the diagonal kept of the wrong side': ({ dmasked }) => dmasked.triu(),
    'one diagonal too many': ({ dmasked }) => dmasked.tril(1),
  }),
  ...inBlock('dscaled', 'not finite', '', {
    'filled with -Infinity once more': ({ dmasked, future }) => dmasked.maskedFill(future, -Infinity),
  }),
  ...inBlock('dmasked', ['a use forgotten', 'fused formulas'], 'sum', {
    'the sum forgotten': ({ att, datt }) => att.mul(datt),
  }),
  ...inBlock('dmasked', 'fused formulas', 'each element by itself', {
    'p (1 - p), place by place': ({ att, datt }) => att.mul(att.neg().add(1)).mul(datt),
  }),
  ...inBlock('dmasked', ['reduction', 'fused formulas'], 'dimension 2 instead of 3', {
    'summed down the columns': ({ att, datt }) => att.mul(datt.sub(att.mul(datt).sum(-2, kept))),
  }),
  ...inBlock('dmasked', ['reduction', 'fused formulas'], '', {
    'summed over everything': ({ att, datt }) => att.mul(datt.sub(att.mul(datt).sum())),
  }),
  ...inBlock('dmasked', ['reduction', 'fused formulas', 'sign, factor'], '1/T times', {
    'the mean of the row': ({ att, datt }) => att.mul(datt.sub(att.mul(datt).mean(-1, kept))),
  }),
  ...inBlock('dmasked', ['reduction', 'fused formulas', 'wrong operand'], '`datt * att` instead of `datt`', {
    'summed before the product': ({ att, datt }) => att.mul(datt.sub(datt.sum(-1, kept))),
  }),
  ...inBlock('dmasked', ['overwritten, doubled, subtracted', 'fused formulas', 'sign, factor'], 'sign', {
    'the sum added': ({ att, datt }) => att.mul(datt.add(att.mul(datt).sum(-1, kept))),
  }),
  ...inBlock('dmasked', ['wrong local derivative', 'fused formulas', 'local derivative missing'], '`att`', {
    'the outer factor forgotten': ({ att, datt }) => datt.sub(att.mul(datt).sum(-1, kept)),
    'the outer factor forgotten in the sum': ({ att, datt }) =>
      att.mul(datt).sub(att.mul(datt).sum(-1, kept)),
  }),
  ...inBlock('dmasked', 'local derivative missing', 'datt', {
    'passed on': ({ datt }) => datt,
  }),
  ...inBlock('dmasked', ['wrong operand', 'fused formulas', 'wrong local derivative'], '', {
    'of the softmax without the mask': ({ scaled, datt }) => {
      const p = scaled.softmax(-1)
      return p.mul(datt.sub(p.mul(datt).sum(-1, kept)))
    },
  }),
]

export const attentionAtOnce: readonly WrongRow[] = [
  ...inBlock('dscaled', ['fused formulas', 'a use forgotten'], 'sum', {
    'at once, the sum forgotten': ({ att, datt }) => att.mul(datt),
  }),
  ...inBlock('dscaled', ['fused formulas'], 'by itself', {
    'at once, p (1 - p)': ({ att, datt }) => att.mul(att.neg().add(1)).mul(datt),
  }),
  ...inBlock('dscaled', ['fused formulas', 'reduction'], 'dimension 2 instead of 3', {
    'at once, summed down the columns': ({ att, datt }) => att.mul(datt.sub(att.mul(datt).sum(-2, kept))),
  }),
  ...inBlock('dscores', ['sign, factor', 'fused formulas', 'wrong operand'], 'from dmasked to dscores', {
    'at once, the scale forgotten': ({ att, datt }) => att.mul(datt.sub(att.mul(datt).sum(-1, kept))),
  }),
  ...inBlock('dscores', ['sign, factor', 'fused formulas'], '1/sqrt(hs)', {
    'at once, divided by the size of a head': ({ att, datt, hs }) =>
      att.mul(datt.sub(att.mul(datt).sum(-1, kept))).div(hs),
  }),
]
