/** Wrong lines by plain loops over numbers, and lines with steps in between. */
import { arange, oneHot, tensor, zerosLike } from '../../tensor/creation.ts'
import { fill, kept, total, type WrongRow, whole } from './lines.ts'

export const loops: readonly WrongRow[] = [
  ...whole('dlogprobs', 'sign, factor', {
    'by a loop, the minus forgotten': ({ logprobs, Yb, n }) =>
      fill(logprobs.shape, (i, j) => (Yb.at(i) === j ? 1 / n : 0)),
  }),
  ...whole('dlogprobs', 'index', {
    'by a loop, the label of the first example for all': ({ logprobs, Yb, n }) =>
      fill(logprobs.shape, (_, j) => (Yb.at(0) === j ? -1 / n : 0)),
    'by a loop, all but the label': ({ logprobs, Yb, n }) =>
      fill(logprobs.shape, (i, j) => (Yb.at(i) === j ? 0 : -1 / n)),
  }),
  ...whole('dprobs', 'wrong local derivative', {
    'by a loop, log(x)': ({ probs, dlogprobs }) =>
      fill(probs.shape, (i, j) => Math.log(probs.at(i, j)) * dlogprobs.at(i, j)),
  }),
  ...whole('dprobs', 'upstream missing', {
    'by a loop, 1/x alone': ({ probs }) => fill(probs.shape, (i, j) => 1 / probs.at(i, j)),
  }),
  // Each round of the loop assigns, so that the last one counts: a sum that was overwritten, or one term picked.
  ...whole('dcounts_sum_inv', ['overwritten, doubled, subtracted', 'reduction', 'index'], {
    'by a loop, assigned and not added': ({ counts, counts_sum_inv, dprobs, vocab }) =>
      fill(counts_sum_inv.shape, i => counts.at(i, vocab - 1) * dprobs.at(i, vocab - 1)),
  }),
  // A term of the sum is left out.
  ...whole('dcounts_sum_inv', ['reduction', 'index'], {
    'by a loop that starts at 1': ({ counts, counts_sum_inv, dprobs, vocab }) =>
      fill(counts_sum_inv.shape, i => total(vocab, j => counts.at(i, j) * dprobs.at(i, j), 1)),
    'by a loop that ends one early': ({ counts, counts_sum_inv, dprobs, vocab }) =>
      fill(counts_sum_inv.shape, i => total(vocab - 1, j => counts.at(i, j) * dprobs.at(i, j))),
  }),
  ...whole('dcounts_sum', 'wrong local derivative', {
    'by a loop, -1/x': ({ counts_sum, dcounts_sum_inv }) =>
      fill(counts_sum.shape, i => -dcounts_sum_inv.at(i, 0) / counts_sum.at(i, 0)),
  }),
  ...whole('dcounts', 'overwritten, doubled, subtracted', {
    'by a loop, subtracted': ({ counts, counts_sum_inv, dprobs, dcounts_sum }) =>
      fill(counts.shape, (i, j) => counts_sum_inv.at(i, 0) * dprobs.at(i, j) - dcounts_sum.at(i, 0)),
  }),
  ...whole('dcounts', 'a use forgotten', {
    'by a loop, the product only': ({ counts, counts_sum_inv, dprobs }) =>
      fill(counts.shape, (i, j) => counts_sum_inv.at(i, 0) * dprobs.at(i, j)),
  }),
  ...whole('dnorm_logits', 'wrong local derivative', {
    'by a loop, the power rule on exp': ({ norm_logits, dcounts }) =>
      fill(
        norm_logits.shape,
        (i, j) => norm_logits.at(i, j) * Math.exp(norm_logits.at(i, j) - 1) * dcounts.at(i, j),
      ),
  }),
  ...whole('dlogit_maxes', 'sign, factor', {
    'by a loop, added for taken off': ({ dnorm_logits, logit_maxes, vocab }) =>
      fill(logit_maxes.shape, i => total(vocab, j => dnorm_logits.at(i, j))),
  }),
  ...whole('dlogits', 'index', {
    'by a loop, dlogit_maxes at the label': ({ dnorm_logits, dlogit_maxes, Yb }) =>
      fill(
        dnorm_logits.shape,
        (i, j) => dnorm_logits.at(i, j) + (j === Yb.at(i) ? dlogit_maxes.at(i, 0) : 0),
      ),
    'by a loop, the maximum of the column': ({ logits, dnorm_logits, dlogit_maxes }) => {
      const best = logits.argmax(0)
      return fill(
        logits.shape,
        (i, j) => dnorm_logits.at(i, j) + (best.at(j) === i ? dlogit_maxes.at(i, 0) : 0),
      )
    },
  }),
  // One index of the sum stands still: one weight is the slope for all.
  ...whole('dh', ['wrong operand', 'index', 'reduction', 'wrong local derivative'], {
    'by a loop, one character for all': ({ h, W2, dlogits, vocab }) =>
      fill(h.shape, (i, k) => total(vocab, j => dlogits.at(i, j) * W2.at(k, 0))),
  }),
  ...whole('dW2', ['reduction', 'index'], {
    'by a loop that starts at 1': ({ h, W2, dlogits, n }) =>
      fill(W2.shape, (k, j) => total(n, i => h.at(i, k) * dlogits.at(i, j), 1)),
    'by a loop, the last example only': ({ h, W2, dlogits, n }) =>
      fill(W2.shape, (k, j) => h.at(n - 1, k) * dlogits.at(n - 1, j)),
  }),
  ...whole('db2', ['reduction', 'sign, factor'], {
    'by a loop, then the mean': ({ b2, dlogits, n }) =>
      fill(b2.shape, j => total(n, i => dlogits.at(i, j)) / n),
  }),
  ...whole('dhpreact', 'wrong local derivative', {
    'by a loop, 1 - h': ({ h, dh }) => fill(h.shape, (i, j) => (1 - h.at(i, j)) * dh.at(i, j)),
  }),
  ...whole('dhpreact', ['wrong local derivative', 'wrong operand'], {
    'by a loop, 1 - x**2': ({ hpreact, dh }) =>
      fill(dh.shape, (i, j) => (1 - hpreact.at(i, j) ** 2) * dh.at(i, j)),
  }),
  ...whole('dbngain', 'wrong operand', {
    'by a loop, hpreact for bnraw': ({ bngain, hpreact, dhpreact, n }) =>
      fill(bngain.shape, (_, j) => total(n, i => hpreact.at(i, j) * dhpreact.at(i, j))),
  }),
  ...whole('dbnbias', ['reduction', 'index'], {
    'by a loop, the first example only': ({ bnbias, dhpreact }) =>
      fill(bnbias.shape, (_, j) => dhpreact.at(0, j)),
  }),
  ...whole('dbnvar', 'wrong local derivative', {
    'by a loop, epsilon forgotten': ({ bnvar, dbnvar_inv }) =>
      fill(bnvar.shape, (_, j) => -0.5 * bnvar.at(0, j) ** -1.5 * dbnvar_inv.at(0, j)),
  }),
  ...whole('dbndiff2', 'sign, factor', {
    'by a loop, n for n - 1': ({ bndiff2, dbnvar, n }) => fill(bndiff2.shape, (_, j) => dbnvar.at(0, j) / n),
  }),
  ...whole('dbndiff', 'sign, factor', {
    'by a loop, the 2 forgotten': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      fill(
        bndiff.shape,
        (i, j) => bnvar_inv.at(0, j) * dbnraw.at(i, j) + bndiff.at(i, j) * dbndiff2.at(i, j),
      ),
  }),
  ...whole('dhprebn', ['sign, factor', 'local derivative missing'], {
    'by a loop, 1/n forgotten': ({ hprebn, dbndiff, dbnmeani }) =>
      fill(hprebn.shape, (i, j) => dbndiff.at(i, j) + dbnmeani.at(0, j)),
  }),
  ...whole('dC', 'scatter', {
    'by a loop, assigned and not added': ({ C, Xb, demb }) => {
      const numbers = Float64Array.from(zerosLike(C).data)
      const [n, block] = Xb.shape
      const [, width] = C.shape
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < block; j++) {
          for (let e = 0; e < width; e++) numbers[Xb.at(i, j) * width + e] = demb.at(i, j, e)
        }
      }
      return tensor(numbers, C.shape)
    },
    'by a loop that ends one example early': ({ C, Xb, demb, n }) => {
      let dC = zerosLike(C)
      for (let i = 0; i < n - 1; i++) dC = dC.indexAdd(Xb.index(tensor(i)), demb.index(tensor(i)))
      return dC
    },
  }),
  // A size is written out as a number, and at other sizes there are more rows to add, or fewer.
  ...whole('dC', ['shape', 'scatter'], {
    'by a loop, a context of 3': ({ C, Xb, demb, n }) => {
      let dC = zerosLike(C)
      for (let j = 0; j < 3; j++) dC = dC.indexAdd(Xb.index(arange(n), j), demb.index(arange(n), j))
      return dC
    },
    'by a loop, a batch of 32': ({ C, Xb, demb }) => {
      let dC = zerosLike(C)
      for (let i = 0; i < 32; i++) dC = dC.indexAdd(Xb.index(tensor(i)), demb.index(tensor(i)))
      return dC
    },
  }),
]

