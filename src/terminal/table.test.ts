import { expect, test } from 'vitest'
import { table, tableOfNames } from './table.ts'

test('columns are aligned, and the last one is wrapped under itself', () => {
  const rows = [
    ['name', 'what it does'],
    ['sum', 'adds up along a dimension, or all of it'],
  ]
  expect(table(rows, 26)).toEqual([
    'name  what it does',
    'sum   adds up along a',
    '      dimension, or all of',
    '      it',
  ])
})

test('where there is no room to wrap, nothing is', () => {
  expect(table([['a long first column', 'b c d e f']], 28)).toEqual(['a long first column  b c d e f'])
})

test('a row may be short', () => {
  expect(table([['a', 'b', 'c'], ['d']], 60)).toEqual(['a  b  c', 'd'])
})

test('a long name is wrapped under itself, and the other columns stay in line', () => {
  const rows = [
    ['  value', 'verdict'],
    ['✗ order of d + d * c, and of a + a', 'wrong'],
    ['✓ order', 'exact'],
  ]
  expect(tableOfNames(rows, 30)).toEqual([
    '  value                verdict',
    '✗ order of d + d * c,  wrong\n    and of a + a',
    '✓ order                exact',
  ])
  expect(tableOfNames(rows, 43)[1]).toBe('✗ order of d + d * c, and of a + a  wrong')
})
