/**
 * The whole makemore network in plain loops over plain arrays: its forward pass and its 26 gradients, step for step as
 * in exercise 07. No tensor library, and no memory asked for after the first step. What a library costs is measured
 * against it.
 */
import type { Tensor } from '../tensor/tensor.ts'

export interface LoopSizes {
  readonly n: number
  readonly block: number
  readonly n_embd: number
  readonly n_hidden: number
  readonly vocab: number
}

/** The arrays of the parameters and of the batch, by name. */
export type LoopInputs = Readonly<
  Record<'C' | 'W1' | 'b1' | 'bngain' | 'bnbias' | 'W2' | 'b2' | 'Xb' | 'Yb', Float64Array>
>

export interface Loops {
  /** Fills the values; gives the loss. */
  readonly forward: () => number
  /** Fills the gradients from the values. */
  readonly backward: () => void
  /** By name: `dprobs`. */
  readonly gradients: Readonly<Record<string, Float64Array>>
}

export function loopInputs(tensors: Readonly<Record<keyof LoopInputs, Tensor>>): LoopInputs {
  const { C, W1, b1, bngain, bnbias, W2, b2, Xb, Yb } = tensors
  const [c, w1, offset, gain, bias, w2, offset2, x, y] = [C, W1, b1, bngain, bnbias, W2, b2, Xb, Yb].map(
    ({ data }) => data,
  )
  return { C: c, W1: w1, b1: offset, bngain: gain, bnbias: bias, W2: w2, b2: offset2, Xb: x, Yb: y }
}

const EPSILON = 1e-5

