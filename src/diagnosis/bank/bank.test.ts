import { expect, test } from 'vitest'
import { tensor } from '../../tensor/creation.ts'
import { sameShape } from '../../tensor/shape.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { type BankResult, blamedRightly, goldenText, isAlarm, resultOf, titleOf } from './results.ts'
import { right } from './right.ts'
import { answersOf, truthOf, tryLine } from './trial.ts'
import { wrong } from './wrong.ts'

const results = wrong.map(resultOf)

const titles = (test: (result: BankResult) => boolean): string[] =>
  results.filter(test).map(({ row }) => titleOf(row))

/** Nothing is certain about these. */
const unrecognised: readonly string[] = [
  "dlogit_maxes: the maximum's own column only",
  'dbndiff2: a copy too few',
  'dlogprobs: only the picked ones',
  'dC: a shape written out',
]

test('the bank has 957 wrong lines, each by a name of its own, and 171 right ones', () => {
  expect(wrong).toHaveLength(957)
  expect(new Set(wrong.map(row => `${row.exercise} ${row.of}: ${row.slip}`)).size).toBe(wrong.length)
  expect(right).toHaveLength(171)
})

test('each gradient has two wrong lines at least', () => {
  const few = [...answersOf('07_whole_network').keys()].filter(
    name =>
      wrong.filter(({ exercise, of }) => exercise === '07_whole_network' && of === `d${name}`).length < 2,
  )
  expect(few).toEqual([])
})

test('every wrong line is rejected', () => {
  expect(titles(({ trial }) => !trial.rejected)).toEqual([])
})

test('every wrong line is the only one that is blamed', () => {
  expect(titles(result => !blamedRightly(result))).toEqual([])
})

/** By the right gradients alone, at the table's sizes. */
function verdictsOf({ exercise, of, line }: BankResult['row']): readonly string[] {
  const { scope, gradient } = truthOf(exercise, of)
  const made = line(scope)
  const value = made instanceof Tensor ? made : tensor(made as number)
  // What is infinite here need not be so under the gradients that the line is judged under.
  if (value.data.some(x => !Number.isFinite(x))) return ['not finite', 'wrong']
  if (!sameShape(value.shape, gradient.shape)) return ['shape']
  const most = Math.max(...gradient.data.map(Math.abs))
  const off = Math.max(...gradient.data.map((x, i) => Math.abs(x - value.data[i])))
  return [off <= 1e-9 * Math.max(most, 1e-6) ? 'coincidence' : 'wrong']
}

test('a line that gives the right numbers here is a coincidence, another shape is told as that, all others are wrong', () => {
  const other = results.filter(({ row, trial }) => !verdictsOf(row).includes(trial.verdict))
  expect(other.map(({ row, trial }) => `${titleOf(row)}: ${trial.verdict}`)).toEqual([])
})

test('all that is said of the wrong lines is as it was reviewed', async () => {
  await expect(goldenText(results)).toMatchFileSnapshot('golden.txt')
})

test('no mistake is named wrongly', () => {
  expect(titles(({ naming }) => naming === 'wrongly')).toEqual([])
})

test('all mistakes are recognised but these', () => {
  expect(titles(({ naming }) => naming === 'not recognised')).toEqual(unrecognised)
})

test('no diagnosis throws', () => {
  expect(titles(({ trial }) => trial.crash !== null)).toEqual([])
})

test('no right line is rejected or diagnosed', () => {
  const alarms = right.map(row => ({ row, trial: tryLine(row) })).filter(isAlarm)
  expect(alarms.map(({ row }) => `${row.of}: ${row.form}`)).toEqual([])
})
