import { expect, test } from 'vitest'
import { STAMP, stampOf, timeOf } from './stamp.ts'

test('a stamp has no character that a system forbids, and gives its time back', () => {
  const at = new Date('2026-03-01T12:30:05.007Z')
  expect(stampOf(at)).toBe('2026-03-01T12-30-05-007Z')
  expect(stampOf(at)).toMatch(STAMP)
  expect(timeOf(stampOf(at))).toEqual(at)
})
