/** Wrong lines for `dlogits` in one formula. */
import { arange, fullLike, oneHot, softmax, tensor } from '../../tensor/creation.ts'
import { crossEntropy, type WrongRow } from './lines.ts'

const fused = 'fused formulas'

export const crossEntropyAtOnce: readonly WrongRow[] = [
  // A factor on the whole formula.
  ...crossEntropy('dlogits', [fused, 'sign, factor'], {
    'not divided by n': ({ logits, Yb, vocab }) => softmax(logits, 1).sub(oneHot(Yb, vocab)),
    'divided by n twice': ({ logits, Yb, vocab, n }) =>
      softmax(logits, 1).sub(oneHot(Yb, vocab)).div(n).div(n),
    'divided by the number of elements': ({ logits, Yb, vocab, n }) =>
      softmax(logits, 1)
        .sub(oneHot(Yb, vocab))
        .div(n * vocab),
    'the one-hot minus the probabilities': ({ logits, Yb, vocab, n }) =>
      oneHot(Yb, vocab).sub(softmax(logits, 1)).div(n),
    'n times too large': ({ logits, Yb, vocab, n }) => softmax(logits, 1).sub(oneHot(Yb, vocab)).mul(n),
    'divided by n - 1': ({ logits, Yb, vocab, n }) =>
      softmax(logits, 1)
        .sub(oneHot(Yb, vocab))
        .div(n - 1),
    'the squared error': ({ logits, Yb, vocab, n }) =>
      softmax(logits, 1).sub(oneHot(Yb, vocab)).mul(2).div(n),
  }),
  ...crossEntropy('dlogits', fused, {
    'the one-hot is divided, the probabilities not': ({ logits, Yb, vocab, n }) =>
      softmax(logits, 1).sub(oneHot(Yb, vocab).div(n)),
    'the probabilities are divided, the one-hot not': ({ logits, Yb, vocab, n }) =>
      softmax(logits, 1).div(n).sub(oneHot(Yb, vocab)),
    'the label counted twice': ({ logits, Yb, vocab, n }) =>
      softmax(logits, 1).sub(oneHot(Yb, vocab).mul(2)).div(n),
    'the one-hot is added': ({ logits, Yb, vocab, n }) => softmax(logits, 1).add(oneHot(Yb, vocab)).div(n),
    'softmax by its diagonal': ({ logits, Yb, vocab, n }) => {
      const p = softmax(logits, 1)
      return p.mul(oneHot(Yb, vocab).div(p).div(-n))
    },
  }),
  // The 1 is taken off in all entries, or all entries but the label's are lost.
  ...crossEntropy('dlogits', [fused, 'index'], {
    'minus 1/n everywhere': ({ logits, n }) => softmax(logits, 1).sub(1).div(n),
    'p * (1 - p) for softmax': ({ logits, Yb, vocab, n }) => {
      const p = softmax(logits, 1)
      return p.mul(tensor(1).sub(p)).mul(oneHot(Yb, vocab).div(p).div(-n))
    },
    '1 - p at the label, 0 elsewhere': ({ logits, Yb, vocab, n }) =>
      softmax(logits, 1).sub(1).mul(oneHot(Yb, vocab)).div(n),
  }),
  // Another function in the place of softmax.
  ...crossEntropy('dlogits', [fused, 'wrong local derivative'], {
    'the sigmoid for softmax': ({ logits, Yb, vocab, n }) => logits.sigmoid().sub(oneHot(Yb, vocab)).div(n),
    'the log of the probabilities': ({ logits, Yb, vocab, n }) =>
      logits.logSoftmax(1).sub(oneHot(Yb, vocab)).div(n),
  }),
  // The one of the two paths is left out.
  ...crossEntropy('dlogits', [fused, 'a use forgotten'], {
    'the one-hot is forgotten': ({ logits, n }) => softmax(logits, 1).div(n),
    'the probabilities are forgotten': ({ Yb, vocab, n }) => oneHot(Yb, vocab).div(-n),
  }),
  ...crossEntropy('dlogits', [fused, 'index'], {
    'the likeliest character for the label': ({ logits, vocab, n }) =>
      softmax(logits, 1)
        .sub(oneHot(logits.argmax(1), vocab))
        .div(n),
    '1 taken off in the columns of all labels': ({ logits, Yb, vocab, n }) =>
      softmax(logits, 1).sub(oneHot(Yb, vocab).sum(0).gt(0)).div(n),
    'the label of the example before': ({ logits, Yb, vocab, n }) =>
      softmax(logits, 1)
        .sub(oneHot(Yb.index(arange(n).sub(1)), vocab))
        .div(n),
  }),
  ...crossEntropy('dlogits', [fused, 'reduction'], {
    'softmax down the columns': ({ logits, Yb, vocab, n }) =>
      softmax(logits, 0).sub(oneHot(Yb, vocab)).div(n),
    'softmax over everything': ({ logits, Yb, vocab, n }) =>
      logits.exp().div(logits.exp().sum()).sub(oneHot(Yb, vocab)).div(n),
  }),
  // The step from scores to probabilities is left out.
  ...crossEntropy('dlogits', [fused, 'wrong operand', 'local derivative missing', 'wrong local derivative'], {
    'the scores for the probabilities': ({ logits, Yb, vocab, n }) => logits.sub(oneHot(Yb, vocab)).div(n),
    'exp without the division': ({ logits, Yb, vocab, n }) => logits.exp().sub(oneHot(Yb, vocab)).div(n),
  }),
  ...crossEntropy('dlogits', [fused, 'sign, factor'], {
    '32 written out': ({ logits, Yb, vocab }) => softmax(logits, 1).sub(oneHot(Yb, vocab)).div(32),
  }),
  ...crossEntropy('dlogits', ['wrong local derivative', fused], {
    'all equal': ({ logits, n, vocab }) => fullLike(logits, 1 / (n * vocab)),
  }),
]
