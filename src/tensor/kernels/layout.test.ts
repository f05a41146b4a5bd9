import { describe, expect, test } from 'vitest'
import { arange, cat, stack, tensor, zeros } from '../creation.ts'

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
    expect(tensor(5).view(1, 1).shape).toEqual([1, 1])
    expect(tensor([5]).view().shape).toEqual([])
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
    expect(() => x.unsqueeze(3)).toThrow(
      'unsqueeze: there is no dimension 3 in the result, a tensor of 3 dimensions',
    )
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

  test('T of a vector or a scalar is itself', () => {
    expect(tensor([1, 2]).T.tolist()).toEqual([1, 2])
    expect(tensor(1).T.tolist()).toBe(1)
  })

  test('names each dimension once', () => {
    expect(() => x.permute(0, 0)).toThrow('permute: [0, 0] names dimension 0 twice')
    expect(() => x.permute(1, -1)).toThrow('permute: [1, -1] names dimension 1 twice')
    expect(() => x.permute(0)).toThrow('permute: (0) does not name each dimension of (2, 3) once')
    expect(() => x.permute(0, 1, 1)).toThrow('permute: [0, 1, 1] names dimension 1 twice')
    expect(() => x.permute(0, 2)).toThrow('permute: there is no dimension 2 in a tensor of 2 dimensions')
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
  })

  test('refuses anything else', () => {
    expect(() => x.expand(4, 3)).toThrow('expand: (2, 3) cannot be repeated to (4, 3)')
    expect(() => x.expand(3)).toThrow('expand: (2, 3) cannot be repeated to (3)')
    expect(() => x.expand(-1, 2, 3)).toThrow('expand: (2, 3) cannot be repeated to (-1, 2, 3)')
    expect(() => tensor([1]).expand(2.5)).toThrow('expand: (1) cannot be repeated to (2.5)')
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
      'cat: there is no dimension 0 in a tensor of 0 dimensions',
    )
  })
})
