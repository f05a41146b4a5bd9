import { expect, test } from 'vitest'
import { type ExerciseStanding, openGradient } from './standing.ts'

const standing = (verdicts: Record<string, string | null>): ExerciseStanding => ({
  id: 'makemore/01_log_loss',
  number: 1,
  title: 'The log loss',
  passed: false,
  givenUp: false,
  again: [],
  gradients: Object.entries(verdicts).map(([name, verdict]) => ({ name, verdict })),
  file: 'exercises/makemore/01_log_loss.ts',
  isOnlyScript: false,
})
const open = (verdicts: Record<string, string | null>) => openGradient(standing(verdicts))?.name ?? null

test('a mistake comes before a blank, and a blank before what is only inherited', () => {
  expect(open({ da: 'exact', db: 'blank', dc: 'inherited', dd: 'wrong', de: 'threw' })).toBe('dd')
  expect(open({ da: 'inherited', db: 'approximate', dc: 'blank' })).toBe('dc')
  expect(open({ da: 'exact', db: 'inherited' })).toBe('db')
})

test('before the first check it is the first of the file', () => {
  expect(open({ da: null, db: null })).toBe('da')
})

test('nothing is open where all are right', () => {
  expect(open({ da: 'exact', db: 'approximate' })).toBeNull()
})
