import { describe, expect, test } from 'vitest'
import { arange, broadcastTo, cat, stack, tensor, zeros } from '../creation.ts'
import type { Tensor } from '../tensor.ts'

const x = tensor([
  [0, 1, 2],
  [3, 4, 5],
])

describe('view and its relatives', () => {
  test('keep the order of the numbers', () => {
    expect(x.view(3, 2).tolist()).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ])
    expect(x.view([6]).tolist()).toEqual([0, 1, 2, 3, 4, 5])
    expect(x.reshape(1, 6, 1).shape).toEqual([1, 6, 1])
    expect(x.flatten().shape).toEqual([6])
    expect(zeros(2, 3, 4, 5).flatten(1, 2).shape).toEqual([2, 12, 5])
    expect(zeros(2, 3, 4, 5).flatten(-2).shape).toEqual([2, 3, 20])
    expect(tensor(5).flatten().shape).toEqual([1])
    expect(tensor(5).view(1, 1).shape).toEqual([1, 1])
    expect(tensor([5]).view().shape).toEqual([])
    expect(x.viewAs(zeros(3, 2)).tolist()).toEqual(x.view(3, 2).tolist())
  })

  test('work out one size that is -1', () => {
    expect(x.view(-1).shape).toEqual([6])
    expect(x.view(3, -1).shape).toEqual([3, 2])
    expect(x.view(-1, 6, 1).shape).toEqual([1, 6, 1])
    expect(zeros(0, 3).view(-1, 3).shape).toEqual([0, 3])
  })

  test('refuse what does not fit', () => {
    expect(() => x.view(4)).toThrow('view: (2, 3) has 6 elements, (4) does not')
    expect(() => x.view(4, -1)).toThrow('view: (2, 3) has 6 elements, (4, -1) does not')
    expect(() => x.view(-2, -3)).toThrow('view: (2, 3) has 6 elements, (-2, -3) does not')
    expect(() => x.view(1.5, 4)).toThrow('view: (2, 3) has 6 elements, (1.5, 4) does not')
    expect(() => x.view(-1, -1)).toThrow(expect.objectContaining({ advice: 'only one size may be -1' }))
    expect(() => zeros(0).view(0, -1)).toThrow('view: (0) has 0 elements, (0, -1) does not')
  })

  test('squeeze drops sizes of 1, all or the one named; unsqueeze adds one', () => {
    const y = zeros(1, 3, 1)
    expect(y.squeeze().shape).toEqual([3])
    expect(y.squeeze(0).shape).toEqual([3, 1])
    expect(y.squeeze(-1).shape).toEqual([1, 3])
    expect(y.squeeze(1).shape).toEqual([1, 3, 1])
    expect(x.unsqueeze(0).shape).toEqual([1, 2, 3])
    expect(x.unsqueeze(-1).shape).toEqual([2, 3, 1])
    expect(() => x.unsqueeze(3)).toThrow('unsqueeze: there is no dimension 3: the result has 3 dimensions')
  })
})

describe('permute', () => {
  test('moves the numbers with the dimensions', () => {
    expect(x.T.tolist()).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ])
    expect(x.transpose(0, 1).tolist()).toEqual(x.T.tolist())
    const y = arange(24).view(2, 3, 4)
    expect(y.permute(2, 0, 1).shape).toEqual([4, 2, 3])
    expect(y.permute([2, 0, 1]).at(3, 1, 2)).toBe(y.at(1, 2, 3))
    expect(y.permute(-1, 0, -2).at(3, 1, 2)).toBe(y.at(1, 2, 3))
    expect(y.T.shape).toEqual([2, 4, 3])
    expect(y.transpose(0, -1).shape).toEqual([4, 3, 2])
  })

  test('t is T of two dimensions at most', () => {
    expect(x.t().tolist()).toEqual(x.T.tolist())
    expect(tensor([1, 2]).t().tolist()).toEqual([1, 2])
    expect(() => zeros(2, 2, 2).t()).toThrow(
      expect.objectContaining({ advice: 'x.transpose(0, 1) swaps two of more' }),
    )
  })

  test('T of a vector or a scalar is itself', () => {
    expect(tensor([1, 2]).T.tolist()).toEqual([1, 2])
    expect(tensor(1).T.tolist()).toBe(1)
  })

  test('names each dimension once', () => {
    expect(() => x.permute(0, 0)).toThrow('permute: [0, 0] names dimension 0 twice')
    expect(() => x.permute(1, -1)).toThrow('permute: [1, -1] names dimension 1 twice')
    expect(() => x.permute(0)).toThrow('permute: (0) does not name each dimension of (2, 3) once')
    expect(() => x.permute(0, 1, 1)).toThrow('permute: [0, 1, 1] names dimension 1 twice')
    expect(() => x.permute(0, 2)).toThrow('permute: there is no dimension 2: the tensor has 2 dimensions')
  })
})

