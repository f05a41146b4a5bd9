import { expect, test } from 'vitest'
import type { Judgement, Report } from '../checker/report.ts'
import type { Reason } from '../errors.ts'
import type { GradedBlank } from './notebook.ts'
import { blanksFrom, needsPerson, priced, standingOf, sumOf } from './scoring.ts'

const row = (blank: string, verdict: Judgement['verdict'], short: string | null = null): Judgement =>
  ({ blank, verdict, diagnosis: short === null ? null : { family: 'index', short } }) as Judgement
const reportWith = (...gradients: Judgement[]): Report => ({ gradients }) as unknown as Report

test('a blank is as good as the worst of its rows, and told by that one', () => {
  const report = reportWith(
    row('f', 'exact'),
    row('f', 'wrong', 'off by one'),
    row('f', 'approximate'),
    row('g', 'exact'),
  )
  expect(blanksFrom(report, ['f', 'g', 'h'], new Map([['f', 'return 1']]))).toEqual([
    { blank: 'f', verdict: 'wrong', family: 'index', short: 'off by one', text: 'return 1' },
    { blank: 'g', verdict: 'exact', family: null, short: null, text: null },
    { blank: 'h', verdict: 'blank', family: null, short: null, text: null },
  ])
})

test('exact, approximate and inherited lines earn their points, and no others do', () => {
  const all = [
    'exact',
    'approximate',
    'inherited',
    'coincidence',
    'wrong',
    'shape',
    'not finite',
    'not a tensor',
  ]
  const more = [
    'wrong type',
    'threw',
    'timeout',
    'out of memory',
    'blank',
    'unfinished',
    'from autograd',
    'not read',
  ]
  const blanks = [...all, ...more].map(verdict => ({ blank: verdict, verdict }) as GradedBlank)
  const points = new Map(blanks.map(({ blank }) => [blank, 2.5]))
  const earned = priced(blanks, points).filter(({ score }) => score > 0)
  expect(earned.map(({ blank, score }) => [blank, score])).toEqual([
    ['exact', 2.5],
    ['approximate', 2.5],
    ['inherited', 2.5],
  ])
})

test('ten tenths are one', () => {
  expect(sumOf(Array.from({ length: 10 }, () => 0.1))).toBe(1)
})

test.each<[Reason | null, string, string]>([
  ['empty', 'ungradable', 'empty'],
  ['not text', 'ungradable', 'not text'],
  ['too large', 'ungradable', 'too large'],
  ['syntax', 'ungradable', 'syntax'],
  ['load', 'ungradable', 'load'],
  ['timeout', 'stopped', 'timeout'],
  ['memory', 'stopped', 'memory'],
  [null, 'ungradable', 'load'],
])('a file that is broken by %s is %s', (reason, status, said) => {
  const error = { code: 'exercise', message: '', advice: null, line: null, reason }
  expect(standingOf({ error })).toEqual({ status, reason: said })
})

test('a person is needed for all that has no score; who is missing is missed where there is a roster', () => {
  expect(
    (['graded', 'held', 'ungradable', 'stopped', 'missing'] as const).map(one => needsPerson(one, true)),
  ).toEqual([false, true, true, true, true])
  expect(needsPerson('missing', false)).toBe(false)
})
