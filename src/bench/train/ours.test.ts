import { expect, test } from 'vitest'
import { type FastEngine, fastEngine } from '../../tensor/simd/engine.ts'
import { byLoops } from './loops.ts'
import {
  byAutograd,
  byHand,
  LEARNING_RATE,
  makeBatches,
  makeParameters,
  sizes,
  type TrainingStep,
} from './ours.ts'

/** The losses of some steps, each on the parameters that the one before left. */
function lossesOf(make: (given: ReturnType<typeof makeParameters>) => TrainingStep, steps = 30): number[] {
  const step = make(makeParameters(20, 1))
  return makeBatches(steps, 2).map(step)
}

const engine = fastEngine() as FastEngine
const expected = lossesOf(given => byAutograd(given, null))

test('the loss of a batch falls', () => {
  const step = byHand(makeParameters(20, 1), engine)
  const [batch] = makeBatches(1, 2)
  const losses = Array.from({ length: 30 }, () => step(batch))
  expect(losses.at(-1)!).toBeLessThan(losses[0])
})

test.each([
  ['by hand', (given: ReturnType<typeof makeParameters>) => byHand(given, null), 1e-9],
  ['in loops', (given: ReturnType<typeof makeParameters>) => byLoops(given, sizes, LEARNING_RATE), 1e-9],
  ['by hand, in float32', (given: ReturnType<typeof makeParameters>) => byHand(given, engine), 1e-5],
  ['by autograd, in float32', (given: ReturnType<typeof makeParameters>) => byAutograd(given, engine), 1e-5],
] as const)('all ways train alike: %s', (_, make, tolerance) => {
  for (const [i, loss] of lossesOf(make).entries()) {
    expect(Math.abs(loss - expected[i])).toBeLessThan(tolerance)
  }
})
