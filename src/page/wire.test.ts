import { expect, test } from 'vitest'
import { fromWire, openReceiver, openSender, toWire } from './wire.ts'

test('whatever is in a verdict comes out as it went in: NaN, infinities, lists of numbers to the last bit, maps', () => {
  const data = Float64Array.from({ length: 30_001 }, (_, i) => Math.sin(i) / 3)
  data[7] = Number.NaN
  data[8] = -0
  const value = {
    report: { maxdiff: Number.NaN, worst: { yours: -Infinity, expected: 0.1 }, notes: ['ü'], error: null },
    drawn: new Map([['dx', { yours: { shape: [30_001], data }, ties: 3 }]]),
  }
  expect(fromWire(toWire(value))).toEqual(value)
  const back = fromWire(toWire(data)) as Float64Array
  expect(Buffer.from(back.buffer).equals(Buffer.from(data.buffer))).toBe(true)
})

test('a list that is there twice is sent once, and is one list there', () => {
  const list = new Float64Array(1000).fill(1 / 3)
  const [once, twice, copied] = [[list], [list, list], [list, list.slice()]].map(toWire)
  expect(twice.length - once.length).toBeLessThan(20)
  // 8,000 bytes in base64, and the name before them.
  expect(copied.length - twice.length).toBe(10_668 + ',"$float64":""'.length)
  const [first, second] = fromWire(twice) as Float64Array[]
  expect(first).toEqual(list)
  expect(second).toBe(first)
})

test('part of a larger array is sent alone', () => {
  const part = new Float64Array([1, 2, 3, 4]).subarray(1, 3)
  expect(fromWire(toWire(part))).toEqual(new Float64Array([2, 3]))
})

test('lists that came before are not sent again, and are the very same there', () => {
  const [send, receive] = [openSender(), openReceiver()]
  const pass = (value: object) => {
    const text = send(value)
    return { length: text.length, value: receive(text) as Record<string, Float64Array> }
  }
  const [a, b, c] = [1, 2, Number.NaN].map(value => new Float64Array(1000).fill(value))
  const first = pass({ a, b, again: a })
  // What has no lists in it changes nothing.
  expect(pass({ text: 'saved' }).value).toEqual({ text: 'saved' })
  const zero = new Float64Array([-0])
  const second = pass({ b: b.slice(), c, zero })
  expect(second.value).toEqual({ b, c, zero })
  expect(second.value.b).toBe(first.value.b)
  const third = pass({ c, b, zero: new Float64Array([0]) })
  expect(third.value).toEqual({ c, b, zero: new Float64Array([0]) })
  expect(third.length).toBeLessThan(200)
  // Of the one before, not of all that ever came.
  expect(pass({ a }).length).toBeGreaterThan(8000)
})
