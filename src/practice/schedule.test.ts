import { describe, expect, test } from 'vitest'
import { addDays, type Day, dayOf, daysBetween, isDay } from './days.ts'
import { mixOf } from './mix.ts'
import { asOf, emptyPractice, noteAnswer, noteSlip, type Practice, recallOf } from './practice.ts'
import { type Answer, answered, isDue, type Recall, settled, slippedOn } from './recall.ts'

const START = '2026-01-01'
const MANY = 10

/** The days between the answers, each given on the day it's due. */
function gaps(answers: readonly Answer[]): number[] {
  let recall: Recall | null = null
  let today = START
  return answers.map(answer => {
    recall = answered(recall, answer, today)
    const gap = daysBetween(today, recall.due)
    today = recall.due
    return gap
  })
}

const repeated = <T>(value: T, times: number): T[] => Array.from({ length: times }, () => value)

describe('the days until a kind of task is asked again', () => {
  test('grow with each right answer, to 150', () => {
    expect(gaps(repeated('right', 8))).toEqual([2, 5, 12, 30, 70, 150, 150, 150])
  })

  test('grow with each miss in a row too, to 8: asking every day teaches nobody', () => {
    expect(gaps(repeated('missed', 8))).toEqual([1, 2, 3, 5, 8, 8, 8, 8])
  })

  test('fall to 1 after a miss, and grow again from half as far', () => {
    expect(gaps(['right', 'right', 'right', 'right', 'missed', 'right', 'right'])).toEqual([
      2, 5, 12, 30, 1, 12, 30,
    ])
  })

  test('stay the same after an answer that was right only after another mistake', () => {
    expect(gaps(['right', 'right', 'slow', 'right', 'slow'])).toEqual([2, 5, 5, 12, 12])
    expect(gaps(['slow', 'right'])).toEqual([2, 2])
  })
})

test('what is right before it is due leaves the date as it is, and a miss always counts, but once a day', () => {
  const known = answered(null, 'right', START)
  expect(answered(known, 'right', START)).toEqual(known)
  expect(answered(known, 'right', addDays(START, 1))).toEqual({ ...known, asked: addDays(START, 1) })
  const missed = answered(known, 'missed', START)
  expect(missed).toEqual({ asked: START, due: addDays(START, 1), level: 0, misses: 1 })
  expect(answered(missed, 'missed', START)).toEqual(missed)
  expect(answered(missed, 'right', START)).toEqual(missed)
  expect(answered(missed, 'missed', addDays(START, 1)).misses).toBe(2)
})

test('a mistake in an exercise makes its kind due at once, also one that was never asked', () => {
  expect(slippedOn(null, START)).toEqual({ asked: START, due: START, level: 0, misses: 0 })
  const known = { asked: START, due: '2026-03-01', level: 5, misses: 0 }
  expect(slippedOn(known, '2026-01-10')).toEqual({
    asked: '2026-01-10',
    due: '2026-01-10',
    level: 2,
    misses: 0,
  })
  expect(slippedOn(known, '2026-03-02')).toEqual(known)
})

test('the same mistake in the same blank counts once a day, however often the file is saved', () => {
  const slip = { id: 'makemore/02_softmax', blank: 'dcounts', family: 'a use forgotten' }
  const once = noteSlip(emptyPractice(), slip, ['reuse'], START)
  expect(noteSlip(once, slip, ['reuse'], START)).toBe(once)
  const drilled = noteAnswer(once, 'reuse', 'right', START)
  expect(recallOf(drilled, 'reuse')!.due).toBe(addDays(START, 2))
  expect(noteSlip(drilled, slip, ['reuse'], START)).toBe(drilled)
  expect(recallOf(noteSlip(drilled, slip, ['reuse'], addDays(START, 1)), 'reuse')!.due).toBe(
    addDays(START, 1),
  )
})

const kinds = [
  'broadcast',
  'sum',
  'mean',
  'matmul',
  'index',
  'max',
  'reuse',
  'product',
  'power',
  'function',
  'softmax',
  'norm',
  'scatter',
  'shape',
]

/** A learner who has a session a day, all of whose answers `answers` gives. The kinds that each day had. */
function year(
  answers: (kind: string, day: number) => Answer,
  days = 365,
  today = (day: number): Day => addDays(START, day),
): { sessions: string[][]; practice: Practice } {
  let practice = emptyPractice()
  const sessions = Array.from({ length: days }, (_, day) => {
    practice = asOf(practice, today(day))
    const mix = mixOf(kinds, practice.recalls, today(day), MANY)
    for (const kind of mix) practice = noteAnswer(practice, kind, answers(kind, day), today(day))
    return mix
  })
  return { sessions, practice }
}

const daysOf = (sessions: readonly string[][], kind: string): number[] =>
  sessions.flatMap((mix, day) => (mix.includes(kind) ? [day] : []))

const between = (days: readonly number[]): number[] => days.slice(1).map((day, i) => day - days[i])

