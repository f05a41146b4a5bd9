import { describe, expect, test } from 'vitest'
import { type Kept, keep } from '../../room/kept.ts'
import { tensor } from '../../tensor/creation.ts'
import { compareValues, gaveText, shapeOf, startText } from './compare.ts'

const kindOf = (actual: unknown, expected: Kept, within?: number) =>
  compareValues(keep(actual), expected, within).kind

describe('a value held against another', () => {
  test.each([
    ['numbers', 2, 2, 'same'],
    ['numbers that differ by rounding', 0.1 + 0.2, 0.3, 'same'],
    ['what rounding leaves of zero', 1e-17, 0, 'same'],
    ['numbers that differ', 2, 2.001, 'differs'],
    ['words', 'a', 'a', 'same'],
    ['other words', 'a', 'b', 'differs'],
    ['true and false', true, false, 'differs'],
    ['lists', [1, [2, 3]], [1, [2, 3]], 'same'],
    ['typed arrays', Float64Array.of(1, 2), [1, 2], 'same'],
    ['lists of words and numbers', ['a', 1], ['a', 2], 'differs'],
    ['lists of other lengths', [1, 2], [1, 2, 3], 'shape'],
    ['tensors', tensor([1, 2]), tensor([1, 2]), 'same'],
    ['tensors of other shapes', tensor([[1, 2]]), tensor([1, 2]), 'shape'],
    ['a tensor for a number', tensor(1), 1, 'wrong type'],
    ['a word for a number', '1', 1, 'wrong type'],
    ['nothing for a number', undefined, 1, 'wrong type'],
    ['nothing in a list', [1, undefined], [1, 2], 'wrong type'],
    ['NaN', Number.NaN, 1, 'not finite'],
    ['NaN in a list', [1, Number.NaN], [1, 2], 'not finite'],
    ['infinity where it is needed', Infinity, Infinity, 'same'],
    ['infinity of the other sign', -Infinity, Infinity, 'differs'],
    ['NaN where it is needed', Number.NaN, Number.NaN, 'same'],
    ['a number where NaN is needed', 1, Number.NaN, 'differs'],
  ])('%s', (_, actual, expected, kind) => {
    expect(kindOf(actual, expected)).toBe(kind)
  })

  test('how near it is to be is relative to the largest number', () => {
    expect(kindOf([1000, 0.5], [1000, 0.4], 1e-3)).toBe('same')
    expect(kindOf([1000, 2], [1000, 0.4], 1e-3)).toBe('differs')
  })

  test('exact is every bit', () => {
    expect(compareValues([1, 'a'], [1, 'a'])).toMatchObject({ exact: true, maxdiff: 0 })
    expect(compareValues(0.1 + 0.2, 0.3)).toMatchObject({ exact: false, approximate: true })
    expect(compareValues(Number.NaN, 1)).toMatchObject({ exact: false, approximate: false })
  })

  test('the element that is furthest off is named', () => {
    expect(
      compareValues(
        [
          [1, 2],
          [3, 9],
        ],
        [
          [1, 2],
          [4, 4],
        ],
      ).worst,
    ).toEqual({
      index: [1, 1],
      yours: 9,
      expected: 4,
    })
  })
})

test('shapes of numbers, lists and tensors', () => {
  expect([3, [[1, 2, 3]], [[1], [2, 3]], tensor([[1, 2]]), 'a'].map(value => shapeOf(value))).toEqual([
    [],
    [1, 3],
    null,
    [1, 2],
    null,
  ])
})

test('what was given and what is expected, in few digits unless they look alike', () => {
  expect(gaveText(2, 14, null)).toBe('gave 2, expected 14')
  expect(gaveText([1, 1 / 3], [1, 2 / 3], null)).toBe('gave [1, 0.333333], expected [1, 0.666667]')
  expect(gaveText(1, 1 + 1e-9, null)).toBe('gave 1, expected 1.000000001')
  const long = Array.from({ length: 20 }, (_, i) => i)
  expect(gaveText([...long.slice(0, 19), 7], long, { index: [19], yours: 7, expected: 19 })).toBe(
    'gave 7 at [19], expected 19',
  )
})

test('the numbers that it starts from are told in few digits, and none where none are named', () => {
  expect(startText({ a: 2, b: -1 / 3 })).toBe(', for a = 2, b = -0.333333')
  expect(startText()).toBe('')
})
