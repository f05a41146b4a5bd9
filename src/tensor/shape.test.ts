import { expect, test } from 'vitest'
import {
  broadcastShapes,
  broadcastStrides,
  dimIndex,
  formatShape,
  isEnd,
  resolveShape,
  sizeOf,
  stridesOf,
} from './shape.ts'

test('a tensor that no memory holds is refused before it is made', () => {
  expect(sizeOf([2 ** 13, 2 ** 13])).toBe(2 ** 26)
  expect(() => sizeOf([2 ** 13, 2 ** 13, 2])).toThrow(
    'a tensor of shape (8192, 8192, 2) would hold 134,217,728 numbers',
  )
})

test('a scalar has one element, and a size of 0 leaves none', () => {
  expect(sizeOf([])).toBe(1)
  expect(sizeOf([2, 3, 4])).toBe(24)
  expect(sizeOf([2, 0, 4])).toBe(0)
})

test('shapes print in round brackets', () => {
  expect(['', '7', '32, 27'].map(inner => `(${inner})`)).toEqual([[], [7], [32, 27]].map(formatShape))
})

test('strides are row-major', () => {
  expect(stridesOf([])).toEqual([])
  expect(stridesOf([2, 3, 4])).toEqual([12, 4, 1])
})

test('negative dimensions count from the end', () => {
  expect([0, 1, 2, -1, -2, -3].map(dim => dimIndex('sum', dim, 3))).toEqual([0, 1, 2, 2, 1, 0])
})

test('the last dimensions of a shape are its end, whatever dimensions of size 1 come before', () => {
  for (const shape of [[], [1], [4], [3, 4], [1, 3, 4], [2, 3, 4]]) expect(isEnd(shape, [2, 3, 4])).toBe(true)
  for (const shape of [[3], [3, 1], [2, 1, 4], [2, 3, 1]]) expect(isEnd(shape, [2, 3, 4])).toBe(false)
})

test('broadcasting walks repeated dimensions with the stride 0', () => {
  expect(broadcastShapes('add', [3, 1], [2, 1, 4])).toEqual([2, 3, 4])
  expect(broadcastStrides([3, 1], [2, 3, 4])).toEqual([0, 1, 0])
  expect(broadcastStrides([2, 1, 4], [2, 3, 4])).toEqual([4, 0, 1])
  expect(broadcastStrides([], [2, 2])).toEqual([0, 0])
})

test('-1 in a shape is what is left', () => {
  expect(resolveShape('view', [2, -1], 6, [6])).toEqual([2, 3])
  expect(resolveShape('view', [-1], 0, [0])).toEqual([0])
})
