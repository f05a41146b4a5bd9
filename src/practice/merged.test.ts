import { expect, test } from 'vitest'
import { mergedPractice } from './merged.ts'
import { emptyPractice } from './practice.ts'

const recall = (asked: string, due: string, level = 1) => ({ asked, due, level, misses: 0 })

test('of each kind what was asked later counts; of the same day, what is due first', () => {
  const own = {
    ...emptyPractice(),
    recalls: {
      a: recall('2026-11-01', '2026-11-03'),
      b: recall('2026-11-09', '2026-11-14'),
      c: recall('2026-11-05', '2026-11-10'),
    },
  }
  const other = {
    ...emptyPractice(),
    recalls: {
      a: recall('2026-11-04', '2026-11-09', 2),
      b: recall('2026-11-08', '2026-12-08'),
      c: recall('2026-11-05', '2026-11-06'),
      d: recall('2026-11-02', '2026-11-04'),
    },
  }
  const { a, c, d } = other.recalls
  expect(mergedPractice(own, other).recalls).toEqual({ a, b: own.recalls.b, c, d })
  expect(mergedPractice(other, own).recalls).toEqual({ a, b: own.recalls.b, c, d })
})

test('mistakes of both are kept, each with its later day; no session is taken, and no number is given twice', () => {
  const session = { number: 7, at: 0, tasks: [] }
  const own = {
    ...emptyPractice(),
    ...{ slips: { x: { da: { shape: '2026-11-03' } } }, sessions: 2, forms: ['1', '2'] },
  }
  const other = {
    ...emptyPractice(),
    slips: { x: { da: { shape: '2026-11-01', index: '2026-11-02' } }, y: { db: { shape: '2026-11-04' } } },
    ...{ sessions: 7, session, seed: 3, forms: ['2', '3'] },
  }
  expect(mergedPractice(own, other)).toEqual({
    ...own,
    slips: { x: { da: { shape: '2026-11-03', index: '2026-11-02' } }, y: { db: { shape: '2026-11-04' } } },
    ...{ sessions: 7, session: null, seed: 3, forms: ['3', '1', '2'] },
  })
})
