/** Holds the fast engine against the plain one. */
import { expect } from 'vitest'
import { tensor } from '../creation.ts'
import { generator } from '../random.ts'
import type { Tensor } from '../tensor.ts'
import { type FastEngine, fastEngine } from './engine.ts'

export const engine = fastEngine() as FastEngine
const g = generator(5)

/** Numbers that float32 has too, so that both engines start from the same. */
export const rounded = (x: Tensor): Tensor => tensor(Float32Array.from(x.data), x.shape)
export const randn = (...shape: number[]): Tensor => rounded(g.randn(...shape))

const EPSILON = 2 ** -24

/** `terms`: how many numbers go into one result, each as large as `size`. */
export function expectSame(run: () => Tensor, { terms = 1, size = 0 } = {}): void {
  const expected = run()
  const [shape, actual] = engine.step(() => {
    const result = run()
    return [result.shape, result.data]
  })
  expect(shape).toEqual(expected.shape)
  for (const [i, value] of expected.data.entries()) {
    if (Number.isNaN(value)) expect(actual[i]).toBeNaN()
    else if (!Number.isFinite(Math.fround(value)) || value === 0)
      expect(actual[i]).toBeCloseTo(Math.fround(value), 5)
    else {
      const limit = 8 * EPSILON * Math.max(Math.abs(value), size) * Math.sqrt(terms) + 2 ** -148
      expect(Math.abs(actual[i] - value), `[${i}]: ${actual[i]}, not ${value}`).toBeLessThan(limit)
    }
  }
}
