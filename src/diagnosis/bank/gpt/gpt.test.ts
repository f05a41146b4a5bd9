import { expect, test } from 'vitest'
import { type BankResult, blamedRightly, goldenText, isAlarm, resultOf, titleOf } from '../results.ts'
import { tryLine } from '../trial.ts'
import { right } from './right.ts'
import { wrong } from './wrong.ts'

const results = wrong.map(resultOf)

const titles = (test: (result: BankResult) => boolean): string[] =>
  results.filter(test).map(({ row }) => titleOf(row))

test('there are 200 wrong lines, each by a name of its own, and 80 right ones', () => {
  expect(wrong).toHaveLength(200)
  expect(new Set(wrong.map(row => `${row.exercise} ${row.of}: ${row.slip}`)).size).toBe(wrong.length)
  expect(right).toHaveLength(80)
})

test('200 of 200 wrong lines are rejected, and each is the only one that is blamed', () => {
  expect(titles(({ trial }) => !trial.rejected)).toEqual([])
  expect(titles(result => !blamedRightly(result))).toEqual([])
})

test('200 of 200 mistakes are named, each by its family and in the words that it calls for', () => {
  expect(titles(({ naming }) => naming !== 'rightly')).toEqual([])
})

test('no diagnosis throws', () => {
  expect(titles(({ trial }) => trial.crash !== null)).toEqual([])
})

test('no right line is rejected or diagnosed', () => {
  const alarms = right.map(row => ({ row, trial: tryLine(row) })).filter(isAlarm)
  expect(alarms.map(({ row }) => `${row.of}: ${row.form}`)).toEqual([])
})

test('all that is said of the wrong lines is as it was reviewed', async () => {
  await expect(goldenText(results)).toMatchFileSnapshot('golden.txt')
})
