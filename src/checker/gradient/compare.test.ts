import { describe, expect, test } from 'vitest'
import { tensor, zeros } from '../../tensor/creation.ts'
import { compare, isNoise, largest, notFinite } from './compare.ts'

const x = tensor([
  [1, -2, 3],
  [4, 5, -6],
])

test('equal in every bit is exact, and has no worst element', () => {
  expect(compare(x.clone(), x, 0)).toEqual({
    sameShape: true,
    exact: true,
    approximate: true,
    maxdiff: 0,
    worst: null,
  })
})

test('0 and -0 are the same number', () => {
  expect(compare(tensor([0]), tensor([-0]), 0).exact).toBe(true)
})

describe('shapes are never broadcast', () => {
  test.each([[[3]], [[1, 3]], [[2, 1]], [[1]], [[]], [[6]], [[3, 2]], [[1, 2, 3]]])(
    '(2, 3) is not (%s)',
    shape => {
      expect(compare(zeros(shape), zeros(2, 3), 1)).toMatchObject({
        sameShape: false,
        approximate: false,
        maxdiff: null,
      })
    },
  )
})

describe('how near is near', () => {
  test.each([1, 1e-12, 1e12])(
    'is relative: 1e-10 of the largest is, 1e-8 is not, at a scale of %f',
    scale => {
      const expected = x.mul(scale)
      expect(compare(expected.mul(1 + 1e-10), expected, 0)).toMatchObject({ exact: false, approximate: true })
      expect(compare(expected.mul(1 + 1e-8), expected, 0).approximate).toBe(false)
    },
  )

  test('a small element may be off by what is little for the largest, and by no more', () => {
    const expected = tensor([1000, 1e-9])
    expect(compare(tensor([1000, 2e-9]), expected, 0).approximate).toBe(true)
    expect(compare(tensor([1000, 1e-4]), expected, 0).approximate).toBe(false)
  })

  test('next to zero only what the terms explain as rounding is', () => {
    const expected = tensor([1e-17, -3e-18])
    expect(compare(tensor([-2e-17, 0]), expected, 0).approximate).toBe(false)
    expect(compare(tensor([-2e-17, 0]), expected, 1).approximate).toBe(true)
    expect(compare(tensor([1e-6, 0]), expected, 1).approximate).toBe(false)
  })
})

test('the worst element is the one furthest off', () => {
  const { worst, maxdiff } = compare(x.indexAdd([tensor(1), tensor(2)], 0.5).add(0.25), x, 0)
  expect(worst).toEqual({ index: [1, 2], yours: -5.25, expected: -6 })
  expect(maxdiff).toBe(0.75)
})

test('NaN is the worst there is', () => {
  const { approximate, maxdiff, worst } = compare(tensor([9, Number.NaN, 99]), tensor([1, 2, 3]), 1e300)
  expect(approximate).toBe(false)
  expect(maxdiff).toBeNaN()
  expect(worst!.index).toEqual([1])
})

test.each([Number.NaN, Number.POSITIVE_INFINITY])('%f in both is no agreement', odd => {
  expect(compare(tensor([1, odd]), tensor([1, odd]), 1)).toMatchObject({ exact: false, approximate: false })
})

test('infinity is not near, not even to a large number', () => {
  const infinite = tensor([Number.POSITIVE_INFINITY])
  expect(compare(infinite, tensor([1e300]), 0).approximate).toBe(false)
})

test('the largest is by its size, and NaN where any is', () => {
  expect(largest(x)).toBe(6)
  expect(largest(zeros(0))).toBe(0)
  expect(largest(tensor([1, Number.NaN, 2]))).toBeNaN()
})

test('what is not finite is counted, the first is told', () => {
  expect(notFinite(x)).toBeNull()
  const some = [1, 2, 3, Number.NaN, 5, Number.NEGATIVE_INFINITY]
  expect(notFinite(tensor(some, [3, 2]))).toEqual({ count: 2, first: [1, 1] })
  expect(notFinite(tensor(Number.NaN))).toEqual({ count: 1, first: [] })
})

test('noise is small beside the terms that made it, and nothing is noise without terms', () => {
  expect(isNoise(1e-16, 1)).toBe(true)
  expect(isNoise(-1e-10, 1)).toBe(false)
  expect(isNoise(0, 0)).toBe(false)
})
