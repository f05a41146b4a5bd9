/** The trained network in use: batchnorm with fixed statistics, so that an example does not depend on its batch. */
import { type Batch, slice } from '../dataset/batch.ts'
import { crossEntropy } from '../tensor/creation.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { TrainingEngine } from './engine.ts'
import type { Parameters } from './run.ts'

/** Of each column of `hprebn` over the whole training set, (1, n_hidden). */
export interface Statistics {
  readonly mean: Tensor
  readonly variance: Tensor
}

/** Examples at once: few enough for a processor's cache. */
const CHUNK = 512

const hprebnOf = ({ C, W1, b1 }: Parameters, Xb: Tensor): Tensor =>
  C.index(Xb).view(Xb.shape[0], -1).matmul(W1).add(b1)

/** (n, vocab) for contexts (n, block). */
export const logitsOf = (parameters: Parameters, { mean, variance }: Statistics, Xb: Tensor): Tensor => {
  const { bngain, bnbias, W2, b2 } = parameters
  const bnraw = hprebnOf(parameters, Xb).sub(mean).mul(variance.add(1e-5).pow(-0.5))
  return bngain.mul(bnraw).add(bnbias).tanh().matmul(W2).add(b2)
}

/** Calls `visit` with the examples in slices, each in an engine's step of its own. */
function inChunks(data: Batch, engine: TrainingEngine, visit: (chunk: Batch) => void): void {
  for (let from = 0; from < data.Yb.data.length; from += CHUNK) {
    const chunk = slice(data, from, from + CHUNK)
    engine.step(() => visit(chunk))
  }
}

/** Calibrates batchnorm. */
export function statisticsOf(parameters: Parameters, train: Batch, engine: TrainingEngine): Statistics {
  const n = train.Yb.data.length
  const columns = parameters.b1.data.length
  const total = (term: (hprebn: Tensor) => Tensor): Float64Array => {
    const sums = new Float64Array(columns)
    inChunks(train, engine, ({ Xb }) => {
      const { data } = term(hprebnOf(parameters, Xb)).sum(0)
      for (let i = 0; i < columns; i++) sums[i] += data[i]
    })
    return sums
  }
  const row = (data: Float64Array): Tensor => new Tensor([1, columns], data)
  const mean = row(total(hprebn => hprebn).map(sum => sum / n))
  const variance = row(total(hprebn => hprebn.sub(mean).pow(2)).map(sum => sum / (n - 1)))
  return { mean, variance }
}

/** The mean loss over all examples. */
export function meanLoss(
  parameters: Parameters,
  statistics: Statistics,
  data: Batch,
  engine: TrainingEngine,
): number {
  let sum = 0
  inChunks(data, engine, ({ Xb, Yb }) => {
    sum += crossEntropy(logitsOf(parameters, statistics, Xb), Yb).item() * Yb.data.length
  })
  return sum / data.Yb.data.length
}
