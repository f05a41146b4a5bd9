import { describe, expect, test } from 'vitest'
import { arange, oneHot, tensor, zeros } from '../creation.ts'

const x = tensor([
  [0, 1, 2],
  [10, 11, 12],
  [20, 21, 22],
  [30, 31, 32],
])

describe('index', () => {
  test('one index picks rows, in any arrangement and as often as they are named', () => {
    expect(x.index(tensor([3, 0, 3])).tolist()).toEqual([
      [30, 31, 32],
      [0, 1, 2],
      [30, 31, 32],
    ])
    expect(
      x.index(
        tensor([
          [1, 2],
          [0, 0],
        ]),
      ).shape,
    ).toEqual([2, 2, 3])
    expect(x.index(2).tolist()).toEqual([20, 21, 22])
    expect(x.index(tensor([-1])).tolist()).toEqual([[30, 31, 32]])
    expect(x.index(zeros(0)).shape).toEqual([0, 3])
  })

  test('two indices pick elements, pair by pair', () => {
    expect(x.index(arange(4), tensor([2, 1, 0, -1])).tolist()).toEqual([2, 11, 20, 32])
    expect(x.index(3, 1).item()).toBe(31)
  })

  test('indices broadcast together', () => {
    expect(x.index(arange(2).view(2, 1), tensor([0, 2])).tolist()).toEqual([
      [0, 2],
      [10, 12],
    ])
    expect(x.index(1, tensor([0, 2])).tolist()).toEqual([10, 12])
    expect(() => x.index(arange(2), arange(3))).toThrow('index: (2) and (3) do not broadcast: 2 and 3 differ')
  })

  test('what is not an index is refused, with its dimension', () => {
    expect(() => x.index(4)).toThrow('index: 4 is not an index of dimension 0, which has size 4')
    expect(() => x.index(0, -4)).toThrow('index: -4 is not an index of dimension 1, which has size 3')
    expect(() => x.index(0.5)).toThrow('index: 0.5 is not an index of dimension 0, which has size 4')
    expect(() => x.index(NaN)).toThrow('index: NaN is not an index of dimension 0, which has size 4')
    expect(() => zeros(0, 3).index(0)).toThrow('index: 0 is not an index of dimension 0, which has size 0')
    expect(() => x.index(4)).toThrow(
      expect.objectContaining({ advice: 'indices are whole numbers; negative numbers count from the end' }),
    )
  })

  test('no index, or more than there are dimensions, are refused', () => {
    expect(() => x.index()).toThrow('index: a tensor of shape (4, 3) takes 1 to 2 indices, not 0')
    expect(() => x.index(0, 0, 0)).toThrow('index: a tensor of shape (4, 3) takes 1 to 2 indices, not 3')
    expect(() => tensor(1).index(0)).toThrow('index: a tensor of shape () has no dimension to index')
  })
})

describe('indexPut and indexAdd', () => {
  test('put values in place, in a copy', () => {
    const y = zeros(2, 2)
    expect(y.indexPut([arange(2), tensor([1, 0])], -0.5).tolist()).toEqual([
      [0, -0.5],
      [-0.5, 0],
    ])
    expect(y.indexPut(1, tensor([7, 8])).tolist()).toEqual([
      [0, 0],
      [7, 8],
    ])
    expect(y.indexPut([tensor([0, -1])], tensor([[1], [2]])).tolist()).toEqual([
      [1, 1],
      [2, 2],
    ])
    expect(y.tolist()).toEqual([
      [0, 0],
      [0, 0],
    ])
  })

  test('the last of several values stays, or all are added', () => {
    const places = tensor([1, 1, 0])
    const values = tensor([5, 6, 7])
    expect(tensor([100, 200]).indexPut(places, values).tolist()).toEqual([7, 6])
    expect(tensor([100, 200]).indexAdd(places, values).tolist()).toEqual([107, 211])
    expect(
      zeros(2, 2)
        .indexAdd(
          tensor([
            [1, 1],
            [1, 0],
          ]),
          1,
        )
        .tolist(),
    ).toEqual([
      [1, 1],
      [3, 3],
    ])
  })

  test('values that do not fit the places are refused', () => {
    expect(() => zeros(4).indexPut(arange(2), arange(3))).toThrow(
      'indexPut: (3) and (2) do not broadcast: 3 and 2 differ',
    )
    expect(() => zeros(4).indexAdd(arange(2), zeros(3, 2))).toThrow(
      'indexAdd: values of shape (3, 2) do not fit the indices, which name (2) places',
    )
    expect(() => zeros(4).indexAdd(arange(1), arange(3))).toThrow(
      'indexAdd: values of shape (3) do not fit the indices, which name (1) places',
    )
    expect(() => zeros(4).indexPut(4, 1)).toThrow(
      'indexPut: 4 is not an index of dimension 0, which has size 4',
    )
  })
})

describe('oneHot', () => {
  test('has a 1 in the place of each class', () => {
    expect(oneHot(tensor([2, 0]), 3).tolist()).toEqual([
      [0, 0, 1],
      [1, 0, 0],
    ])
    expect(oneHot(tensor([[0, 1]]), 2).shape).toEqual([1, 2, 2])
    expect(oneHot(tensor(1), 2).tolist()).toEqual([0, 1])
  })

  test('refuses what is not a class, also negative numbers, as in PyTorch', () => {
    expect(() => oneHot(tensor([0, 3]), 3)).toThrow('oneHot: 3 is not a class from 0 to 2')
    expect(() => oneHot(tensor([-1]), 3)).toThrow('oneHot: -1 is not a class from 0 to 2')
    expect(() => oneHot(tensor([0.5]), 3)).toThrow('oneHot: 0.5 is not a class from 0 to 2')
    expect(() => oneHot(tensor([0]), undefined as unknown as number)).toThrow(
      'oneHot: the number of classes must be a whole number, not undefined',
    )
  })
})
