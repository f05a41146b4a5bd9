/** The network's sizes, its parameters and batches from a simple generator, and the timing: the same for all libraries. */
export const sizes = { n: 32, block: 3, n_embd: 10, vocab: 27 }
export const LEARNING_RATE = 0.1

let state = 42
const uniform = () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
const filled = (size, draw) => Float32Array.from({ length: size }, draw)

/** Flat numbers and shapes: C, W1, b1, bngain, bnbias, W2, b2. */
export function makeParameters(n_hidden) {
  const { block, n_embd, vocab } = sizes
  const width = block * n_embd
  const around = (shape, scale, centre = 0) => ({
    shape,
    numbers: filled(
      shape.reduce((a, b) => a * b),
      () => normal() * scale + centre,
    ),
  })
  return [
    around([vocab, n_embd], 1),
    around([width, n_hidden], 5 / 3 / width ** 0.5),
    around([n_hidden], 0.1),
    around([1, n_hidden], 0.1, 1),
    around([1, n_hidden], 0.1),
    around([n_hidden, vocab], 0.1),
    around([vocab], 0.1),
  ]
}

const letters = size => Int32Array.from({ length: size }, () => Math.floor(uniform() * sizes.vocab))

export const makeBatches = count =>
  Array.from({ length: count }, () => ({ Xb: letters(sizes.n * sizes.block), Yb: letters(sizes.n) }))

/** Steps per second: the median over runs of some steps, for so many seconds, after a warm-up of half the time. */
export async function rate(step, seconds) {
  const rates = []
  const start = performance.now()
  for (let size = 1; performance.now() - start < seconds * 1500; ) {
    const before = performance.now()
    for (let i = 0; i < size; i++) await step()
    const time = performance.now() - before
    if (time < 50) size *= 2
    else if (performance.now() - start > seconds * 500) rates.push((size / time) * 1000)
  }
  rates.sort((a, b) => a - b)
  return rates[rates.length >> 1]
}
