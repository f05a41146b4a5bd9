import { describe, expect, test } from 'vitest'
import { arange, clamp, maximum, ones, tensor, where, zeros } from '../creation.ts'

describe('broadcasting', () => {
  test.each([
    [[], [], []],
    [[3], [], [3]],
    [[], [2, 3], [2, 3]],
    [[2, 3], [3], [2, 3]],
    [[2, 1], [3], [2, 3]],
    [
      [1, 3],
      [2, 1],
      [2, 3],
    ],
    [
      [4, 1, 3],
      [2, 1],
      [4, 2, 3],
    ],
    [
      [5, 4],
      [1, 1],
      [5, 4],
    ],
    [[0, 3], [3], [0, 3]],
    [
      [0, 3],
      [1, 3],
      [0, 3],
    ],
    [[1], [0], [0]],
  ])('%o and %o make %o', (a, b, shape) => {
    expect(ones(a).add(ones(b)).shape).toEqual(shape)
    expect(where(ones(a), ones(b), 0).shape).toEqual(shape)
  })

  test('a row repeats downwards, a column sideways, and both make a table', () => {
    const row = tensor([[1, 2, 3]])
    const column = tensor([[10], [20]])
    expect(column.add(row).tolist()).toEqual([
      [11, 12, 13],
      [21, 22, 23],
    ])
    expect(row.sub(column).tolist()).toEqual([
      [-9, -8, -7],
      [-19, -18, -17],
    ])
    expect(
      tensor([
        [1, 2],
        [3, 4],
      ])
        .mul(tensor([10, 100]))
        .tolist(),
    ).toEqual([
      [10, 200],
      [30, 400],
    ])
  })

  test('sizes that differ and are not 1 are refused, with both shapes', () => {
    expect(() => zeros(3, 4).add(zeros(3))).toThrow('add: (3, 4) and (3) do not broadcast: 4 and 3 differ')
    expect(() => zeros(2, 3).div(zeros(4, 3))).toThrow(
      'div: (2, 3) and (4, 3) do not broadcast: 2 and 4 differ',
    )
    expect(() => zeros(0).eq(zeros(2))).toThrow('eq: (0) and (2) do not broadcast: 0 and 2 differ')
    expect(() => where(zeros(2), zeros(3), 0)).toThrow('where: (2) and (3) do not broadcast: 2 and 3 differ')
    expect(() => zeros(2).add(zeros(3))).toThrow(
      expect.objectContaining({
        code: 'tensor',
        advice: 'shapes are lined up at the right; in each pair the sizes must be equal, or one of them 1',
      }),
    )
  })
})

