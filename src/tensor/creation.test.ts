import { describe, expect, test } from 'vitest'
import { arange, eye, full, fullLike, matmul, ones, onesLike, tensor, zeros, zerosLike } from './creation.ts'
import type { NestedNumbers } from './tensor.ts'

describe('tensor', () => {
  test.each<[NestedNumbers, number[]]>([
    [5, []],
    [[], [0]],
    [[1, 2], [2]],
    [
      [[1], [2]],
      [2, 1],
    ],
    [
      [[], []],
      [2, 0],
    ],
    [
      [[[1, 2]], [[3, 4]]],
      [2, 1, 2],
    ],
  ])('of %j has its shape and its numbers', (lists, shape) => {
    expect(tensor(lists).shape).toEqual(shape)
    expect(tensor(lists).tolist()).toEqual(lists)
  })

  test('takes a flat list or a typed array with a shape, and copies it', () => {
    expect(tensor([1, 2, 3, 4], [2, 2]).tolist()).toEqual([
      [1, 2],
      [3, 4],
    ])
    const data = Float64Array.of(1, 2)
    const x = tensor(data)
    data[0] = 100
    expect(x.tolist()).toEqual([1, 2])
    expect(tensor(Int8Array.of(-1, 1), [2, 1]).tolist()).toEqual([[-1], [1]])
  })

  test('refuses lists that are ragged', () => {
    expect(() => tensor([[1, 2], [3]])).toThrow(
      'tensor: the lists have different lengths: expected 2 entries, found a list of 1',
    )
    expect(() => tensor([[1, 2], 3])).toThrow(
      'tensor: the lists have different lengths: expected 2 entries, found the number 3',
    )
    expect(() => tensor([1, [2]])).toThrow('tensor: expected a number, found a list of 1')
  })

  test('refuses what is no number', () => {
    const of = (value: unknown) => () => tensor(value as NestedNumbers)
    expect(of('abc')).toThrow('tensor: expected a number, found the text "abc"')
    expect(of([1, null])).toThrow('tensor: expected a number, found null')
    expect(of(undefined)).toThrow('tensor: expected a number, found undefined')
    expect(of([[true]])).toThrow('tensor: expected a number, found the boolean true')
    expect(of([tensor(1)])).toThrow('tensor: expected a number, found a tensor of shape ()')
  })

  test('refuses a shape that the numbers do not fill', () => {
    expect(() => tensor([1, 2, 3], [2, 2])).toThrow('tensor: 3 numbers do not fill the shape (2, 2)')
  })
})

test('zeros, ones and full take sizes one by one or as a list', () => {
  expect(zeros(2, 3).shape).toEqual([2, 3])
  expect(zeros([2, 3]).tolist()).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ])
  expect(ones().item()).toBe(1)
  expect(ones([]).shape).toEqual([])
  expect(full([2], 7).tolist()).toEqual([7, 7])
})

test('the likes take the shape of another', () => {
  const x = zeros(2, 1)
  expect(zerosLike(x).tolist()).toEqual([[0], [0]])
  expect(onesLike(x).tolist()).toEqual([[1], [1]])
  expect(fullLike(x, 3).tolist()).toEqual([[3], [3]])
})

test('sizes that are no sizes are refused', () => {
  expect(() => zeros(2, -1)).toThrow('(2, -1) is not a shape: -1 is not a size')
  expect(() => ones(1.5)).toThrow('(1.5) is not a shape: 1.5 is not a size')
  expect(() => zeros(Number.NaN)).toThrow('(NaN) is not a shape: NaN is not a size')
  expect(() => zeros(2, [3][1])).toThrow('(2, undefined) is not a shape: undefined is not a size')
})

describe('arange', () => {
  test.each<[number[], number[]]>([
    [[4], [0, 1, 2, 3]],
    [
      [1, 4],
      [1, 2, 3],
    ],
    [
      [1, 2.5, 0.5],
      [1, 1.5, 2],
    ],
    [
      [3, 0, -1],
      [3, 2, 1],
    ],
    [
      [0, 5, 2],
      [0, 2, 4],
    ],
    [[0], []],
    [[3, 3], []],
    [[3, 3, -1], []],
  ])('of %o is %o', ([start, end, step], numbers) => {
    expect(arange(start, end, step).tolist()).toEqual(numbers)
  })

  test('refuses what never ends', () => {
    expect(() => arange(0, 1, 0)).toThrow('arange: the step must not be 0')
    expect(() => arange(3, 3, 0)).toThrow('arange: the step must not be 0')
    expect(() => arange(Infinity)).toThrow('arange: 0, Infinity, 1 is not a range')
    expect(() => arange(Number.NaN)).toThrow('arange: 0, NaN, 1 is not a range')
    expect(() => arange(1e12)).toThrow('would hold 1,000,000,000,000 numbers')
  })

  test.each([
    [[5, 2], 'arange: from 5 down to 2 needs a negative step: arange(5, 2, -1)'],
    [[-3], 'arange: from 0 down to -3 needs a negative step: arange(0, -3, -1)'],
    [[2, 5, -0.5], 'arange: from 2 up to 5 needs a positive step: arange(2, 5, 0.5)'],
    [[5, 4.5, 1], 'arange: from 5 down to 4.5 needs a negative step: arange(5, 4.5, -1)'],
  ])('refuses %o, which leads away from its end', ([start, end, step], message) => {
    expect(() => arange(start, end, step)).toThrow(message)
  })
})

test('eye is the identity', () => {
  expect(eye(2).tolist()).toEqual([
    [1, 0],
    [0, 1],
  ])
  expect(eye(0).shape).toEqual([0, 0])
  expect(
    matmul(
      eye(2),
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ).tolist(),
  ).toEqual([
    [1, 2],
    [3, 4],
  ])
})
