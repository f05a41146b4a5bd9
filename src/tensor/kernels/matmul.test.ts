import { expect, test } from 'vitest'
import { arange, eye, ones, tensor, zeros } from '../creation.ts'

const a = tensor([
  [1, 2, 3],
  [4, 5, 6],
])

test('matmul multiplies rows by columns', () => {
  expect(
    a
      .matmul(
        tensor([
          [1, 0],
          [0, 10],
          [2, 1],
        ]),
      )
      .tolist(),
  ).toEqual([
    [7, 23],
    [16, 56],
  ])
  expect(a.matmul(eye(3)).tolist()).toEqual(a.tolist())
  expect(a.matmul(a.T).tolist()).toEqual([
    [14, 32],
    [32, 77],
  ])
})

test('matmul takes a vector as a row on the left and a column on the right', () => {
  expect(a.matmul(tensor([1, 10, 100])).tolist()).toEqual([321, 654])
  expect(tensor([1, 10]).matmul(a).tolist()).toEqual([41, 52, 63])
  expect(
    tensor([1, 2])
      .matmul(tensor([3, 4]))
      .item(),
  ).toBe(11)
  expect(tensor([1, 2]).matmul(tensor([3, 4])).shape).toEqual([])
})

test.each([
  [
    [2, 3],
    [3, 4],
    [2, 4],
  ],
  [[3], [5, 3, 4], [5, 4]],
  [[5, 2, 3], [3], [5, 2]],
  [
    [5, 2, 3],
    [3, 4],
    [5, 2, 4],
  ],
  [
    [2, 3],
    [5, 3, 4],
    [5, 2, 4],
  ],
  [
    [5, 1, 2, 3],
    [6, 3, 4],
    [5, 6, 2, 4],
  ],
  [
    [0, 3],
    [3, 4],
    [0, 4],
  ],
  [
    [2, 0],
    [0, 4],
    [2, 4],
  ],
])('%o @ %o is %o', (left, right, shape) => {
  const product = ones(left).matmul(ones(right))
  expect(product.shape).toEqual(shape)
  expect(product.data.every(value => value === left.at(-1))).toBe(true)
})

test('matmul broadcasts its batch dimensions', () => {
  const pair = arange(8).view(2, 2, 2)
  const times = tensor([
    [1, 0],
    [0, -1],
  ])
  expect(pair.matmul(times).tolist()).toEqual([
    [
      [0, -1],
      [2, -3],
    ],
    [
      [4, -5],
      [6, -7],
    ],
  ])
  expect(times.matmul(pair).tolist()).toEqual([
    [
      [0, 1],
      [-2, -3],
    ],
    [
      [4, 5],
      [-6, -7],
    ],
  ])
  const threes = tensor([1, 2, 3]).view(3, 1, 1, 1)
  const product = threes.mul(times).matmul(pair)
  expect(product.shape).toEqual([3, 2, 2, 2])
  expect(product.index(2, 1).tolist()).toEqual([
    [12, 15],
    [-18, -21],
  ])
})

test('the product of empty inner sizes is 0', () => {
  expect(zeros(2, 0).matmul(zeros(0, 1)).tolist()).toEqual([[0], [0]])
})

test('NaN and infinity are not skipped by a zero', () => {
  expect(
    tensor([[0, 1]])
      .matmul(tensor([[NaN], [1]]))
      .item(),
  ).toBeNaN()
  expect(
    tensor([0])
      .matmul(tensor([Infinity]))
      .item(),
  ).toBeNaN()
})

test('inner sizes that differ are refused, with both shapes and what to try', () => {
  expect(() => zeros(5, 7).matmul(zeros(4, 7))).toThrow(
    'matmul: (5, 7) @ (4, 7): the inner sizes 7 and 4 differ',
  )
  expect(() => zeros(3).matmul(zeros(4))).toThrow('matmul: (3) @ (4): the inner sizes 3 and 4 differ')
  expect(() => zeros(2, 3).matmul(zeros(2))).toThrow('matmul: (2, 3) @ (2): the inner sizes 3 and 2 differ')
  expect(() => zeros(5, 7).matmul(zeros(4, 7))).toThrow(
    expect.objectContaining({
      advice:
        'the last size on the left must equal the second to last on the right; .T swaps the last two dimensions',
    }),
  )
  expect(() => zeros(2, 3, 4).matmul(zeros(2, 3, 4))).toThrow(
    expect.objectContaining({ advice: expect.stringContaining('; .mT swaps the last two dimensions') }),
  )
})

test('batch dimensions that do not broadcast are refused', () => {
  expect(() => zeros(2, 3, 4).matmul(zeros(5, 4, 3))).toThrow(
    'matmul: (2) and (5) do not broadcast: 2 and 5 differ',
  )
})

test('a scalar is refused', () => {
  expect(() => zeros(2, 3).matmul(tensor(2))).toThrow('matmul: (2, 3) @ (): a scalar has no rows or columns')
})