describe('expand', () => {
  test('repeats sizes of 1 and adds dimensions in front', () => {
    expect(
      tensor([[1], [2]])
        .expand(2, 3)
        .tolist(),
    ).toEqual([
      [1, 1, 1],
      [2, 2, 2],
    ])
    expect(tensor([1, 2]).expand(3, -1).tolist()).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ])
    expect(tensor(7).expand([2]).tolist()).toEqual([7, 7])
    expect(tensor([[1], [2]]).expandAs(x).shape).toEqual([2, 3])
    expect(tensor([1]).expand(0).shape).toEqual([0])
    expect(tensor([1, 2]).broadcastTo(2, -1).tolist()).toEqual([
      [1, 2],
      [1, 2],
    ])
    expect(broadcastTo(tensor([[1], [2]]), [2, 2]).tolist()).toEqual([
      [1, 1],
      [2, 2],
    ])
  })

  test('refuses anything else', () => {
    expect(() => x.expand(4, 3)).toThrow('expand: (2, 3) cannot be repeated to (4, 3)')
    expect(() => x.expand(3)).toThrow('expand: (2, 3) cannot be repeated to (3)')
    expect(() => x.expand(-1, 2, 3)).toThrow('expand: (2, 3) cannot be repeated to (-1, 2, 3)')
    expect(() => tensor([1]).expand(2.5)).toThrow('expand: (1) cannot be repeated to (2.5)')
  })
})

describe('repeat', () => {
  const row = tensor([[1, 2]])
  test('puts copies side by side', () => {
    expect(row.repeat(2, 2).tolist()).toEqual([
      [1, 2, 1, 2],
      [1, 2, 1, 2],
    ])
    expect(x.repeat(1, 2).tolist()).toEqual([
      [0, 1, 2, 0, 1, 2],
      [3, 4, 5, 3, 4, 5],
    ])
    expect(x.repeat([2, 1]).tolist()).toEqual([...(x.tolist() as number[][]), ...(x.tolist() as number[][])])
  })

  test('adds dimensions in front', () => {
    expect(row.repeat(2, 1, 1).tolist()).toEqual([[[1, 2]], [[1, 2]]])
    expect(tensor(5).repeat(2, 3).tolist()).toEqual([
      [5, 5, 5],
      [5, 5, 5],
    ])
  })

  test('may make nothing, or one copy, which is a tensor of its own', () => {
    expect(x.repeat(0, 2).shape).toEqual([0, 6])
    expect(zeros(0, 3).repeat(2, 2).shape).toEqual([0, 6])
    expect(x.repeat(1, 1).tolist()).toEqual(x.tolist())
    expect(x.repeat(1, 1)).not.toBe(x)
    expect(tensor(5).repeat().tolist()).toBe(5)
  })
})

describe('tril and triu', () => {
  const y = arange(1, 10).view(3, 3)
  test('keep one side of a diagonal, of matrices of any shape', () => {
    expect(y.tril().tolist()).toEqual([
      [1, 0, 0],
      [4, 5, 0],
      [7, 8, 9],
    ])
    expect(y.triu().tolist()).toEqual([
      [1, 2, 3],
      [0, 5, 6],
      [0, 0, 9],
    ])
    expect(x.tril(1).tolist()).toEqual([
      [0, 1, 0],
      [3, 4, 5],
    ])
    expect(x.T.triu(-1).tolist()).toEqual([
      [0, 3],
      [1, 4],
      [0, 5],
    ])
    expect(arange(8).view(2, 2, 2).tril(-1).tolist()).toEqual([
      [
        [0, 0],
        [2, 0],
      ],
      [
        [0, 0],
        [6, 0],
      ],
    ])
  })

  test('together they are the matrix, wherever the diagonal lies', () => {
    for (let diagonal = -5; diagonal <= 5; diagonal++) {
      for (const matrix of [x, x.T, y]) {
        const sum = matrix.tril(diagonal).add(matrix.triu(diagonal + 1))
        expect(sum.tolist()).toEqual(matrix.tolist())
      }
    }
  })

  test('what is not kept is 0, whatever it was', () => {
    expect(tensor([NaN, Infinity, NaN, 1], [2, 2]).tril().tolist()).toEqual([
      [NaN, 0],
      [NaN, 1],
    ])
    expect(zeros(0, 3).tril().shape).toEqual([0, 3])
    expect(zeros(2, 0).triu().shape).toEqual([2, 0])
  })
})

