import { expect, test } from 'vitest'
import { lateOf, readDue } from './due.ts'

test.each([
  ['2026-03-01T18:00Z', Date.UTC(2026, 2, 1, 18), false],
  ['2026-03-01T18:00:30.25+01:00', Date.UTC(2026, 2, 1, 17, 0, 30, 250), false],
  ['2026-03-01 18:00-0330', Date.UTC(2026, 2, 1, 21, 30), false],
  ['2026-03-01T18:00', new Date(2026, 2, 1, 18).getTime(), true],
  ['2026-03-01', new Date(2026, 2, 1, 23, 59, 59, 999).getTime(), true],
  ['2028-02-29', new Date(2028, 1, 29, 23, 59, 59, 999).getTime(), true],
])('%s is a time', (written, at, isLocal) => {
  expect(readDue(written)).toEqual({ at, isLocal })
})

test.each([
  '',
  'tomorrow',
  '2026-02-30',
  '2026-13-01',
  '2026-03-01T24:30',
  '2026-03-01T18:60',
  '2026-03-01T18:00+25:00',
  '1.3.2026',
  '1772000000',
])('%j is none', written => {
  expect(() => readDue(written)).toThrow(`--due needs a day or a time, not "${written}"`)
})

test('late is what came after it was due; where nobody knows when it came, what the platform says', () => {
  expect(lateOf({ at: 100, isLate: null }, 100)).toBe(false)
  expect(lateOf({ at: 101, isLate: false }, 100)).toBe(true)
  expect(lateOf({ at: null, isLate: true }, 100)).toBe(true)
  expect(lateOf({ at: null, isLate: null }, 100)).toBe(null)
  expect(lateOf({ at: 101, isLate: null }, null)).toBe(null)
})
