import { describe, expect, test } from 'vitest'
import {
  againIn,
  emptyProgress,
  isGivenUp,
  isPassed,
  noteAgain,
  noteCheck,
  noteGivenUp,
  noteHint,
  parseProgress,
  printProgress,
  progressOf,
  setCurrent,
} from './progress.ts'

const id = 'makemore/05_batchnorm'
const monday = new Date('2026-03-02T10:00:00Z')
const tuesday = new Date('2026-03-03T10:00:00Z')

const failed = { passed: false, gradients: { dprobs: 'wrong' }, at: monday }
const passed = { passed: true, gradients: { dprobs: 'exact' }, at: tuesday }

const reasonOf = (value: unknown) => {
  const parsed = parseProgress(typeof value === 'string' ? value : JSON.stringify(value))
  return parsed.kind === 'damaged' ? parsed.reason : parsed.kind
}

const withExercise = (changes: object) => ({
  version: 1,
  current: null,
  exercises: {
    a: {
      passedAt: null,
      checks: 0,
      lastCheckedAt: null,
      gradients: {},
      hints: {},
      ...changes,
    },
  },
})

test('what was never touched has no checks and is not passed', () => {
  expect(isPassed(emptyProgress(), id)).toBe(false)
  expect(progressOf(emptyProgress(), id).checks).toBe(0)
})

test('a check is counted, and its verdicts replace the last ones', () => {
  const progress = noteCheck(noteCheck(emptyProgress(), id, failed), id, passed)
  expect(progressOf(progress, id)).toEqual({
    passedAt: tuesday.toISOString(),
    checks: 2,
    lastCheckedAt: tuesday.toISOString(),
    gradients: { dprobs: 'exact' },
    hints: {},
  })
})

test('the first pass stays, whatever comes later', () => {
  let progress = noteCheck(emptyProgress(), id, { ...passed, at: monday })
  progress = noteCheck(progress, id, { ...failed, at: tuesday })
  progress = noteCheck(progress, id, passed)
  expect(progressOf(progress, id).passedAt).toBe(monday.toISOString())
  expect(isPassed(progress, id)).toBe(true)
})

test('hints shown are never fewer than before', () => {
  const two = noteHint(emptyProgress(), id, 'dprobs', 2)
  expect(progressOf(two, id).hints).toEqual({ dprobs: 2 })
  expect(noteHint(two, id, 'dprobs', 1)).toBe(two)
  expect(progressOf(noteHint(two, id, 'dprobs', 3), id).hints).toEqual({
    dprobs: 3,
  })
})

test('a check keeps the hints, and a hint keeps the check', () => {
  const progress = noteHint(noteCheck(noteHint(emptyProgress(), id, 'dx', 1), id, passed), id, 'dy', 2)
  expect(progressOf(progress, id)).toMatchObject({
    checks: 1,
    hints: { dx: 1, dy: 2 },
  })
})

test('nothing is changed in place', () => {
  const before = emptyProgress()
  noteCheck(before, id, passed)
  noteHint(before, id, 'dx', 1)
  setCurrent(before, id)
  expect(before).toEqual(emptyProgress())
})

test('setting the current exercise to what it is gives the same progress', () => {
  const progress = setCurrent(emptyProgress(), id)
  expect(progress.current).toBe(id)
  expect(setCurrent(progress, id)).toBe(progress)
})

test('names that every object has are names like any other', () => {
  for (const name of ['constructor', '__proto__', 'toString']) {
    expect(isPassed(emptyProgress(), name)).toBe(false)
    const progress = noteHint(noteCheck(emptyProgress(), name, passed), name, name, 1)
    const parsed = parseProgress(printProgress(progress))
    if (parsed.kind !== 'understood') throw new Error(parsed.kind)
    expect(isPassed(parsed.progress, name)).toBe(true)
    expect(Object.entries(progressOf(parsed.progress, name).hints)).toEqual([[name, 1]])
  }
})

test('what is printed is understood again', () => {
  const progress = setCurrent(noteHint(noteCheck(emptyProgress(), id, passed), id, 'dx', 1), id)
  expect(parseProgress(printProgress(progress))).toEqual({
    kind: 'understood',
    progress,
  })
})

test('the mark that some editors put before a text does no harm', () => {
  expect(parseProgress(`\uFEFF${printProgress(emptyProgress())}`).kind).toBe('understood')
})

test('fields that this version does not know survive every change', () => {
  const parsed = parseProgress(JSON.stringify({ ...withExercise({ mood: 'fine' }), theme: ['dark'] }))
  if (parsed.kind !== 'understood') throw new Error(parsed.kind)
  const changed = setCurrent(noteHint(noteCheck(parsed.progress, 'a', passed), 'a', 'dx', 1), 'a')
  expect(changed).toMatchObject({
    theme: ['dark'],
    exercises: { a: { mood: 'fine', checks: 1 } },
  })
})

test('a newer version is recognised, whatever else is in it', () => {
  expect(parseProgress('{ "version": 2, "exercises": [] }')).toEqual({
    kind: 'newer',
    version: 2,
  })
})

