/** One training step by TensorFlow.js on the CPU, with its own gradients: steps per second as JSON. */
import { argv } from 'node:process'
import * as tf from '@tensorflow/tfjs'
import { LEARNING_RATE, makeBatches, makeParameters, rate, sizes } from './data.mjs'

const [backend, seconds, ...widths] = argv.slice(2)
if (backend === 'wasm') await import('@tensorflow/tfjs-backend-wasm')
await tf.setBackend(backend)
await tf.ready()

const { n, block, n_embd, vocab } = sizes

function loss(Xb, Yb, C, W1, b1, bngain, bnbias, W2, b2) {
  const embcat = tf
    .oneHot(Xb, vocab)
    .matMul(C)
    .reshape([n, block * n_embd])
  const hprebn = embcat.matMul(W1).add(b1)
  const bndiff = hprebn.sub(hprebn.mean(0, true))
  const bnvar = bndiff
    .square()
    .sum(0, true)
    .div(n - 1)
  const bnraw = bndiff.mul(bnvar.add(1e-5).rsqrt())
  const h = bngain.mul(bnraw).add(bnbias).tanh()
  const logprobs = h.matMul(W2).add(b2).logSoftmax(1)
  return logprobs
    .mul(tf.oneHot(Yb, vocab))
    .sum()
    .mul(-1 / n)
}

const results = []
for (const n_hidden of widths.map(Number)) {
  const parameters = makeParameters(n_hidden).map(({ numbers, shape }) =>
    tf.variable(tf.tensor(numbers, shape)),
  )
  const batches = makeBatches(64)
  const losses = []
  let count = 0
  const step = () => {
    const { Xb, Yb } = batches[count++ % batches.length]
    tf.tidy(() => {
      const [x, y] = [tf.tensor1d(Xb, 'int32'), tf.tensor1d(Yb, 'int32')]
      const { value, grads } = tf.variableGrads(() => loss(x, y, ...parameters))
      for (const p of parameters) p.assign(p.sub(grads[p.name].mul(LEARNING_RATE)))
      if (count % 100 === 1) losses.push(value.dataSync()[0])
    })
  }
  results.push({
    case: String(n_hidden),
    rate: await rate(step, Number(seconds)),
    losses: losses.slice(0, 3),
  })
}
console.log(JSON.stringify({ results }))