export function makeLoops({ n, block, n_embd, n_hidden, vocab }: LoopSizes, inputs: LoopInputs): Loops {
  const { C, W1, b1, bngain, bnbias, W2, b2, Xb, Yb } = inputs
  const width = block * n_embd
  const table = (rows: number, columns: number): Float64Array => new Float64Array(rows * columns)

  const emb = table(n, width)
  const embcat = table(n, width)
  const hprebn = table(n, n_hidden)
  const bnmeani = table(1, n_hidden)
  const bndiff = table(n, n_hidden)
  const bndiff2 = table(n, n_hidden)
  const bnvar = table(1, n_hidden)
  const bnvar_inv = table(1, n_hidden)
  const bnraw = table(n, n_hidden)
  const hpreact = table(n, n_hidden)
  const h = table(n, n_hidden)
  const logits = table(n, vocab)
  const best = new Int32Array(n) // in which column the largest of a row stands
  const logit_maxes = table(n, 1)
  const norm_logits = table(n, vocab)
  const counts = table(n, vocab)
  const counts_sum = table(n, 1)
  const counts_sum_inv = table(n, 1)
  const probs = table(n, vocab)
  const logprobs = table(n, vocab)

  const dlogprobs = table(n, vocab)
  const dprobs = table(n, vocab)
  const dcounts_sum_inv = table(n, 1)
  const dcounts_sum = table(n, 1)
  const dcounts = table(n, vocab)
  const dnorm_logits = table(n, vocab)
  const dlogit_maxes = table(n, 1)
  const dlogits = table(n, vocab)
  const dh = table(n, n_hidden)
  const dW2 = table(n_hidden, vocab)
  const db2 = table(1, vocab)
  const dhpreact = table(n, n_hidden)
  const dbngain = table(1, n_hidden)
  const dbnbias = table(1, n_hidden)
  const dbnraw = table(n, n_hidden)
  const dbnvar_inv = table(1, n_hidden)
  const dbnvar = table(1, n_hidden)
  const dbndiff2 = table(n, n_hidden)
  const dbndiff = table(n, n_hidden)
  const dbnmeani = table(1, n_hidden)
  const dhprebn = table(n, n_hidden)
  const dembcat = table(n, width)
  const dW1 = table(width, n_hidden)
  const db1 = table(1, n_hidden)
  const demb = table(n, width)
  const dC = table(vocab, n_embd)

  function forward(): number {
    embed()
    linear(embcat, W1, b1, hprebn, n, width, n_hidden)
    normalize()
    for (let i = 0; i < h.length; i++) h[i] = Math.tanh(hpreact[i])
    linear(h, W2, b2, logits, n, n_hidden, vocab)
    return crossEntropy()
  }

  function embed(): void {
    for (let place = 0; place < n * block; place++) {
      const row = Xb[place] * n_embd
      for (let k = 0; k < n_embd; k++) emb[place * n_embd + k] = C[row + k]
    }
    for (let i = 0; i < embcat.length; i++) embcat[i] = emb[i]
  }

  function normalize(): void {
    bnmeani.fill(0)
    for (let i = 0; i < n; i++) for (let j = 0; j < n_hidden; j++) bnmeani[j] += hprebn[i * n_hidden + j]
    for (let j = 0; j < n_hidden; j++) bnmeani[j] *= 1 / n
    bnvar.fill(0)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n_hidden; j++) {
        const at = i * n_hidden + j
        bndiff[at] = hprebn[at] - bnmeani[j]
        bndiff2[at] = bndiff[at] * bndiff[at]
        bnvar[j] += bndiff2[at]
      }
    }
    for (let j = 0; j < n_hidden; j++) {
      bnvar[j] *= 1 / (n - 1)
      bnvar_inv[j] = 1 / Math.sqrt(bnvar[j] + EPSILON)
    }
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n_hidden; j++) {
        const at = i * n_hidden + j
        bnraw[at] = bndiff[at] * bnvar_inv[j]
        hpreact[at] = bngain[j] * bnraw[at] + bnbias[j]
      }
    }
  }

  function crossEntropy(): number {
    let loss = 0
    for (let i = 0; i < n; i++) {
      const row = i * vocab
      best[i] = 0
      for (let j = 1; j < vocab; j++) if (logits[row + j] > logits[row + best[i]]) best[i] = j
      logit_maxes[i] = logits[row + best[i]]
      counts_sum[i] = 0
      for (let j = 0; j < vocab; j++) {
        norm_logits[row + j] = logits[row + j] - logit_maxes[i]
        counts[row + j] = Math.exp(norm_logits[row + j])
        counts_sum[i] += counts[row + j]
      }
      counts_sum_inv[i] = 1 / counts_sum[i]
      for (let j = 0; j < vocab; j++) {
        probs[row + j] = counts[row + j] * counts_sum_inv[i]
        logprobs[row + j] = Math.log(probs[row + j])
      }
      loss -= logprobs[row + Yb[i]]
    }
    return loss / n
  }

  function backward(): void {
    backThroughLoss()
    linearBackward(h, W2, dlogits, dh, dW2, db2, n, n_hidden, vocab)
    for (let i = 0; i < h.length; i++) dhpreact[i] = (1 - h[i] * h[i]) * dh[i]
    backThroughNorm()
    linearBackward(embcat, W1, dhprebn, dembcat, dW1, db1, n, width, n_hidden)
    for (let i = 0; i < demb.length; i++) demb[i] = dembcat[i]
    dC.fill(0)
    for (let place = 0; place < n * block; place++) {
      const row = Xb[place] * n_embd
      for (let k = 0; k < n_embd; k++) dC[row + k] += demb[place * n_embd + k]
    }
  }

  function backThroughLoss(): void {
    dlogprobs.fill(0)
    for (let i = 0; i < n; i++) {
      const row = i * vocab
      dlogprobs[row + Yb[i]] = -1 / n
      let toInverse = 0
      for (let j = 0; j < vocab; j++) {
        dprobs[row + j] = dlogprobs[row + j] / probs[row + j]
        toInverse += counts[row + j] * dprobs[row + j]
      }
      dcounts_sum_inv[i] = toInverse
      dcounts_sum[i] = -toInverse / (counts_sum[i] * counts_sum[i])
      let toMax = 0
      for (let j = 0; j < vocab; j++) {
        dcounts[row + j] = counts_sum_inv[i] * dprobs[row + j] + dcounts_sum[i]
        dnorm_logits[row + j] = counts[row + j] * dcounts[row + j]
        toMax -= dnorm_logits[row + j]
      }
      dlogit_maxes[i] = toMax
      for (let j = 0; j < vocab; j++) dlogits[row + j] = dnorm_logits[row + j]
      dlogits[row + best[i]] += toMax
    }
  }

  function backThroughNorm(): void {
    for (const sums of [dbngain, dbnbias, dbnvar_inv, dbnmeani]) sums.fill(0)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n_hidden; j++) {
        const at = i * n_hidden + j
        dbngain[j] += bnraw[at] * dhpreact[at]
        dbnbias[j] += dhpreact[at]
        dbnraw[at] = bngain[j] * dhpreact[at]
        dbnvar_inv[j] += bndiff[at] * dbnraw[at]
      }
    }
    for (let j = 0; j < n_hidden; j++) dbnvar[j] = -0.5 * bnvar_inv[j] ** 3 * dbnvar_inv[j]
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n_hidden; j++) {
        const at = i * n_hidden + j
        dbndiff2[at] = dbnvar[j] / (n - 1)
        dbndiff[at] = bnvar_inv[j] * dbnraw[at] + 2 * bndiff[at] * dbndiff2[at]
        dbnmeani[j] -= dbndiff[at]
      }
    }
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n_hidden; j++) {
        dhprebn[i * n_hidden + j] = dbndiff[i * n_hidden + j] + dbnmeani[j] / n
      }
    }
  }

  return {
    forward,
    backward,
    // biome-ignore format: a row for each exercise
    gradients: {
      dlogprobs, dprobs,
      dcounts_sum_inv, dcounts_sum, dcounts, dnorm_logits, dlogit_maxes, dlogits,
      dh, dW2, db2,
      dhpreact,
      dbngain, dbnbias, dbnraw, dbnvar_inv, dbnvar, dbndiff2, dbndiff, dbnmeani, dhprebn,
      dembcat, dW1, db1, demb, dC,
    },
  }
}

/** out = a @ w + b, with a (rows, inner), w (inner, columns), b (columns). */
function linear(
  a: Float64Array,
  w: Float64Array,
  b: Float64Array,
  out: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): void {
  for (let i = 0; i < rows; i++) {
    const row = i * columns
    for (let j = 0; j < columns; j++) out[row + j] = b[j]
    for (let k = 0; k < inner; k++) {
      const factor = a[i * inner + k]
      for (let j = 0; j < columns; j++) out[row + j] += factor * w[k * columns + j]
    }
  }
}

/** Of `linear`: da = dout @ w.T, dw = a.T @ dout, db = the columns of dout, summed. */
function linearBackward(
  a: Float64Array,
  w: Float64Array,
  dout: Float64Array,
  da: Float64Array,
  dw: Float64Array,
  db: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): void {
  dw.fill(0)
  db.fill(0)
  for (let i = 0; i < rows; i++) {
    const row = i * columns
    for (let j = 0; j < columns; j++) db[j] += dout[row + j]
    for (let k = 0; k < inner; k++) {
      const factor = a[i * inner + k]
      let sum = 0
      for (let j = 0; j < columns; j++) {
        sum += dout[row + j] * w[k * columns + j]
        dw[k * columns + j] += factor * dout[row + j]
      }
      da[i * inner + k] = sum
    }
  }
}
