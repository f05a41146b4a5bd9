import { expect, test } from 'vitest'
import { apart, listText, maxdiffText, numberText, shapeText, tickText } from './words.ts'

test.each([
  [0, '0'],
  [-0.2594773, '−0.2595'],
  [123456.7, '1.23e+5'],
  [-4.1e-9, '−4.10e−9'],
  [Number.NaN, 'nan'],
  [-Infinity, '−inf'],
])('the number %d is %s', (x, text) => {
  expect(numberText(x)).toBe(text)
})

test.each([
  [null, '-'],
  [0, '0'],
  [0.0041323, '4.1e−3'],
  [1, '1.0'],
  [12.34, '12.3'],
  [Number.NaN, 'nan'],
])('the largest difference %d is %s', (x, text) => {
  expect(maxdiffText(x)).toBe(text)
})

test('two numbers are as long as it takes to tell them apart', () => {
  expect(apart(1, 2)).toEqual(['1.000', '2.000'])
  expect(apart(0.2500001, 0.2500002)).toEqual(['0.2500001', '0.2500002'])
})

test('shapes, ticks and lists', () => {
  expect([shapeText(null), shapeText([]), shapeText([64])]).toEqual(['-', '()', '(64)'])
  expect(shapeText([32, 27])).toBe('(32,\u00a027)')
  expect([tickText(-0.0026), tickText(0)]).toEqual(['−0.0026', '0'])
  expect([listText(['a']), listText(['a', 'b', 'c'])]).toEqual(['a', 'a, b and c'])
})