describe('two numbers in', () => {
  test('a number stands for a tensor', () => {
    expect(tensor([1, 2]).add(10).tolist()).toEqual([11, 12])
    expect(
      tensor(1)
        .sub(tensor([3, 4]))
        .tolist(),
    ).toEqual([-2, -3])
    expect(maximum(0, tensor([-1, 1])).tolist()).toEqual([0, 1])
  })

  test('division by zero and powers of negative numbers are what IEEE 754 says', () => {
    expect(tensor([1, -1, 0]).div(0).tolist()).toEqual([Infinity, -Infinity, NaN])
    expect(
      tensor([-8, 0, 0])
        .pow(tensor([1 / 3, 0, -1]))
        .tolist(),
    ).toEqual([NaN, 1, Infinity])
  })

  test('maximum and minimum pass NaN on from either side', () => {
    expect(
      tensor([NaN, 1])
        .maximum(tensor([2, NaN]))
        .tolist(),
    ).toEqual([NaN, NaN])
    expect(
      tensor([NaN, 1])
        .minimum(tensor([2, NaN]))
        .tolist(),
    ).toEqual([NaN, NaN])
  })

  test('comparisons give 1 and 0, and NaN equals nothing', () => {
    const [a, b] = [tensor([1, 2, 3, NaN]), tensor([2, 2, 2, NaN])]
    expect(a.eq(b).tolist()).toEqual([0, 1, 0, 0])
    expect(a.ne(b).tolist()).toEqual([1, 0, 1, 1])
    expect(a.lt(b).tolist()).toEqual([1, 0, 0, 0])
    expect(a.le(b).tolist()).toEqual([1, 1, 0, 0])
    expect(a.gt(b).tolist()).toEqual([0, 0, 1, 0])
    expect(a.ge(b).tolist()).toEqual([0, 1, 1, 0])
  })

  test('where takes the first wherever the condition is not 0', () => {
    expect(where(tensor([1, 0, -2]), tensor([1, 2, 3]), 9).tolist()).toEqual([1, 9, 3])
  })

  test('where takes the element at each position, of whatever is repeated there', () => {
    const [n, m, k] = [2, 3, 4]
    const shapes = [[], [k], [1, k], [m, k], [n, m, k], [1, m, k], [n, 1, 1], [n, 1, k], [m, 1], [1, 1, 1]]
    const at = (shape: number[], position: number[]): number => {
      const own = position.slice(position.length - shape.length)
      return own.reduce((sum, index, dim) => sum * shape[dim] + (shape[dim] === 1 ? 0 : index), 0)
    }
    for (const c of shapes) {
      for (const a of shapes) {
        for (const b of shapes) {
          const condition = arange(zeros(c).data.length).mul(0.7).sin().gt(0).view(c)
          const left = arange(zeros(a).data.length).view(a)
          const right = arange(zeros(b).data.length).add(100).view(b)
          const result = where(condition, left, right)
          const { shape } = result
          for (const i of result.data.keys()) {
            const places = shape.map((size, dim) => {
              const inner = shape.slice(dim + 1).reduce((product, other) => product * other, 1)
              return Math.floor(i / inner) % size
            })
            const choice = condition.data[at(c, places)] !== 0
            const expected = choice ? at(a, places) : at(b, places) + 100
            if (result.data[i] !== expected) expect({ c, a, b, i, is: result.data[i] }).toBe(expected)
          }
        }
      }
    }
  })

  test('maskedFill puts one number where the mask is not 0, and stretches either of them', () => {
    const x = tensor([1, -2, 3])
    expect(x.maskedFill(x.lt(0), 0).tolist()).toEqual([1, 0, 3])
    expect(x.maskedFill(tensor([[0], [1]]), tensor(7)).tolist()).toEqual([
      [1, -2, 3],
      [7, 7, 7],
    ])
    expect(x.maskedFill(tensor(0), NaN).tolist()).toEqual([1, -2, 3])
  })
})

describe('one number in', () => {
  test('sigmoid neither overflows nor loses small values', () => {
    expect(tensor([-1000, 0, 1000]).sigmoid().tolist()).toEqual([0, 0.5, 1])
    expect(tensor(-700).sigmoid().item()).toBeCloseTo(Math.exp(-700), 315)
    expect(tensor(-700).sigmoid().item()).toBeGreaterThan(0)
  })

  test('relu keeps NaN and drops what is below 0', () => {
    expect(tensor([-2, 0, 3, NaN]).relu().tolist()).toEqual([0, 0, 3, NaN])
  })

  test('clamp keeps what lies within its bounds, of which either may be missing', () => {
    const x = tensor([-2, 0.5, 3, NaN])
    expect(x.clamp(0, 1).tolist()).toEqual([0, 0.5, 1, NaN])
    expect(x.clamp(0).tolist()).toEqual([0, 0.5, 3, NaN])
    expect(x.clamp(null, 1).tolist()).toEqual([-2, 0.5, 1, NaN])
    expect(x.clamp(undefined, 1).tolist()).toEqual([-2, 0.5, 1, NaN])
    expect(x.clamp({ min: 0, max: 1 }).tolist()).toEqual([0, 0.5, 1, NaN])
    expect(x.clamp({ max: 1 }).tolist()).toEqual([-2, 0.5, 1, NaN])
    expect(clamp(x, 0).tolist()).toEqual([0, 0.5, 3, NaN])
  })

  test('of bounds that have changed places the upper one counts, and NaN is no bound, as in PyTorch', () => {
    expect(tensor([1, 4, 9]).clamp(5, 3).tolist()).toEqual([3, 3, 3])
    expect(tensor([1, 4]).clamp(NaN).tolist()).toEqual([NaN, NaN])
  })

  test('square, reciprocal and rsqrt are powers', () => {
    expect(tensor([4, 0.25]).square().tolist()).toEqual([16, 0.0625])
    expect(tensor([4, 0.25]).reciprocal().tolist()).toEqual([0.25, 4])
    expect(tensor([4, 0.25]).rsqrt().tolist()).toEqual([0.5, 2])
  })

  test('an empty tensor stays empty', () => {
    expect(zeros(0, 3).exp().shape).toEqual([0, 3])
  })
})
