import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { tensor, zeros } from './creation.ts'
import { apply, type ReduceOptions, Tensor, type TensorLike, type VarOptions } from './tensor.ts'

const x = tensor([
  [1, 2, 3],
  [4, 5, 6],
])

/** What a learner without types, or with Python in mind, may write. */
const wrong = <T>(value: unknown): T => value as T

describe('options', () => {
  test('a misspelt one is refused, with those there are', () => {
    const keepdims = wrong<ReduceOptions>({ keepdims: true })
    for (const op of ['sum', 'mean', 'max', 'min', 'argmax', 'argmin'] as const) {
      expect(() => x[op](0, keepdims)).toThrow(`${op}: there is no option "keepdims"`)
    }
    expect(() => x.sum(0, keepdims)).toThrow(
      expect.objectContaining({ code: 'tensor', advice: 'it takes keepdim' }),
    )
    for (const op of ['var', 'std'] as const) {
      expect(() => x[op](0, wrong<VarOptions>({ correction: 0 }))).toThrow(
        expect.objectContaining({
          message: `${op}: there is no option "correction"`,
          advice: 'it takes keepdim and unbiased',
        }),
      )
    }
    expect(() => x.sum(0, wrong<ReduceOptions>({ unbiased: true }))).toThrow(
      'sum: there is no option "unbiased"',
    )
  })

  test('a positional true is refused with advice', () => {
    expect(() => x.sum(0, wrong<ReduceOptions>(true))).toThrow(
      expect.objectContaining({
        message: 'sum: options are an object, not the boolean true',
        advice: 'write { keepdim: true }',
      }),
    )
    expect(() => x.var(0, wrong<VarOptions>(null))).toThrow('var: options are an object, not null')
    expect(() => x.max(0, wrong<ReduceOptions>(1))).toThrow('max: options are an object, not the number 1')
  })

  test('options in the place of the dimension are refused with advice', () => {
    for (const [given, found] of [
      [true, 'the boolean true'],
      [{ keepdim: true }, 'an object'],
      ['0', 'the text "0"'],
      [x, 'a tensor of shape (2, 3)'],
    ]) {
      expect(() => x.sum(wrong<number>(given))).toThrow(
        expect.objectContaining({
          message: `sum: the dimension must be a number or a list of numbers, not ${found}`,
          advice: 'write sum(0, { keepdim: true })',
        }),
      )
    }
  })
})

describe('what is not a tensor', () => {
  test.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    ['2', 'the text "2"'],
    [true, 'the boolean true'],
    [[1, 2], 'a list of 2'],
    [{ shape: [], data: [] }, 'an object'],
    [Math.exp, 'a function'],
  ])('%o is refused as an operand', (value, found) => {
    expect(() => x.add(wrong<TensorLike>(value))).toThrow(
      `add: needs a tensor or a number, was given ${found}`,
    )
    expect(() => x.matmul(wrong<Tensor>(value))).toThrow(
      `matmul: needs a tensor or a number, was given ${found}`,
    )
    expect(() => zeros(2).indexPut(0, wrong<number>(value))).toThrow(`was given ${found}`)
  })

  test('a missing one brings a question', () => {
    expect(() => x.mul(wrong<Tensor>(undefined))).toThrow(
      expect.objectContaining({
        advice:
          'is a name misspelt, is a return missing, or is there a [ ] after a tensor? Tensors have no [ ]: write x.index(i)',
      }),
    )
  })
})

describe('operators of the language', () => {
  const h = wrong<number>(x)
  const operations: [string, () => unknown][] = [
    ['h * 2', () => h * 2],
    ['2 - h', () => 2 - h],
    ['h + 1', () => h + 1],
    ['h ** 2', () => h ** 2],
    ['-h', () => -h],
    ['h < 1', () => h < 1],
    // biome-ignore lint/suspicious/noDoubleEquals: it is what a learner may write
    ['h == 2', () => (h as unknown) == 2],
    ['Math.exp(h)', () => Math.exp(h)],
  ]
  test.each(operations)('%s is refused with advice', (_, run) => {
    expect(run).toThrow(
      expect.objectContaining({
        code: 'tensor',
        message: 'the operators + - * / ** == < do not work on tensors',
        advice: expect.stringContaining('a.add(b), a.sub(b), a.mul(b)'),
      }),
    )
  })

  test('a tensor in a text prints, and so does console.log', () => {
    const printed = 'tensor([[1., 2., 3.],\n        [4., 5., 6.]])'
    expect(`${x}`).toBe(printed)
    expect(String(x)).toBe(printed)
    expect(inspect(x)).toBe(printed)
  })
})

describe('out of the world of tensors', () => {
  test('item is the number in a tensor of one element', () => {
    expect(tensor(3).item()).toBe(3)
    expect(tensor([[3]]).item()).toBe(3)
    expect(() => x.item()).toThrow('item: a tensor of shape (2, 3) holds 6 numbers, not one')
    expect(() => zeros(0).item()).toThrow('item: a tensor of shape (0) holds 0 numbers, not one')
  })

  test('at is the number at a position', () => {
    expect(x.at(1, 2)).toBe(6)
    expect(x.at(-1, -3)).toBe(4)
    expect(tensor(7).at()).toBe(7)
    expect(() => x.at(1)).toThrow('at: a tensor of shape (2, 3) needs 2 indices, not 1')
    expect(() => x.at(2, 0)).toThrow('at: 2 is not an index of dimension 0, which has size 2')
    expect(() => x.at(0, -4)).toThrow('at: -4 is not an index of dimension 1, which has size 3')
    expect(() => x.at(0, 0.5)).toThrow('at: 0.5 is not an index of dimension 1, which has size 3')
  })

  test('tolist nests as the shape does', () => {
    expect(x.tolist()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(tensor(3).tolist()).toBe(3)
    expect(zeros(2, 0).tolist()).toEqual([[], []])
    expect(zeros(0, 2).tolist()).toEqual([])
  })

  test('clone has its own numbers', () => {
    const copy = x.clone()
    copy.data[0] = 100
    expect(x.at(0, 0)).toBe(1)
  })
})

describe('a tensor', () => {
  test('must have as many numbers as its shape says', () => {
    expect(() => new Tensor([2, 2], new Float64Array(3))).toThrow(
      'tensor: 3 numbers do not fill the shape (2, 2)',
    )
  })

  test('is not changed by any operation on it', () => {
    const before = x.clone()
    x.add(1).mul(x).sum(0).exp()
    x.indexPut([tensor(0)], 9)
    x.T.matmul(x)
    x.relu().view(-1).slice(0, 1)
    expect(x.data).toEqual(before.data)
  })

  test('views are new tensors, so that each has a gradient of its own', () => {
    expect(x.view(2, 3)).not.toBe(x)
    expect(tensor([1]).T).toBeInstanceOf(Tensor)
  })

  test('comes out of every operation with the attributes it was given', () => {
    expect(apply('sum', [x], { dims: [1], keepdim: false }).tolist()).toEqual([6, 15])
    expect(apply('add', [1, 2], {}).item()).toBe(3)
  })
})
