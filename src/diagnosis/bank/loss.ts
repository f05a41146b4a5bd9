/** Wrong lines for `dlogprobs` and `dprobs`. */
import { arange, fullLike, oneHot, onesLike, softmax, tensor, zerosLike } from '../../tensor/creation.ts'
import { fill, type WrongRow, whole } from './lines.ts'

export const loss: readonly WrongRow[] = [
  ...whole('dlogprobs', 'sign, factor', {
    'the mean is forgotten': ({ logprobs, n, Yb }) => zerosLike(logprobs).indexPut([arange(n), Yb], -1),
    'the minus of the loss is forgotten': ({ logprobs, n, Yb }) =>
      zerosLike(logprobs).indexPut([arange(n), Yb], 1 / n),
    'times n for divided by n': ({ n, Yb, vocab }) => oneHot(Yb, vocab).mul(-n),
    'n - 1 for n': ({ n, Yb, vocab }) => oneHot(Yb, vocab).div(1 - n),
    'neither minus nor mean': ({ Yb, vocab }) => oneHot(Yb, vocab),
    '-1 / n**2': ({ n, Yb, vocab }) => oneHot(Yb, vocab).div(-(n ** 2)),
  }),
  // The mean over all elements is a reduction gone wrong, and what comes of it is a factor.
  ...whole('dlogprobs', ['sign, factor', 'reduction'], {
    'the mean is taken over all elements': ({ n, Yb, vocab }) => oneHot(Yb, vocab).mul(-1 / (n * vocab)),
    'the mean is taken over the characters': ({ Yb, vocab }) => oneHot(Yb, vocab).mul(-1 / vocab),
  }),
  ...whole('dlogprobs', 'index', {
    'the likeliest character for the label': ({ logprobs, n }) =>
      zerosLike(logprobs).indexPut([arange(n), logprobs.argmax(1)], -1 / n),
    'every element': ({ logprobs, n }) => fullLike(logprobs, -1 / n),
    'zeros with 1/n taken off everywhere': ({ logprobs, n }) => zerosLike(logprobs).sub(1 / n),
    'everything but the label': ({ Yb, vocab, n }) =>
      tensor(1)
        .sub(oneHot(Yb, vocab))
        .mul(-1 / n),
    'the column after the label': ({ Yb, vocab, n }) =>
      oneHot(
        fill([n], i => (Yb.at(i) + 1) % vocab),
        vocab,
      ).div(-n),
    'the last letter of the context for the label': ({ Xb, n, vocab }) =>
      oneHot(Xb.index(arange(n), -1), vocab).mul(-1 / n),
    'the columns of all labels in every row, [:, Yb]': ({ logprobs, Yb, vocab, n }) =>
      oneHot(Yb, vocab)
        .sum(0)
        .gt(0)
        .mul(-1 / n)
        .expandAs(logprobs),
    'a loop that starts at 1': ({ logprobs, Yb, n }) => {
      let d = zerosLike(logprobs)
      for (let i = 1; i < n; i++) d = d.indexPut([tensor(i), Yb.index(i)], -1 / n)
      return d
    },
    'the label column of the first row only': ({ logprobs, Yb, n }) =>
      zerosLike(logprobs).indexPut([tensor(0), Yb.index(0)], -1 / n),
  }),
  // A value stands where the slope of the line belongs.
  ...whole('dlogprobs', ['wrong local derivative', 'wrong operand'], {
    'the picked logprobs themselves': ({ logprobs, Yb, n }) =>
      zerosLike(logprobs).indexPut([arange(n), Yb], logprobs.index(arange(n), Yb).mul(-1 / n)),
    'logprobs masked by the label': ({ logprobs, Yb, vocab, n }) => oneHot(Yb, vocab).mul(logprobs).div(-n),
    'the slope of the log is already in it': ({ probs, Yb, vocab, n }) =>
      oneHot(Yb, vocab).div(probs).div(-n),
    'probs at the label': ({ probs, Yb, vocab, n }) =>
      oneHot(Yb, vocab)
        .mul(probs)
        .mul(-1 / n),
  }),
  ...whole('dlogprobs', 'not finite', {
    '1 / (-n * one-hot)': ({ Yb, vocab, n }) => oneHot(Yb, vocab).mul(-n).pow(-1),
    'divided by one-hot': ({ logprobs, Yb, vocab, n }) => onesLike(logprobs).div(oneHot(Yb, vocab)).div(-n),
  }),
  // A number is written out for a name: at other sizes it is a wrong factor.
  ...whole('dlogprobs', 'sign, factor', {
    '32 written out': ({ Yb, vocab }) => oneHot(Yb, vocab).mul(-1 / 32),
    '-0.03125 written out': ({ logprobs, Yb, n }) => zerosLike(logprobs).indexPut([arange(n), Yb], -0.03125),
  }),

  ...whole('dprobs', 'upstream missing', {
    '1 / probs alone': ({ probs }) => probs.pow(-1),
    'a quotient of 1': ({ probs }) => onesLike(probs).div(probs),
  }),
  ...whole('dprobs', 'local derivative missing', {
    'dlogprobs as it is': ({ dlogprobs }) => dlogprobs,
    'dlogprobs times ones': ({ probs, dlogprobs }) => onesLike(probs).mul(dlogprobs),
  }),
  ...whole('dprobs', 'wrong local derivative', {
    'log(x) for 1/x': ({ probs, dlogprobs }) => probs.log().mul(dlogprobs),
    '-1/x**2 for 1/x': ({ probs, dlogprobs }) => probs.pow(-2).neg().mul(dlogprobs),
    'times x for divided by x': ({ probs, dlogprobs }) => probs.mul(dlogprobs),
    'exp(x) for 1/x': ({ probs, dlogprobs }) => probs.exp().mul(dlogprobs),
    '1/x**2': ({ probs, dlogprobs }) => dlogprobs.div(probs).div(probs),
    '1/sqrt(x)': ({ probs, dlogprobs }) => dlogprobs.div(probs.sqrt()),
    '1 / (x * ln 10), the log to base 10': ({ probs, dlogprobs }) => dlogprobs.div(probs.mul(Math.log(10))),
  }),
  // Most of the true dlogprobs are 0.
  ...whole('dprobs', ['wrong local derivative', 'wrong operand', 'not finite'], {
    'the quotient upside down': ({ probs, dlogprobs }) => probs.div(dlogprobs),
  }),
  // logprobs is log(probs): another value in the place of 1/probs, or the function in the place of its slope.
  ...whole('dprobs', ['wrong local derivative', 'wrong operand'], {
    'logprobs for 1/probs': ({ logprobs, dlogprobs }) => logprobs.mul(dlogprobs),
  }),
  ...whole('dprobs', 'wrong operand', {
    '1 / counts': ({ counts, dlogprobs }) => counts.pow(-1).mul(dlogprobs),
    '1 / logprobs': ({ logprobs, dlogprobs }) => dlogprobs.div(logprobs),
    '1 / logits': ({ logits, dlogprobs }) => dlogprobs.div(logits),
    '1 / counts_sum': ({ counts_sum, dlogprobs }) => dlogprobs.div(counts_sum),
  }),
  // The largest of norm_logits is 0 in each row.
  ...whole('dprobs', ['not finite', 'wrong operand'], {
    '1 / norm_logits': ({ norm_logits, dlogprobs }) => norm_logits.pow(-1).mul(dlogprobs),
  }),
  ...whole('dprobs', 'not finite', {
    'log of dlogprobs': ({ probs, dlogprobs }) => dlogprobs.log().sub(probs.log()).exp(),
    'to the power of 1/probs': ({ probs, dlogprobs }) => dlogprobs.pow(probs.pow(-1)),
  }),
  ...whole('dprobs', 'index', {
    'right at the labels only': ({ probs, dlogprobs, Yb, vocab }) =>
      probs.pow(-1).mul(dlogprobs).mul(oneHot(Yb, vocab)),
    'right at the likeliest characters only': ({ probs, dlogprobs, n }) =>
      zerosLike(probs).indexPut(
        [arange(n), probs.argmax(1)],
        dlogprobs.div(probs).index(arange(n), probs.argmax(1)),
      ),
  }),
  // All entries are filled, or: the gradient from above is taken for the number -1/n.
  ...whole('dprobs', ['index', 'upstream missing'], {
    '-1 / (n * probs) everywhere': ({ probs, n }) => probs.mul(-n).pow(-1),
  }),
  ...whole('dprobs', 'sign, factor', {
    'straight from the loss, the mean forgotten': ({ probs, n, Yb }) =>
      zerosLike(probs).indexPut([arange(n), Yb], probs.index(arange(n), Yb).pow(-1).neg()),
  }),
  // The softmax of probabilities: nothing that belongs here, put in the place of probs.
  ...whole('dprobs', ['wrong local derivative', 'wrong operand'], {
    'probs run through softmax again': ({ probs, dlogprobs }) => dlogprobs.div(softmax(probs, 1)),
  }),
]
