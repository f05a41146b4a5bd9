import { expect, test } from 'vitest'
import { tensor } from '../creation.ts'
import { erf } from './erf.ts'

/** `torch.tensor(x, dtype=torch.float64).erf()`, PyTorch 2.13. */
const theirs: [number, number][] = [
  [5e-324, 5e-324],
  [1e-300, 1.1283791670955126e-300],
  [1e-17, 1.1283791670955127e-17],
  [1e-8, 1.1283791670955126e-8],
  [1e-3, 0.0011283787909692365],
  [0.1, 0.1124629160182849],
  [0.25, 0.27632639016823696],
  [0.5, 0.5204998778130465],
  [0.7, 0.6778011938374184],
  [0.8749999999999999, 0.7840750610598596],
  [0.875, 0.7840750610598597],
  [0.9, 0.7969082124228322],
  [1, 0.8427007929497149],
  [1.25, 0.9229001282564583],
  [1.5, 0.9661051464753108],
  [2, 0.9953222650189527],
  [2.5, 0.999593047982555],
  [3, 0.9999779095030014],
  [4, 0.9999999845827421],
  [5, 0.9999999999984626],
  [5.5, 0.9999999999999927],
  [5.9, 0.9999999999999999],
  [5.92, 0.9999999999999999],
  [5.93, 1],
  [6, 1],
  [10, 1],
  [1e300, 1],
]

test.each(theirs)('erf(%d) is %d, to about the last digit, and of -x the negative', (x, y) => {
  expect(Math.abs(erf(x) - y)).toBeLessThanOrEqual(2 ** -52 * y)
  expect(erf(-x)).toBe(-erf(x))
})

test('what has no digits is exact', () => {
  expect(erf(0)).toBe(0)
  expect(erf(-0)).toBe(-0)
  expect(erf(Infinity)).toBe(1)
  expect(erf(-Infinity)).toBe(-1)
  expect(erf(Number.NaN)).toBeNaN()
})

test('it never falls, where one way to work it out takes over from another neither', () => {
  for (const start of [0, 0.87, 5.92]) {
    let before = -1
    for (let i = 0; i < 20_000; i++) {
      const now = erf(start + i * 1e-6)
      expect(now).toBeGreaterThanOrEqual(before)
      before = now
    }
  }
})

test('of a tensor, each element (torch.special.erf)', () => {
  const ours = tensor([[0, -1, 10]]).erf()
  expect(ours.shape).toEqual([1, 3])
  for (const [i, value] of [0, -0.8427, 1].entries()) expect(ours.data[i]).toBeCloseTo(value, 4)
})
