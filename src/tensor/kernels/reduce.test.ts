import { describe, expect, test } from 'vitest'
import { arange, prod, tensor, zeros } from '../creation.ts'

const x = arange(24).view(2, 3, 4)

describe('sum, mean and var', () => {
  test.each<[number | number[] | undefined, number[], number[]]>([
    [undefined, [], [1, 1, 1]],
    [0, [3, 4], [1, 3, 4]],
    [1, [2, 4], [2, 1, 4]],
    [-1, [2, 3], [2, 3, 1]],
    [[0, 2], [3], [1, 3, 1]],
    [[-1, 0], [3], [1, 3, 1]],
    [[0, 1, 2], [], [1, 1, 1]],
  ])('over %o leave the shape %o, or %o when kept', (dims, shape, kept) => {
    for (const op of ['sum', 'mean', 'var'] as const) {
      expect(x[op](dims).shape).toEqual(shape)
      expect(x[op](dims, { keepdim: true }).shape).toEqual(kept)
    }
  })

  test('null means all dimensions', () => {
    expect(x.sum(null).item()).toBe(276)
    expect(x.mean(null, { keepdim: true }).tolist()).toEqual([[[11.5]]])
  })

  test('add up along the dimension that is named', () => {
    const y = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(y.sum().item()).toBe(21)
    expect(y.sum(0).tolist()).toEqual([5, 7, 9])
    expect(y.sum(1, { keepdim: true }).tolist()).toEqual([[6], [15]])
    expect(y.mean(1).tolist()).toEqual([2, 5])
    expect(y.var(1).tolist()).toEqual([1, 1])
    expect(y.var(0, { unbiased: false }).tolist()).toEqual([2.25, 2.25, 2.25])
    expect(y.std(0, { unbiased: false }).tolist()).toEqual([1.5, 1.5, 1.5])
    expect(x.sum([0, 2]).tolist()).toEqual([60, 92, 124])
  })

  test('a large mean costs var no digits', () => {
    expect(
      tensor([1e9 + 1, 1e9 + 2, 1e9 + 3])
        .var()
        .item(),
    ).toBe(1)
  })

  test('of nothing: the sum is 0, the mean NaN; of one element or none var and std are NaN', () => {
    expect(zeros(0).sum().item()).toBe(0)
    expect(zeros(0, 2).sum(0).tolist()).toEqual([0, 0])
    expect(zeros(2, 0).sum(0).shape).toEqual([0])
    expect(zeros(0).mean().item()).toBeNaN()
    for (const op of ['var', 'std'] as const) {
      expect(tensor([5])[op]().item()).toBeNaN()
      expect(tensor([5])[op](0, { unbiased: false }).item()).toBe(0)
      for (const unbiased of [true, false]) {
        expect(zeros(0)[op](null, { unbiased }).item()).toBeNaN()
        expect(zeros(0, 2)[op](0, { unbiased }).tolist()).toEqual([NaN, NaN])
        expect(zeros(2, 0)[op](0, { unbiased }).shape).toEqual([0])
      }
    }
  })
})

describe('prod', () => {
  test('multiplies all, or along a dimension', () => {
    const y = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(y.prod().item()).toBe(720)
    expect(y.prod(0).tolist()).toEqual([4, 10, 18])
    expect(y.prod(-1, { keepdim: true }).tolist()).toEqual([[6], [120]])
    expect(x.prod(1).shape).toEqual([2, 4])
    expect(prod(y, 1).tolist()).toEqual([6, 120])
  })

  test('of nothing is 1', () => {
    expect(zeros(0).prod().item()).toBe(1)
    expect(zeros(2, 0).prod(1).tolist()).toEqual([1, 1])
    expect(zeros(2, 0).prod(0).shape).toEqual([0])
  })
})

