/** A training step in plain loops over plain arrays: `../loops.ts` and the update. */
import { type LoopInputs, makeLoops } from '../loops.ts'
import type { RawBatch, RawParameters } from './learner.ts'

/** Changes the arrays of the parameters. */
export function byLoops(
  given: RawParameters,
  sizes: { readonly n: number; readonly block: number; readonly n_embd: number; readonly vocab: number },
  learningRate: number,
): (batch: RawBatch) => number {
  const n_hidden = given.b1.shape[0]
  const parameters = Object.entries(given).map(([name, { data }]) => [name, data.slice()] as const)
  const [Xb, Yb] = [new Float64Array(sizes.n * sizes.block), new Float64Array(sizes.n)]
  const inputs = { ...Object.fromEntries(parameters), Xb, Yb } as unknown as LoopInputs
  const { forward, backward, gradients } = makeLoops({ ...sizes, n_hidden }, inputs)
  return batch => {
    Xb.set(batch.Xb.data)
    Yb.set(batch.Yb.data)
    const loss = forward()
    backward()
    for (const [name, numbers] of parameters) {
      const gradient = gradients[`d${name}`]
      for (let i = 0; i < numbers.length; i++) numbers[i] -= learningRate * gradient[i]
    }
    return loss
  }
}
