import { describe, expect, test } from 'vitest'
import { centralDifferences } from '../autograd/differences.ts'
import { gradientOf, gradientsOf } from '../autograd/sweep.ts'
import { arange, ones, tensor } from './creation.ts'
import { einsum } from './einsum.ts'
import { generator } from './random.ts'
import { record } from './recording.ts'
import { sizeOf } from './shape.ts'
import type { NestedNumbers, Tensor } from './tensor.ts'

/** 1, 2, 3 … in this shape. */
const counted = (shape: readonly number[]): Tensor => arange(1, sizeOf(shape) + 1).view([...shape])

describe('PyTorch 2.13 has the same', () => {
  test.each<[string, number[][], NestedNumbers]>([
    [
      'ij,jk',
      [
        [2, 3],
        [3, 2],
      ],
      [
        [22, 28],
        [49, 64],
      ],
    ],
    [
      'ba',
      [[2, 3]],
      [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
    ],
    ['bA', [[1, 2]], [[1], [2]]],
    ['ii', [[3, 3]], 15],
    ['ii->i', [[3, 3]], [1, 5, 9]],
    [
      'i,j->ij',
      [[3], [2]],
      [
        [1, 2],
        [2, 4],
        [3, 6],
      ],
    ],
    [
      'bij,bjk->bik',
      [
        [2, 1, 3],
        [2, 3, 2],
      ],
      [[[22, 28]], [[139, 154]]],
    ],
    [
      'bn,anm,bm->ba',
      [
        [2, 3],
        [2, 3, 2],
        [2, 2],
      ],
      [
        [78, 186],
        [403, 1033],
      ],
    ],
    [
      '...ij->...ji',
      [[2, 1, 2]],
      [
        [[1], [2]],
        [[3], [4]],
      ],
    ],
    [
      'ij,ij->i',
      [
        [2, 3],
        [1, 3],
      ],
      [14, 32],
    ],
    ['iij,j->i', [[2, 2, 3], [3]], [14, 68]],
    ['...i,i', [[2, 2], [2]], [5, 11]],
    [' i , i -> ', [[2], [2]], 5],
  ])('%s of %j', (equation, shapes, result) => {
    expect(einsum(equation, ...shapes.map(counted)).tolist()).toEqual(result)
  })

  test('gradients of a product with a diagonal in it', () => {
    const [a, b] = [arange(8).view(2, 2, 2), arange(4).view(2, 2)]
    const weights = tensor([
      [1, 10],
      [100, 1000],
    ])
    const { result, steps } = record(() => einsum('iij,jk->ki', a, b).mul(weights).sum())
    const gradients = gradientsOf(steps, result)
    expect([...gradientOf(gradients, a).data]).toEqual([100, 302, 0, 0, 0, 0, 1000, 3020])
    expect([...gradientOf(gradients, b).data]).toEqual([60, 6000, 71, 7100])
  })
})

const sizes: Readonly<Record<string, number>> = { a: 2, b: 3, c: 1, d: 4, e: 0 }

/** By the definition: each element a sum over all letters that it does not have. */
function byDefinition(equation: string, operands: readonly Tensor[]): Tensor {
  const [left, output] = equation.split('->')
  const terms = left.split(',')
  const all = [...new Set(left.replaceAll(',', ''))]
  const shape = [...output].map(letter => sizes[letter])
  const data = new Float64Array(sizeOf(shape))
  const at = new Map<string, number>()
  const visit = (k: number): void => {
    if (k < all.length) {
      for (let i = 0; i < sizes[all[k]]; i++) {
        at.set(all[k], i)
        visit(k + 1)
      }
      return
    }
    const factors = operands.map((x, i) => x.at(...[...terms[i]].map(letter => at.get(letter)!)))
    const place = [...output].reduce((sofar, letter) => sofar * sizes[letter] + at.get(letter)!, 0)
    data[place] += factors.reduce((product, factor) => product * factor, 1)
  }
  visit(0)
  return tensor(data, shape)
}

describe('it is what its definition says, and so are its gradients', () => {
  const g = generator(3)
  test.each([
    'a->a',
    'ab->ba',
    'abd->',
    'abd->b',
    'aa->a',
    'abab->ab',
    'aaa->',
    'ab,bd->ad',
    'ba,bd->ad',
    'ab,db->ad',
    'ab,b->a',
    'b,bd->d',
    'b,b->',
    'ab,ab->',
    'ab,ab->a',
    'a,b->ab',
    'a,b->ba',
    'ab,d->dab',
    'ab,ad->abd',
    'abd,bda->',
    'bad,adb->ab',
    'abc,cd->bd',
    'ab,bd,da->',
    'ab,b,bd,d->a',
    'aab,bd->ad',
    'ab,,b->a',
    ',->',
    'ae,eb->ab',
    'ae->e',
    'ab,cd->ab',
  ])('%s', equation => {
    const terms = equation.split('->')[0].split(',')
    const operands = terms.map(term => g.randn(...[...term].map(letter => sizes[letter])))
    const wanted = byDefinition(equation, operands)
    const { result, steps } = record(() => einsum(equation, ...operands))
    expect(result.shape).toEqual(wanted.shape)
    for (const [i, value] of wanted.data.entries()) expect(result.data[i]).toBeCloseTo(value, 12)
    const weights = g.randn(...wanted.shape)
    const loss = record(() => result.mul(weights).sum())
    const gradients = gradientsOf([...steps, ...loss.steps], loss.result)
    for (const [k, x] of operands.entries()) {
      const f = (nudged: Tensor): Tensor =>
        byDefinition(equation, operands.with(k, nudged)).mul(weights).sum()
      const slopes = centralDifferences(f, x)
      for (const [i, slope] of slopes.data.entries())
        expect(gradientOf(gradients, x).data[i]).toBeCloseTo(slope, 7)
    }
  })
})

test('a matrix product is recorded as one, and nothing is given back as it came', () => {
  const [a, b] = [ones(2, 3), ones(3, 4)]
  expect(record(() => einsum('ij,jk->ik', a, b)).steps.map(({ op }) => op)).toEqual(['matmul'])
  expect(record(() => einsum('ij,j->i', a, ones(3))).steps.map(({ op }) => op)).toEqual(['matmul'])
  expect(einsum('ij', a)).not.toBe(a)
})

describe('it refuses, and says which letter it is about:', () => {
  const wrong = (value: unknown): never => value as never
  test.each<[string, () => unknown, string]>([
    [
      'sizes that differ',
      () => einsum('ij,jk->ik', ones(2, 3), ones(4, 5)),
      'j is 3 in operand 1 and 4 in operand 2',
    ],
    [
      'sizes that differ, after a 1',
      () => einsum('j,j,j', ones(1), ones(3), ones(4)),
      'j is 3 in operand 2 and 4 in operand 3',
    ],
    [
      'sizes on a diagonal that differ',
      () => einsum('ii->i', ones(2, 3)),
      'i is twice in one operand, but its sizes 2 and 3 differ',
    ],
    [
      'sizes under ... that differ',
      () => einsum('...i,...i', ones(2, 3), ones(4, 3)),
      'a dimension under ... is 2 in operand 1 and 4 in operand 2',
    ],
    [
      'a letter that is only in the output',
      () => einsum('ij->ik', ones(2, 3)),
      'the output has k, which no operand has',
    ],
    ['a letter twice in the output', () => einsum('ij->ii', ones(2, 3)), 'i is in the output twice'],
    ['too few letters', () => einsum('i', ones(2, 3)), '"i" does not name each dimension of (2, 3) once'],
    [
      'too many letters',
      () => einsum('...ijk', ones(2, 3)),
      '"...ijk" does not name each dimension of (2, 3) once',
    ],
    ['too few operands', () => einsum('i,j', ones(2)), '"i,j" describes 2 operands, but it was given 1'],
    ['what is no letter', () => einsum('i1', ones(2, 2)), '"i1" is not made of letters'],
    ['... twice', () => einsum('...i...', ones(2, 2)), '"...i..." is not made of letters'],
    ['two arrows', () => einsum('i->i->i', ones(2)), '"i->i->i" has more than one ->'],
    [
      'no equation',
      () => einsum(wrong(ones(2)), ones(2)),
      'the equation comes first, not a tensor of shape (2)',
    ],
    ['no tensor', () => einsum('i', wrong(undefined)), 'needs a tensor, was given undefined'],
    ['a list', () => einsum('i', wrong([ones(2)])), 'needs a tensor, was given a list of 1'],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(`einsum: ${message}`)
  })
})