describe('a year of a session a day', () => {
  test('what is always missed comes back at growing intervals, then every 8 days, with others mixed in', () => {
    const { sessions } = year(kind => (kind === 'matmul' ? 'missed' : 'right'))
    const days = daysOf(sessions, 'matmul')
    expect(between(days).slice(0, 8)).toEqual([1, 2, 3, 5, 8, 8, 8, 8])
    expect(new Set(between(days).slice(4))).toEqual(new Set([8]))
    expect(sessions.filter(mix => mix.includes('matmul') && new Set(mix).size < 5).slice(2)).toEqual([])
  })

  test('once it is learnt, the days between its due dates grow', () => {
    const learnt = 60
    const dues: Day[] = []
    let practice = emptyPractice()
    for (let day = 0; day < 365; day++) {
      const today = addDays(START, day)
      for (const kind of mixOf(kinds, practice.recalls, today, MANY))
        practice = noteAnswer(practice, kind, kind === 'matmul' && day < learnt ? 'missed' : 'right', today)
      const due = recallOf(practice, 'matmul')?.due
      if (day >= learnt && due !== undefined && due !== dues.at(-1)) dues.push(due)
    }
    expect(between(dues.map(due => daysBetween(START, due)))).toEqual([5, 12, 30, 70, 150, 150])
  })

  test.each([
    ['right', () => 'right' as const],
    ['missed', () => 'missed' as const],
    ['right or missed by turns', (_: string, day: number) => (day % 3 === 0 ? 'missed' : 'right') as Answer],
  ])('whatever is always %s: ten tasks a day, and no kind waits longer than 8 days', (_, answers) => {
    const { sessions } = year(answers)
    expect(new Set(sessions.map(({ length }) => length))).toEqual(new Set([MANY]))
    for (const kind of kinds)
      expect(Math.max(...between([...daysOf(sessions, kind), 365]))).toBeLessThanOrEqual(8)
  })

  test('with more kinds due than fit into a day, those that wait the longest come first', () => {
    const many = Array.from({ length: 40 }, (_, i) => `kind ${i}`)
    let practice = emptyPractice()
    const seen = new Map<string, number>()
    for (let day = 0; day < 365; day++) {
      const today = addDays(START, day)
      for (const kind of mixOf(many, practice.recalls, today, MANY)) {
        practice = noteAnswer(practice, kind, 'missed', today)
        if (day > 60) expect(day - (seen.get(kind) ?? day)).toBeLessThanOrEqual(9)
        seen.set(kind, day)
      }
    }
    expect(seen.size).toBe(40)
  })

  test('a clock that is put back loses nothing and starves nothing', () => {
    const flown = (day: number): Day => addDays(START, day < 100 ? day : day < 103 ? day + 2000 : day)
    const { sessions, practice } = year(() => 'right', 365, flown)
    for (const kind of kinds) {
      expect(Math.max(...between([...daysOf(sessions, kind), 365]))).toBeLessThanOrEqual(8)
      expect(daysBetween(addDays(START, 364), recallOf(practice, kind)!.due)).toBeLessThanOrEqual(150)
    }
  })
})

test('two tasks of a kind are never one after the other while there are others', () => {
  const { sessions } = year((kind, day) => ((kind.length + day) % 4 === 0 ? 'missed' : 'right'))
  for (const mix of sessions)
    if (new Set(mix).size > 2) for (const [i, kind] of mix.slice(1).entries()) expect(kind).not.toBe(mix[i])
})

test('the first session has three kinds, and the next ones three more each', () => {
  const first = mixOf(kinds, {}, START, MANY)
  expect(new Set(first)).toEqual(new Set(['broadcast', 'sum', 'mean']))
  expect(first).toHaveLength(MANY)
  const { sessions } = year(() => 'right', 5)
  expect(sessions.map(mix => new Set(mix).size)).toEqual([3, 6, 9, 10, 10])
})

test('of one kind alone there are as many as were wanted', () => {
  expect(mixOf(['sum'], {}, START, 4)).toEqual(['sum', 'sum', 'sum', 'sum'])
  expect(mixOf([], {}, START, 4)).toEqual([])
})

test('a due date in the far future, by a wrong clock, is counted from today', () => {
  const wrong = answered(null, 'right', '2031-05-01')
  expect(settled(wrong, START)).toEqual({ asked: START, due: addDays(START, 2), level: 1, misses: 0 })
  expect(isDue(wrong, START)).toBe(false)
})

test('days are those of the calendar where the learner is: a day of 23 or 25 hours is one day', () => {
  expect(dayOf(new Date(2026, 2, 29, 0, 30))).toBe('2026-03-29')
  expect(dayOf(new Date(2026, 2, 29, 23, 30))).toBe('2026-03-29')
  expect(addDays('2026-03-28', 1)).toBe('2026-03-29')
  expect(addDays('2026-10-25', 1)).toBe('2026-10-26')
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(daysBetween('2026-12-31', '2026-12-01')).toBe(-30)
  expect(isDay('2026-02-30')).toBe(false)
  expect(isDay('2026-3-1')).toBe(false)
})