describe('max, min and where they are', () => {
  const y = tensor([
    [3, 9, 9],
    [7, -1, 7],
  ])

  test('of everything', () => {
    expect(y.max().item()).toBe(9)
    expect(y.min().item()).toBe(-1)
    expect(y.argmax().item()).toBe(1)
    expect(y.argmin().item()).toBe(4)
    expect(y.argmax(undefined, { keepdim: true }).tolist()).toEqual([[1]])
    expect(tensor(5).max().item()).toBe(5)
  })

  test('along a dimension, with the first index of equals', () => {
    const { values, indices } = y.max(1)
    expect(values.tolist()).toEqual([9, 7])
    expect(indices.tolist()).toEqual([1, 0])
    expect(y.min(0, { keepdim: true }).values.tolist()).toEqual([[3, -1, 7]])
    expect(y.min(0, { keepdim: true }).indices.tolist()).toEqual([[0, 1, 1]])
    expect(y.argmax(-1).tolist()).toEqual([1, 0])
    expect(x.argmax(1).tolist()).toEqual([
      [2, 2, 2, 2],
      [2, 2, 2, 2],
    ])
  })

  test('the flat position counts through all dimensions', () => {
    expect(
      x
        .neg()
        .indexPut([tensor(1), tensor(2), tensor(1)], 5)
        .argmax()
        .item(),
    ).toBe(21)
  })

  test('NaN wins, and the first NaN is the place', () => {
    const z = tensor([
      [1, NaN, NaN],
      [4, 5, 6],
    ])
    expect(z.max().item()).toBeNaN()
    expect(z.max(1).values.tolist()).toEqual([NaN, 6])
    expect(z.max(1).indices.tolist()).toEqual([1, 2])
    expect(z.min(1).values.tolist()).toEqual([NaN, 4])
    expect(z.argmin().item()).toBe(1)
  })

  test('infinities are numbers like others', () => {
    expect(tensor([-Infinity, -Infinity]).max(0).indices.item()).toBe(0)
    expect(tensor([1, Infinity]).max().item()).toBe(Infinity)
  })

  test('nothing has no maximum, but no rows have no maxima', () => {
    expect(() => zeros(0).max()).toThrow('max: there are no elements to choose from')
    expect(() => zeros(2, 0).min(1)).toThrow('min: there are no elements to choose from')
    expect(zeros(0, 3).max(1).values.shape).toEqual([0])
  })

  test('several dimensions are refused, as in PyTorch', () => {
    for (const op of ['max', 'min', 'argmax', 'argmin'] as const) {
      expect(() => y[op]([0, 1] as unknown as number)).toThrow(`${op}: takes one dimension, not a list of 2`)
    }
  })

  test('null is no dimension: all of them, as undefined', () => {
    expect(y.max(...([null] as unknown as [])).item()).toBe(9)
  })
})

test('a dimension that is named twice is refused', () => {
  for (const op of ['sum', 'mean', 'var', 'std'] as const) {
    expect(() => x[op]([0, -3])).toThrow(
      expect.objectContaining({
        message: `${op}: [0, -3] names dimension 0 twice`,
        advice: 'name each dimension once; negative numbers count from the end',
      }),
    )
  }
  expect(() => x.flip([0, 0])).toThrow('flip: [0, 0] names dimension 0 twice')
  expect(() => x.sum([1, 1])).toThrow('sum: [1, 1] names dimension 1 twice')
})

test('a dimension that is not there is refused', () => {
  expect(() => x.sum(3)).toThrow('sum: there is no dimension 3: the tensor has 3 dimensions')
  expect(() => x.mean([0, -4])).toThrow('mean: there is no dimension -4: the tensor has 3 dimensions')
  expect(() => x.max(0.5)).toThrow('max: there is no dimension 0.5: the tensor has 3 dimensions')
  expect(() => tensor(1).sum(0)).toThrow(expect.objectContaining({ advice: 'leave the dimension out' }))
  expect(() => x.sum(3)).toThrow(expect.objectContaining({ advice: 'use a number from -3 to 2' }))
})
