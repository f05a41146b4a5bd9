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
  expect(fromBytes(toBytes(value).bytes.buffer).value).toEqual(value)
  const back = fromWire(toWire(data)) as Float64Array
  expect(Buffer.from(back.buffer).equals(Buffer.from(data.buffer))).toBe(true)
})

test('a list that is there twice is sent once', () => {
  const list = new Float64Array(1000).fill(1 / 3)
  const [once, twice, copied] = [[list], [list, list], [list, list.slice()]].map(one => toBytes(one).bytes)
  expect(twice.length - once.length).toBeLessThan(100)
  // Its numbers, and three digits more of text: that is padded to 8.
  expect(copied.length - twice.length).toBe(8008)
  expect(fromBytes(twice.buffer).value).toEqual([list, list])
})

test('part of a larger array is sent alone', () => {
  const part = new Float64Array([1, 2, 3, 4]).subarray(1, 3)
  expect(fromWire(toWire(part))).toEqual(new Float64Array([2, 3]))
  expect(fromBytes(toBytes(part).bytes.buffer).value).toEqual(new Float64Array([2, 3]))
})

test('lists that the other side has are not sent again, and are the very same there', () => {
  const [a, b, c] = [1, 2, Number.NaN].map(value => new Float64Array(1000).fill(value))
  const first = toBytes({ a, b, again: a })
  const there = fromBytes(first.bytes.buffer)
  const second = toBytes({ b: b.slice(), c, zero: new Float64Array([-0]) }, first.lists)
  expect(second.bytes.length).toBeLessThan(8200)
  const back = fromBytes(second.bytes.buffer, there.lists)
  expect(back.value).toEqual({ b, c, zero: new Float64Array([-0]) })
  expect((back.value as { b: object }).b).toBe(there.lists[1])
  const third = toBytes({ c, b }, second.lists)
  expect(third.bytes.length).toBeLessThan(200)
  expect(fromBytes(third.bytes.buffer, back.lists).value).toEqual({ c, b })
})