describe('slice', () => {
  const y = arange(6)

  test('takes from start up to, not including, end', () => {
    expect(y.slice(0, 2, 4).tolist()).toEqual([2, 3])
    expect(y.slice(0, -2).tolist()).toEqual([4, 5])
    expect(y.slice(0, 0, -4).tolist()).toEqual([0, 1])
    expect(y.slice(0, 1, 6, 2).tolist()).toEqual([1, 3, 5])
    expect(y.slice(0, 0, Infinity, 4).tolist()).toEqual([0, 4])
    expect(x.slice(1, 1).tolist()).toEqual([
      [1, 2],
      [4, 5],
    ])
    expect(x.slice(-1, 0, 1).tolist()).toEqual([[0], [3]])
  })

  test('stops at the edges, and may be empty', () => {
    expect(y.slice(0, 4, 99).tolist()).toEqual([4, 5])
    expect(y.slice(0, -99, 1).tolist()).toEqual([0])
    expect(y.slice(0, 4, 2).shape).toEqual([0])
    expect(x.slice(0, 9).shape).toEqual([0, 3])
  })

  test('refuses steps below 1 and places that are not whole', () => {
    expect(() => y.slice(0, 0, 3, 0)).toThrow('slice: the step must be 1 or more, not 0')
    expect(() => y.slice(0, 5, 0, -1)).toThrow('slice: the step must be 1 or more, not -1')
    expect(() => y.slice(0, 0.5)).toThrow('slice: 0.5 is not a whole number')
    expect(() => y.slice(0, 0, NaN)).toThrow('slice: NaN is not a whole number')
  })
})

describe('split and chunk', () => {
  test('cut along a dimension, and cat joins the parts again', () => {
    const y = arange(24).view(2, 3, 4)
    const cuts: readonly (readonly [dim: number, parts: readonly Tensor[]])[] = [
      [2, y.split(3, -1)],
      [1, y.split([1, 0, 2], 1)],
      [1, y.split(9, 1)],
      [2, y.chunk(2, 2)],
      [0, y.chunk(5)],
    ]
    for (const [dim, parts] of cuts) expect(cat(parts, dim).tolist()).toEqual(y.tolist())
    const [a, b] = x.split([1, 2], 1)
    expect(a.tolist()).toEqual([[0], [3]])
    expect(b.tolist()).toEqual([
      [1, 2],
      [4, 5],
    ])
  })

  test('of nothing there is one part, with nothing in it', () => {
    expect(zeros(0, 2).split(3)[0].shape).toEqual([0, 2])
    expect(zeros(0, 2).chunk(3)).toHaveLength(1)
    expect(zeros(0).split([])).toEqual([])
  })
})

describe('cat and stack', () => {
  test('join along a dimension that is there, or a new one', () => {
    expect(cat([x, tensor([[6, 7, 8]])]).tolist()).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [6, 7, 8],
    ])
    expect(cat([x, tensor([[9], [8]])], -1).tolist()).toEqual([
      [0, 1, 2, 9],
      [3, 4, 5, 8],
    ])
    expect(cat([x, zeros(2, 0)], 1).tolist()).toEqual(x.tolist())
    expect(stack([tensor([1, 2]), tensor([3, 4])]).tolist()).toEqual([
      [1, 2],
      [3, 4],
    ])
    expect(stack([tensor([1, 2]), tensor([3, 4])], -1).tolist()).toEqual([
      [1, 3],
      [2, 4],
    ])
    expect(stack([tensor(1), tensor(2)]).tolist()).toEqual([1, 2])
  })

  test('refuse shapes that differ elsewhere, and nothing at all', () => {
    expect(() => cat([x, zeros(2, 4)])).toThrow('cat: (2, 3) and (2, 4) differ in a dimension other than 0')
    expect(() => cat([x, zeros(3)])).toThrow('cat: (2, 3) and (3) differ in a dimension other than 0')
    expect(() => stack([x, zeros(2)])).toThrow('stack: (2, 3) and (2) differ')
    expect(() => cat([])).toThrow('cat: there is nothing to join')
    expect(() => cat([tensor(1), tensor(2)])).toThrow(
      'cat: there is no dimension 0: the tensor has 0 dimensions',
    )
  })
})
