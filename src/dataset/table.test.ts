import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseTable } from './table.ts'

test('names above, numbers below', () => {
  const { columns, rows } = parseTable('x,y\n1,-2.5\n3e2,4\n')
  expect(columns).toEqual(['x', 'y'])
  expect(rows.tolist()).toEqual([
    [1, -2.5],
    [300, 4],
  ])
  expect(parseTable('\uFEFFx\r\n1\r\n').rows.tolist()).toEqual([[1]])
})

test.each([
  ['x,y\n1\n', 'the table, line 2: 1 cells where there are 2 columns'],
  ['x,y\n1,2\n3,\n', 'the table, line 3: "" is not a number'],
  ['x\nNaN\n', 'the table, line 2: "NaN" is not a number'],
  ['1,2\n3,4\n', 'the table, line 1: the first line is no list of names'],
  ['', 'the table, line 1: the first line is no list of names'],
])('%j is refused', (text, message) => {
  expect(() => parseTable(text)).toThrow(message)
})

test('the penguins that ship with the program', () => {
  const { columns, rows } = parseTable(
    readFileSync(new URL('../../exercises/data/penguins.csv', import.meta.url), 'utf8'),
  )
  expect(columns).toEqual(['bill_length', 'bill_depth', 'flipper_length', 'body_mass'])
  expect(rows.shape).toEqual([342, 4])
  // The means that the publication of the data set prints (palmerpenguins, summary of all species).
  expect(rows.mean(0).tolist()).toEqual(
    [43.92, 17.15, 200.9, 4202].map(mean => expect.closeTo(mean, mean > 100 ? 0 : 1)),
  )
})
