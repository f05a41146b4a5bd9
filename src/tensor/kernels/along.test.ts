import { describe, expect, test } from 'vitest'
import { arange, tensor, zeros } from '../creation.ts'

const x = tensor([
  [1, 2, 3],
  [4, 5, 6],
])

describe('cumsum', () => {
  test('adds up along a dimension', () => {
    expect(x.cumsum(0).tolist()).toEqual([
      [1, 2, 3],
      [5, 7, 9],
    ])
    expect(x.cumsum(-1).tolist()).toEqual([
      [1, 3, 6],
      [4, 9, 15],
    ])
    expect(tensor([1, -1, 2]).cumsum(0).tolist()).toEqual([1, 0, 2])
    expect(arange(8).view(2, 2, 2).cumsum(1).tolist()).toEqual([
      [
        [0, 1],
        [2, 4],
      ],
      [
        [4, 5],
        [10, 12],
      ],
    ])
    expect(zeros(0, 3).cumsum(0).shape).toEqual([0, 3])
  })

  test('what was given stays as it is', () => {
    x.cumsum(0)
    expect(x.at(1, 0)).toBe(4)
  })

  test('a dimension that is not there is refused', () => {
    expect(() => x.cumsum(2)).toThrow('cumsum: there is no dimension 2: the tensor has 2 dimensions')
  })
})

test('flip (torch.flip, one dimension of the example of its page)', () => {
  const y = arange(8).view(2, 2, 2)
  expect(y.flip(0).flip(1).tolist()).toEqual([
    [
      [6, 7],
      [4, 5],
    ],
    [
      [2, 3],
      [0, 1],
    ],
  ])
  expect(x.flip(-1).tolist()).toEqual([
    [3, 2, 1],
    [6, 5, 4],
  ])
})

describe('gather', () => {
  test('the example of torch.gather', () => {
    const t = tensor([
      [1, 2],
      [3, 4],
    ])
    const index = tensor([
      [0, 0],
      [1, 0],
    ])
    expect(t.gather(1, index).tolist()).toEqual([
      [1, 1],
      [4, 3],
    ])
  })

  test('along dimension 0 the index stands for the row; negative numbers count from the end', () => {
    expect(x.gather(0, tensor([[1, -2, -1]])).tolist()).toEqual([[4, 2, 6]])
  })

  test('an index that does not fit is refused, with both shapes', () => {
    expect(() => x.gather(1, tensor([0, 1]))).toThrow(
      'an index of shape (2) does not fit (2, 3) along dimension 1',
    )
    expect(() => x.gather(1, zeros(3, 1))).toThrow('an index of shape (3, 1) does not fit (2, 3)')
    expect(() => x.gather(1, tensor([[3], [0]]))).toThrow(
      'gather: 3 is not an index of dimension 1, which has size 3',
    )
    expect(() => x.gather(1, tensor([[0.5], [0]]))).toThrow('gather: 0.5 is not an index')
  })
})

describe('scatter', () => {
  test('puts values in place, in a copy, and of several for one place the last stays', () => {
    const rows = tensor([
      [0, 2, 0],
      [-1, 0, 0],
    ])
    const values = tensor([
      [10, 20, 30],
      [40, 50, 60],
    ])
    expect(x.scatter(1, rows, values).tolist()).toEqual([
      [30, 2, 20],
      [60, 5, 40],
    ])
    expect(x.scatter(0, tensor([[1, 0, -1]]), 0).tolist()).toEqual([
      [1, 0, 3],
      [0, 5, 0],
    ])
    expect(x.scatter(1, zeros(2, 0), 0).tolist()).toEqual(x.tolist())
    expect(x.at(0, 0)).toBe(1)
  })

  test('values that do not fit the index are refused', () => {
    expect(() => x.scatter(1, tensor([[0], [1]]), zeros(2, 3))).toThrow(
      expect.objectContaining({
        message: 'scatter: values of shape (2, 3) do not fit the index of shape (2, 1)',
        advice: 'each index needs a value',
      }),
    )
  })
})

describe('scatterAdd', () => {
  test('the first two examples of torch.Tensor.scatter_add_', () => {
    const source = tensor([[1, 1, 1, 1, 1]])
    expect(
      zeros(3, 5)
        .scatterAdd(0, tensor([[0, 1, 2, 0, 0]]), source)
        .tolist(),
    ).toEqual([
      [1, 0, 0, 1, 1],
      [0, 1, 0, 0, 0],
      [0, 0, 1, 0, 0],
    ])
    const twice = tensor([
      [0, 1, 2, 0, 0],
      [0, 1, 2, 2, 2],
    ])
    expect(zeros(3, 5).scatterAdd(0, twice, 1).tolist()).toEqual([
      [2, 0, 0, 1, 1],
      [0, 2, 0, 0, 0],
      [0, 0, 2, 1, 1],
    ])
  })

  test('values that do not fit the index are refused', () => {
    expect(() => x.scatterAdd(1, tensor([[0], [1]]), zeros(2, 3))).toThrow(
      'scatterAdd: values of shape (2, 3) do not fit the index of shape (2, 1)',
    )
  })
})
