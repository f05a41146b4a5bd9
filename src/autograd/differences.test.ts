import { expect, test } from 'vitest'
import { tensor } from '../tensor/creation.ts'
import { centralDifferences } from './differences.ts'

test('central differences of a square are exact but for rounding', () => {
  const x = tensor([
    [1, -2],
    [3, 0],
  ])
  const gradient = centralDifferences(x => x.mul(x).sum(), x)
  expect(gradient.shape).toEqual([2, 2])
  for (const [i, value] of [2, -4, 6, 0].entries()) expect(gradient.data[i]).toBeCloseTo(value, 9)
})

test('the step can be chosen: the error of x^3 is its square', () => {
  expect(centralDifferences(x => x.pow(3), tensor(1), 0.1).item()).toBeCloseTo(3.01, 12)
})

test('the tensor itself is not changed', () => {
  const x = tensor([1, 2])
  centralDifferences(x => x.sum(), x)
  expect(x.tolist()).toEqual([1, 2])
})

test('a function that is not a scalar is refused', () => {
  expect(() => centralDifferences(x => x, tensor([1, 2]))).toThrow(
    'item: a tensor of shape (2) holds 2 numbers, not one',
  )
})
