import { expect, test } from 'vitest'
import { table } from './table.ts'

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
