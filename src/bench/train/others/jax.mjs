/**
 * One training step by jax-js in WebAssembly, compiled whole by its `jit`: steps per second as JSON. Gradients by hand:
 * with its own `grad` of the same forward pass, compiled or not, a step takes many times as long.
 */
import { argv } from 'node:process'
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np } from '@jax-js/jax'
import { LEARNING_RATE, makeBatches, makeParameters, rate, sizes } from './data.mjs'

await init('wasm')
defaultDevice('wasm')

const { n, block, n_embd, vocab } = sizes

// Every use of an array gives it away; `.ref` keeps it for another one.
const product = (a, b) => np.matmul(a, b)
const linear = (a, w, b) => np.matmul(a, w).add(b)
const byLeft = (a, b) => np.matmul(np.transpose(a), b)
const byRight = (a, b) => np.matmul(a, np.transpose(b))
const encode = Xb => nn.oneHot(Xb, vocab).astype(np.float32)
const columns = x => np.sum(x, 0)
const normalize = hprebn => {
  const bndiff = hprebn.ref.sub(np.mean(hprebn, 0, { keepdims: true }))
  const bnvar = np.sum(np.square(bndiff.ref), 0, { keepdims: true }).mul(1 / (n - 1))
  return [bndiff, np.reciprocal(np.sqrt(bnvar.add(1e-5)))]
}
const activate = (bndiff, bnvar_inv, bngain, bnbias) => {
  const bnraw = bndiff.mul(bnvar_inv)
  return [bnraw.ref, np.tanh(bngain.mul(bnraw).add(bnbias))]
}
const scores = (logits, Y) => {
  const logprobs = nn.logSoftmax(logits, 1)
  const loss = np.sum(logprobs.ref.mul(Y.ref)).mul(-1 / n)
  return [
    loss,
    np
      .exp(logprobs)
      .sub(Y)
      .mul(1 / n),
  ]
}
const throughTanh = (h, dh) => dh.mul(np.square(h).mul(-1).add(1))
const sums = (bnraw, dhpreact) => [
  np.sum(bnraw.mul(dhpreact.ref), 0, { keepdims: true }),
  np.sum(dhpreact, 0, { keepdims: true }),
]
const throughNorm = (bngain, bnvar_inv, bnraw, dhpreact, dbngain, dbnbias) =>
  bngain
    .mul(bnvar_inv)
    .mul(1 / n)
    .mul(
      dhpreact
        .mul(n)
        .sub(dbnbias)
        .sub(bnraw.mul(dbngain).mul(n / (n - 1))),
    )
const update = (p, gradient) => p.sub(gradient.mul(LEARNING_RATE))

/** Gives the loss and the new parameters, and takes the old ones. */
const train = jit(([C, W1, b1, bngain, bnbias, W2, b2], Xb, Yb) => {
  const X = encode(Xb)
  const embcat = product(X.ref, C.ref).reshape([n, block * n_embd])
  const [bndiff, bnvar_inv] = normalize(linear(embcat.ref, W1.ref, b1.ref))
  const [bnraw, h] = activate(bndiff, bnvar_inv.ref, bngain.ref, bnbias.ref)
  const [loss, dlogits] = scores(linear(h.ref, W2.ref, b2.ref), encode(Yb))
  const dh = byRight(dlogits.ref, W2.ref)
  const dW2 = byLeft(h.ref, dlogits.ref)
  const dhpreact = throughTanh(h, dh)
  const [dbngain, dbnbias] = sums(bnraw.ref, dhpreact.ref)
  const dhprebn = throughNorm(bngain.ref, bnvar_inv, bnraw, dhpreact, dbngain.ref, dbnbias.ref)
  const demb = byRight(dhprebn.ref, W1.ref).reshape([n * block, n_embd])
  const dW1 = byLeft(embcat, dhprebn.ref)
  return [
    loss,
    [
      update(C, byLeft(X, demb)),
      update(W1, dW1),
      update(b1, columns(dhprebn)),
      update(bngain, dbngain),
      update(bnbias, dbnbias),
      update(W2, dW2),
      update(b2, columns(dlogits)),
    ],
  ]
})

const results = []
const [seconds, ...widths] = argv.slice(2).map(Number)
for (const n_hidden of widths) {
  let parameters = makeParameters(n_hidden).map(({ numbers, shape }) => np.array(numbers).reshape(shape))
  const batches = makeBatches(64)
  let count = 0
  const losses = []
  const step = async () => {
    const { Xb, Yb } = batches[count++ % batches.length]
    const [loss, next] = train(
      parameters,
      np.array(Xb, { dtype: np.int32 }),
      np.array(Yb, { dtype: np.int32 }),
    )
    parameters = next
    if (count % 100 === 1) losses.push(loss.ref.js())
    loss.dispose()
    if (count % 10 === 0) await blockUntilReady(parameters.map(p => p.ref))
  }
  results.push({ case: String(n_hidden), rate: await rate(step, seconds), losses: losses.slice(0, 3) })
}
console.log(JSON.stringify({ results }))
