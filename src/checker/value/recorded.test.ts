import { expect, test } from 'vitest'
import { NoValue } from '../../room/kept.ts'
import { tensor } from '../../tensor/creation.ts'
import { fromJson, type RecordedRows, rowsFrom, rowsText, toJson } from './recorded.ts'
import { marksOf, unsecret } from './secret.ts'

test.each([
  ['a number', 0.1 + 0.2],
  ['what JSON has no number for', [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
  ['a word, true and false', ['', 'NaN', true, false]],
  [
    'a tensor',
    tensor([
      [1.5, 0],
      [-3, 1e-300],
    ]),
  ],
  ['an empty list, and lists in lists', [[], [tensor(2), [1]]]],
])('%s comes back as it was', (_, value) => {
  expect(fromJson(JSON.parse(JSON.stringify(toJson(value))))).toEqual(value)
})

test('what is no value is refused', () => {
  expect(() => toJson([1, new NoValue('a promise')])).toThrow('the check expects a promise')
})

test('rows are a line each, and are read again; what is no file of rows is told', () => {
  const rows: RecordedRows = {
    ...{ version: 1, seed: 42 },
    draws: [
      [
        { name: 'a', blank: 'f', value: 1 },
        { name: 'b', blank: 'f', value: 2 },
      ],
      [],
    ],
  }
  const text = rowsText(rows)
  expect(text.split('\n')).toContain('    {"name":"b","blank":"f","value":2}')
  expect(rowsFrom(text, 'x')).toEqual(rows)
  expect(() => rowsFrom(null, 'x.rows.json')).toThrow('x.rows.json is missing')
  expect(() => rowsFrom('{', 'x')).toThrow('x is not JSON')
  expect(() => rowsFrom('{"version":2,"draws":[]}', 'x')).toThrow('x is of another version')
})

test('a secret is kept as its FNV-1a mark', () => {
  // From the test vectors of its authors.
  expect(marksOf({ right: ['', 'a', 'foobar'], other: '' }).marks).toEqual([
    ...['cbf29ce484222325', 'af63dc4c8601ec8c', '85944171f73967e8'],
  ])
  const secret = marksOf({ right: ['one', 'two'], other: 'not this' })
  expect(unsecret('two', secret, 'right')).toBe('right')
  expect(unsecret('three', secret, 'right')).toBe('three: not this')
  expect(unsecret(3, secret, 'right')).toBe(3)
  expect(unsecret('two', undefined, 'right')).toBe('two')
})