export const steps: readonly WrongRow[] = [
  // Both are computed; one is left out, or not kept.
  ...whole('dcounts', ['a use forgotten', 'overwritten, doubled, subtracted'], {
    'in steps, the second never added': ({ counts, counts_sum_inv, dprobs, dcounts_sum }) => {
      const viaProbs = dprobs.mul(counts_sum_inv)
      const viaSum = dcounts_sum.expandAs(counts)
      void viaSum
      return viaProbs
    },
  }),
  ...whole('dbndiff', 'overwritten, doubled, subtracted', {
    'in steps, the wrong one added': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) => {
      const a = bnvar_inv.mul(dbnraw)
      const b = bndiff.mul(2).mul(dbndiff2)
      const sum = a.add(b)
      return sum.add(b)
    },
  }),
  ...whole('dbnvar', 'wrong local derivative', {
    'in steps, by the standard deviation squared': ({ bnvar, dbnvar_inv }) => {
      const std = bnvar.add(1e-5).sqrt()
      return std.pow(-2).mul(-0.5).mul(dbnvar_inv)
    },
  }),
  ...whole('dbnvar', 'sign, factor', {
    'in steps, the 2 on the wrong side': ({ bnvar, dbnvar_inv }) => {
      const std = bnvar.add(1e-5).sqrt()
      return std.pow(-3).mul(-2).mul(dbnvar_inv)
    },
  }),
  ...whole('dhpreact', 'wrong local derivative', {
    'in steps, the square of the slope': ({ hpreact, dh }) => {
      const slope = hpreact.cosh().pow(-2)
      return slope.mul(slope).mul(dh)
    },
  }),
  ...whole('dlogits', 'index', {
    'in steps, the mask by the label': ({ Yb, vocab, dnorm_logits, dlogit_maxes }) => {
      const mask = oneHot(Yb, vocab)
      const viaMax = mask.mul(dlogit_maxes)
      return viaMax.add(dnorm_logits)
    },
  }),
  ...whole('dhprebn', ['sign, factor', 'local derivative missing'], {
    'in steps, the mean of the row dbnmeani is itself': ({ dbndiff, dbnmeani }) => {
      const share = dbnmeani.mean(0, kept)
      return dbndiff.add(share)
    },
  }),
  // Another gradient is multiplied, because the slope of a step is left out.
  ...whole('dW1', ['wrong operand', 'local derivative missing'], {
    'in steps, tanh passed, batchnorm not': ({ embcat, h, dh }) => {
      const slope = tensor(1).sub(h.mul(h))
      return embcat.T.matmul(slope.mul(dh))
    },
  }),
]
