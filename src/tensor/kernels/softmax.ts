/** Softmax, what is made from it and the logarithm of its denominator, each with the maximum taken off first so that `exp` cannot overflow. */
import { formatShape, sizeOf, tensorError } from '../shape.ts'
import type { Values } from '../values.ts'
import { map, zip } from './elementwise.ts'
import { bestValue, countOf, type Reduction, reducedShape, sum } from './reduce.ts'

function shifted(x: Values, dim: number): Values {
  const maxes = bestValue('softmax', x, { dims: [dim], keepdim: true }, (a, b) => a > b)
  return zip('softmax', x, maxes, (value, most) => value - most)
}

export function softmax(x: Values, dim: number): Values {
  if (x.data.length === 0) return x
  const counts = map(shifted(x, dim), Math.exp)
  return zip('softmax', counts, sum(counts, { dims: [dim], keepdim: true }), (count, total) => count / total)
}

export function logSoftmax(x: Values, dim: number): Values {
  if (x.data.length === 0) return x
  const centred = shifted(x, dim)
  const totals = sum(map(centred, Math.exp), { dims: [dim], keepdim: true })
  return zip('logSoftmax', centred, map(totals, Math.log), (value, logTotal) => value - logTotal)
}

/** `log(sum(exp(x)))`; of nothing, -infinity. */
export function logsumexp(x: Values, { dims, keepdim }: Reduction): Values {
  const shape = reducedShape(x.shape, { dims, keepdim })
  if (countOf(x.shape, dims) === 0) return { shape, data: new Float64Array(sizeOf(shape)).fill(-Infinity) }
  const maxes = bestValue('logsumexp', x, { dims, keepdim: true }, (a, b) => a > b)
  // An infinite one stays: infinity less infinity would be NaN.
  const peaks = map(maxes, most => (Math.abs(most) === Infinity ? 0 : most))
  const counts = map(
    zip('sub', x, peaks, (value, peak) => value - peak),
    Math.exp,
  )
  const totals = sum(counts, { dims, keepdim: true })
  return { shape, data: zip('logsumexp', totals, peaks, (total, peak) => Math.log(total) + peak).data }
}

/** Mean over the rows of minus the log probability of each row's label. `logits` (n, classes), `labels` (n). */
export function crossEntropy(logits: Values, labels: Values): Values {
  const [n, classes] = logits.shape
  if (logits.shape.length !== 2 || labels.shape.length !== 1 || labels.shape[0] !== n) {
    throw tensorError(
      `crossEntropy: needs logits (n, classes) and labels (n), was given ${formatShape(logits.shape)} and ${formatShape(labels.shape)}`,
    )
  }
  const logprobs = logSoftmax(logits, 1).data
  let total = 0
  for (let row = 0; row < n; row++) {
    const label = labels.data[row]
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw tensorError(
        `crossEntropy: the label ${label} in row ${row} is not a class from 0 to ${classes - 1}`,
      )
    }
    total -= logprobs[row * classes + label]
  }
  return { shape: [], data: Float64Array.of(total / n) }
}
