import { expect, test } from 'vitest'
import { answersOf, judged, twins } from './bank/trial.ts'
import { isRight, reportOn } from './report.ts'

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

test('`dtok = dx0`: what is made of dtok is one step, also where dx0 is given', () => {
  const lines = 'dwte = torch.zeros_like(wte)\ndwte[X] += dtok'
  const right = answersOf('gpt/01')
  expect(right('dtok')).toBe('dtok = dx0')
  const found = judged('gpt/01', name => (name === 'dwte' ? lines : right(name)))
  const wrong = reportOn(found, 'homework.py', 42).gradients.filter(({ diagnosis }) => diagnosis !== null)
  expect(wrong.map(({ name, diagnosis }) => [name, diagnosis!.short])).toEqual([
    ['dwte', 'the last occurrence only'],
  ])
})
