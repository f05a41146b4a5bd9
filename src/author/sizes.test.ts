import { expect, test } from 'vitest'
import { caseAt, type Sizes } from '../checker/gradient/case.ts'
import { generator } from '../tensor/random.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Bench } from './bench.ts'
import { judgeSizes } from './sizes.ts'

/** What is said of these sizes of a table of queries beside a table of keys. */
function saidOf(sizes: Readonly<Record<string, Sizes>>): string[] {
  const forward = ({ q, k }: Record<string, unknown>) => ({ loss: (q as Tensor).matmul(k as Tensor).sum() })
  const cases = Object.values(sizes).map(({ heads, positions, size }) => {
    const g = generator(heads)
    return caseAt(
      { q: g.randn(heads, size), k: g.randn(size, positions) },
      forward,
      { heads, positions, size },
      1,
    )
  })
  return judgeSizes({ exercise: { id: 'a/01_b' }, subject: { sizes }, cases } as unknown as Bench).map(
    ({ message }) => message,
  )
}

const usual = { heads: 2, positions: 5, size: 8 }
const asManyHeads = { heads: 4, positions: 4, size: 12 }
const other = { heads: 5, positions: 7, size: 3 }

test('two dimensions may be equal in sizes beside which are others, after the first, where all differ', () => {
  expect(saidOf({ usual, other, asManyHeads })).toEqual([])
  expect(saidOf({ usual, asManyHeads, other })).toEqual([])
})

test('where two are equal in all sizes but the first, each of them is told', () => {
  const square = { heads: 3, positions: 3, size: 6 }
  expect(saidOf({ usual, asManyHeads })).toEqual([
    'in its sizes "asManyHeads" two dimensions are equal (heads 4, positions 4, size 12), where a sum over the wrong one fits',
  ])
  expect(saidOf({ usual, asManyHeads, square })).toHaveLength(2)
})

test('in the first they may be equal', () => {
  expect(saidOf({ asManyHeads, other })).toEqual([])
})