test.each([
  ['', 'it is empty'],
  [' \n', 'it is empty'],
  ['{ "version": 1, "curr', 'it is not JSON'],
  ['\0\0\0\0', 'it is not JSON'],
  ['null', 'it should be an object, but is null'],
  [[], 'it should be an object, but is []'],
  [{}, 'it.version is missing'],
  [{ version: '1' }, 'it.version should be 1, but is "1"'],
  [{ version: 0 }, 'it.version should be 1, but is 0'],
  [{ version: 1, exercises: {} }, 'it.current is missing'],
  [{ version: 1, current: 7, exercises: {} }, 'it.current should be text or null, but is 7'],
  [{ version: 1, current: null, exercises: [] }, 'it.exercises should be an object, but is []'],
  [
    { version: 1, current: null, exercises: { a: true } },
    'it.exercises["a"] should be an object, but is true',
  ],
  [withExercise({ checks: 1.5 }), 'it.exercises["a"].checks should be a whole number, but is 1.5'],
  [withExercise({ checks: -1 }), 'it.exercises["a"].checks should be a whole number, but is -1'],
  [
    withExercise({ passedAt: 'yesterday' }),
    'it.exercises["a"].passedAt should be an ISO time or null, but is "yesterday"',
  ],
  [
    withExercise({ lastCheckedAt: 5 }),
    'it.exercises["a"].lastCheckedAt should be an ISO time or null, but is 5',
  ],
  [
    withExercise({ gradients: { dx: null } }),
    'it.exercises["a"].gradients["dx"] should be text, but is null',
  ],
  [
    withExercise({ hints: { dx: '1' } }),
    'it.exercises["a"].hints["dx"] should be a whole number, but is "1"',
  ],
])('%j is damaged: %s', (value, reason) => {
  expect(reasonOf(value)).toBe(reason)
})

describe('giving up', () => {
  const given = noteGivenUp(emptyProgress(), id, ['dprobs'], monday)

  test('marks the exercise and is no pass', () => {
    expect(isGivenUp(given, id)).toBe(true)
    expect(isPassed(given, id)).toBe(false)
  })

  test('a later pass takes the mark away, a failed check does not; which blanks it were stays known', () => {
    expect(isGivenUp(noteCheck(given, id, failed), id)).toBe(true)
    const after = noteCheck(given, id, passed)
    expect(isGivenUp(after, id)).toBe(false)
    expect(progressOf(after, id).givenUp).toEqual({ at: '2026-03-02T10:00:00.000Z', blanks: ['dprobs'] })
  })

  test('counts once, and not after a pass', () => {
    expect(noteGivenUp(given, id, ['dlogits'], tuesday)).toBe(given)
    const done = noteCheck(emptyProgress(), id, passed)
    expect(noteGivenUp(done, id, ['dprobs'], tuesday)).toBe(done)
  })

  test('is in the file, and a file without it is understood', () => {
    expect(parseProgress(printProgress(given))).toEqual({ kind: 'understood', progress: given })
    expect(parseProgress(printProgress(noteCheck(emptyProgress(), id, failed))).kind).toBe('understood')
    expect(reasonOf(withExercise({ givenUp: { at: 'once', blanks: [] } }))).toContain('.givenUp.at')
  })
})

describe('an exercise that is done again', () => {
  const done = noteCheck(noteGivenUp(emptyProgress(), id, ['dprobs'], monday), id, {
    passed: true,
    gradients: { dprobs: 'exact', dlogits: 'exact' },
    at: monday,
  })
  const again = noteAgain(done, id, ['dprobs', 'dlogits'])
  const half = noteCheck(again, id, {
    passed: false,
    gradients: { dprobs: 'blank', dlogits: 'approximate' },
    at: tuesday,
  })
  const whole = noteCheck(half, id, {
    passed: true,
    gradients: { dprobs: 'exact', dlogits: 'exact' },
    at: tuesday,
  })

  test('stays passed when it was passed', () => {
    for (const progress of [again, half, whole])
      expect(progressOf(progress, id).passedAt).toBe('2026-03-02T10:00:00.000Z')
  })

  test('is open until each of its blanks was right', () => {
    expect(againIn(again, id)).toEqual(['dprobs', 'dlogits'])
    expect(againIn(half, id)).toEqual(['dprobs'])
    expect(againIn(whole, id)).toEqual([])
  })

  test('remembers how often and when; what was given up is forgotten then', () => {
    const { givenUp, again: reached } = progressOf(whole, id)
    expect(reached).toEqual({ blanks: [], times: 1, passedAt: '2026-03-03T10:00:00.000Z' })
    expect(givenUp).toBeUndefined()
    expect(progressOf(half, id).givenUp).toBeDefined()
    expect(progressOf(noteAgain(whole, id, ['dprobs']), id).again).toEqual({
      blanks: ['dprobs'],
      times: 1,
      passedAt: '2026-03-03T10:00:00.000Z',
    })
  })

  test('is one that was passed', () => {
    expect(noteAgain(emptyProgress(), id, ['dprobs'])).toEqual(emptyProgress())
  })

  test('is in the file', () => {
    expect(parseProgress(printProgress(half))).toEqual({ kind: 'understood', progress: half })
  })
})
