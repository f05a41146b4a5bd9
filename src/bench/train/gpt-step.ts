/** One training step of the GPT on the fast engine: forward pass, all gradients, and Adam once over all parameters. */
import { cat } from '../../tensor/creation.ts'
import { generator } from '../../tensor/random.ts'
import type { FastEngine } from '../../tensor/simd/engine.ts'
import { Tensor } from '../../tensor/tensor.ts'
import {
  adam,
  futureOf,
  type GptBatch,
  type GptSizes,
  gptBackward,
  gptForward,
  makeGpt,
  type Named,
} from './gpt.ts'

/** What all models that are measured have in common. */
export const gptSizes = { B: 32, T: 16, NH: 4, V: 27 }
const LEARNING_RATE = 1e-2

/** Gives the loss of the batch that it stepped on. */
export function gptStep(sizes: GptSizes, given: Named, engine: FastEngine): (batch: GptBatch) => number {
  const names = Object.keys(given)
  const { flat, parts } = engine.keepAll(given)
  const zeros = new Tensor(flat.shape, new Float64Array(flat.shape[0]))
  const [m, v] = [engine.keep(zeros), engine.keep(zeros)]
  const future = engine.keep(futureOf(sizes.T))
  let t = 0
  return batch =>
    engine.step(() => {
      t++
      const values = gptForward(parts, sizes, batch, future)
      const d = gptBackward(parts, values, sizes, batch, future)
      const { mNew, vNew, pNew } = adam(
        flat,
        cat(names.map(name => d[name].flatten())),
        m,
        v,
        t,
        LEARNING_RATE,
      )
      engine.assign(m, mNew)
      engine.assign(v, vNew)
      engine.assign(flat, pNew)
      return values.loss.item()
    })
}

export function makeGptBatches({ B, T, V }: GptSizes, count: number, seed: number): GptBatch[] {
  const g = generator(seed)
  return Array.from({ length: count }, () => ({ X: g.randint(0, V, [B, T]), Y: g.randint(0, V, [B, T]) }))
}

export { makeGpt }
