import { expect, test } from 'vitest'
import { answersOf, judged, twins } from './bank/trial.ts'
import { isRight } from './report.ts'

test.each(twins)('the answers of %s pass in Python, and its blanks are blank', id => {
  const filled = judged(id, answersOf(id)).claims
  expect(filled.length).toBeGreaterThan(0)
  expect(
    filled.filter(({ verdict }) => !isRight(verdict)).map(({ claim, verdict }) => [claim.gradient, verdict]),
  ).toEqual([])
  const empty = judged(id, () => null).claims
  expect(empty.map(({ verdict }) => verdict)).toEqual(filled.map(() => 'blank'))
})

test('makemore has twins of all but its last', () => {
  expect(twins.filter(id => id.startsWith('makemore/')).map(id => id.slice(9, 11))).toEqual([
    '01',
    '02',
    '03',
    '04',
    '05',
    '06',
    '07',
    '08',
    '09',
  ])
})
