import { expect, test } from 'vitest'
import { right } from './right.ts'
import { tryLine } from './trial.ts'
import { wrong } from './wrong.ts'

const families = (family: string | readonly string[]): readonly string[] =>
  typeof family === 'string' ? [family] : family

/** What came of every row; a verdict of "not finite" names its family itself. */
const trials = wrong.map(row => {
  const trial = tryLine(row)
  const family = trial.family ?? (trial.verdict === 'not finite' ? 'not finite' : null)
  return { row, trial, family, title: `${row.of}: ${row.slip}` }
})

const titles = (test: (tried: (typeof trials)[number]) => boolean): string[] =>
  trials.filter(test).map(({ title }) => title)

test('the bank has at least 150 wrong lines and 60 right ones', () => {
  expect(wrong.length).toBeGreaterThanOrEqual(150)
  expect(right.length).toBeGreaterThanOrEqual(60)
})

test('every wrong line is rejected', () => {
  expect(titles(({ trial }) => !trial.rejected)).toEqual([])
})

test('every wrong line is the only one that is blamed', () => {
  expect(titles(({ row, trial }) => trial.blamed.join() !== row.of)).toEqual([])
})

test('no slip is named wrongly', () => {
  expect(titles(({ row, family }) => family !== null && !families(row.family).includes(family))).toEqual([])
})

test('at least 92 of 100 slips are named', () => {
  const named = trials.filter(({ row, family }) => family !== null && families(row.family).includes(family))
  expect(named.length / trials.length).toBeGreaterThanOrEqual(0.92)
})

test('no diagnosis throws', () => {
  expect(titles(({ trial }) => trial.crash !== null)).toEqual([])
})

test('no right line is rejected or diagnosed', () => {
  const alarms = right.filter(row => {
    const { rejected, family } = tryLine(row)
    return rejected || family !== null
  })
  expect(alarms.map(({ of, form }) => `${of}: ${form}`)).toEqual([])
})
