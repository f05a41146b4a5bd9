import { expect, test } from 'vitest'
import { dueAt, type PassedExercise, weakness } from './returning.ts'

const well: PassedExercise = { passedAt: '2026-03-01T12:00:00.000Z', checks: 4, hints: {} }
const due = (changes: Partial<PassedExercise>): string | undefined =>
  dueAt({ ...well, ...changes }, 4)
    ?.toISOString()
    .slice(0, 10)

test('what went well comes again after 30 days', () => {
  expect(weakness(well, 4)).toBe(0)
  expect(due({})).toBe('2026-03-31')
})

test('checks, hints and blanks given up each make it sooner, down to a tenth', () => {
  const worst = {
    checks: 24,
    hints: { a: 3, b: 3, c: 3, d: 3 },
    givenUp: { at: '2026-03-01T10:00:00.000Z', blanks: ['a', 'b', 'c', 'd'] },
  }
  // 30 / 10^(1/3) is 13.9.
  for (const [name, value] of Object.entries(worst)) expect(due({ [name]: value })).toBe('2026-03-15')
  expect(due(worst)).toBe('2026-03-04')
  expect(due({ ...worst, checks: 1_000_000 })).toBe('2026-03-04')
})

test('each time that it was done again doubles the days, counted from the last time', () => {
  const passedAt = '2026-04-01T12:00:00.000Z'
  expect(due({ again: { blanks: [], times: 1, passedAt } })).toBe('2026-05-31')
  expect(due({ again: { blanks: [], times: 2, passedAt } })).toBe('2026-07-30')
})

test('what is not passed does not come again', () => {
  expect(due({ passedAt: null })).toBeUndefined()
})
