import { expect, test } from 'vitest'
import { fromBytes, fromWire, toBytes, toWire } from './wire.ts'

test('whatever is in a verdict comes out as it went in: NaN, infinities, lists of numbers to the last bit, maps', () => {
  const data = Float64Array.from({ length: 30_001 }, (_, i) => Math.sin(i) / 3)
  data[7] = Number.NaN
  data[8] = -0
  const value = {
    report: { maxdiff: Number.NaN, worst: { yours: -Infinity, expected: 0.1 }, notes: ['ü'], error: null },
    drawn: new Map([['dx', { yours: { shape: [30_001], data }, ties: 3 }]]),
  }
  expect(fromWire(toWire(value))).toEqual(value)
  expect(fromBytes(toBytes(value).buffer)).toEqual(value)
  const back = fromWire(toWire(data)) as Float64Array
  expect(Buffer.from(back.buffer).equals(Buffer.from(data.buffer))).toBe(true)
})

test('a list that is there twice is sent once', () => {
  const list = new Float64Array(1000).fill(1 / 3)
  const [once, twice, copied] = [[list], [list, list], [list, list.slice()]].map(toBytes)
  expect(twice.length - once.length).toBeLessThan(100)
  expect(copied.length - twice.length).toBe(8000)
  expect(fromBytes(twice.buffer)).toEqual([list, list])
})

test('part of a larger array is sent alone', () => {
  const part = new Float64Array([1, 2, 3, 4]).subarray(1, 3)
  expect(fromWire(toWire(part))).toEqual(new Float64Array([2, 3]))
  expect(fromBytes(toBytes(part).buffer)).toEqual(new Float64Array([2, 3]))
})
