import { expect, test } from 'vitest'
import type { Valued } from '../checker/value/finding.ts'
import { valueTry } from '../checker/value/try-pair.ts'
import type { Kept } from '../room/kept.ts'
import { diagnoseValue } from './values.ts'

const tryOf = (seed: number, value: Kept, expected: Kept): Valued =>
  valueTry(
    { name: 'it', blank: 'f', value: () => expected, at: undefined, within: undefined },
    seed,
    value,
  ) as Valued

/** What is said of values, given with what was expected of each. */
function said(pairs: readonly (readonly [value: Kept, expected: Kept])[]) {
  const tries = pairs.map(([value, expected], i) => tryOf(i, value, expected))
  return diagnoseValue({ name: 'it', tries })
}

test.each([
  [
    'the sign',
    [
      [-1, 1],
      [3, -3],
    ],
    'sign, factor',
    'the opposite sign',
  ],
  [
    'twice',
    [
      [4, 2],
      [-6, -3],
    ],
    'sign, factor',
    '2 times the right value',
  ],
  [
    'half, in a list',
    [
      [
        [1, 2],
        [2, 4],
      ],
    ],
    'sign, factor',
    '1/2 times the right value',
  ],
  [
    'upside down',
    [
      [1 / 3, 3],
      [1 / 5, 5],
    ],
    'wrong operand',
    'one divided by the right value',
  ],
  [
    'one more',
    [
      [4, 3],
      [8, 7],
    ],
    'index',
    'one too many',
  ],
  [
    'rows for columns',
    [
      [
        [
          [1, 4],
          [2, 5],
          [3, 6],
        ],
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
    ],
    'shape',
    'rows and columns are swapped',
  ],
  [
    'reversed',
    [
      [
        [3, 2, 1],
        [1, 2, 3],
      ],
    ],
    'order',
    'back to front',
  ],
  [
    'words reversed',
    [
      [
        ['b', 'a'],
        ['a', 'b'],
      ],
    ],
    'order',
    'back to front',
  ],
  [
    'shuffled',
    [
      [
        [2, 3, 1, 4],
        [1, 2, 3, 4],
      ],
    ],
    'order',
    'the right ones in another order',
  ],
  [
    'shifted',
    [
      [
        [2, 3, 1],
        [1, 2, 3],
      ],
    ],
    'index',
    'shifted by one place',
  ],
  [
    'shifted the other way',
    [
      [
        [3, 1, 2],
        [1, 2, 3],
      ],
    ],
    'index',
    'shifted by one place',
  ],
  [
    'the first is missing',
    [
      [
        [2, 3],
        [1, 2, 3],
      ],
    ],
    'shape',
    'the first one is missing',
  ],
  [
    'the last is missing',
    [
      [
        [1, 2],
        [1, 2, 3],
      ],
    ],
    'shape',
    'the last one is missing',
  ],
  [
    'flat',
    [
      [
        [1, 2],
        [[1], [2]],
      ],
    ],
    'shape',
    'the right numbers in another shape',
  ],
  ['NaN', [[Number.NaN, 1]], 'not finite', 'is NaN'],
] as [string, [Kept, Kept][], string, string][])('%s is named', (_, pairs, family, short) => {
  expect(said(pairs)).toMatchObject({ family, short })
})

test.each([
  [
    'once twice what is needed, once not',
    [
      [4, 2],
      [5, 3],
    ],
  ],
  ['twice one number, which may be chance', [[4, 2]]],
  [
    'seven times',
    [
      [7, 1],
      [14, 2],
    ],
  ],
  [
    'another number',
    [
      [3, 2],
      [-1, 8],
    ],
  ],
] as [string, [Kept, Kept][]][])('nothing is said of %s', (_, pairs) => {
  expect(said(pairs)).toBeNull()
})

test('a factor that only one of the wrong rows has is chance', () => {
  const twice = [tryOf(0, [2, 4], [1, 2])]
  const alike = [tryOf(0, 6, 3)]
  expect(diagnoseValue({ name: 'it', tries: twice, beside: [alike] })?.short).toBe('2 times the right value')
  expect(diagnoseValue({ name: 'it', tries: twice, beside: [[tryOf(0, 7, 3)]] })).toBeNull()
})

test('the opposite sign in one row alone is chance', () => {
  const tried = (value: number, expected: number) => [tryOf(0, value, expected)]
  const minus = tried(-4, 4)
  expect(diagnoseValue({ name: 'it', tries: minus, beside: [tried(-5, 5)] })?.short).toBe('the opposite sign')
  expect(diagnoseValue({ name: 'it', tries: minus, beside: [tried(-4, 5)] })).toBeNull()
})
