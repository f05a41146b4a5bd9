import { describe, expect, test } from 'vitest'
import type { Report } from '../checker/report.ts'
import { graded, solved } from './bank/twins.ts'
import { kinds } from './formats/testing.ts'
import { recordOf } from './testing.ts'
import { fileWords, wordsOn } from './words.ts'

test('a blank with several rows is told by one that has its verdict', () => {
  const report = kinds.wrong().report as Report
  const [row] = report.gradients
  const gradients = [
    { ...row, name: 'dlogprobs(1)', verdict: 'wrong' },
    { ...row, name: 'dlogprobs(2)', verdict: 'threw', message: 'Error: no', diagnosis: null, line: 7 },
    { ...row, name: 'dlogprobs(3)', verdict: 'exact' },
  ] as const
  const words = (verdict: 'wrong' | 'threw' | 'exact') =>
    wordsOn({ ...report, gradients }, { blank: 'dlogprobs', verdict })
  expect(words('threw')).toMatchObject({ heading: 'dlogprobs(2): threw, line 7', explanation: 'Error: no.' })
  expect(words('wrong').heading).toMatch(/^dlogprobs\(1\): wrong/)
  expect(words('exact').hint).toBe(null)
})

describe('a notebook', () => {
  const wrong = graded(
    '01',
    solved('01', name =>
      name === 'dlogprobs' ? 'dlogprobs = torch.zeros_like(logprobs)\ndlogprobs[range(n), Yb] = 1 / n' : null,
    ),
  )
  const record = {
    ...recordOf('ada', ''),
    ...wrong,
    blanks: wrong.blanks.map(one => ({ ...one, score: 0, max: 1 })),
  }

  test('is told in the words of Python, by cell and line, without a hint', () => {
    const words = wordsOn(record.report, record.blanks[0])
    expect(words.heading).toMatch(/^dlogprobs: wrong, cell \d+, line \d+$/)
    expect(words.explanation).toMatch(/^Your result has the wrong sign/)
    expect(words.hint).toBe(null)
    expect(fileWords(record)[0]).toBe('0 right, of 2')
  })

  test('that has nothing for a blank is told so', () => {
    expect(record.blanks[1].verdict).toBe('blank')
    expect(wordsOn({ ...record.report, gradients: [] }, record.blanks[1])).toEqual({
      heading: 'dprobs: blank',
      explanation: 'ninja found nothing for dprobs in your file.',
      ...{ formula: null, hint: null },
    })
  })
})

test('commands in advice are as one types them, and nothing else is one', () => {
  const report = kinds.wrong().report as Report
  const rowWith = (advice: string | null) => ({
    ...report,
    gradients: [{ ...report.gradients[0], diagnosis: null, message: 'it threw: ninja hint', advice }],
  })
  const grade = { blank: 'dlogprobs', verdict: 'wrong' } as const
  expect(wordsOn(rowWith('ask ninja hint dlogprobs'), grade).explanation).toBe(
    'It threw: ninja hint. Ask npx ninja hint dlogprobs.',
  )
  expect(wordsOn(rowWith(null), grade).explanation).toMatch(/ ninja doesn't recognise this mistake\.$/)
  expect(wordsOn(rowWith(null), grade).explanation).not.toContain('npx')
})

test('a text that somebody throws is cut at 4000 characters', () => {
  const report = kinds.threw().report as Report
  const gradients = report.gradients.map(row => ({ ...row, message: 'x'.repeat(100_000), diagnosis: null }))
  const { explanation } = wordsOn({ ...report, gradients }, { blank: 'dprobs', verdict: 'threw' })
  expect(explanation).toBe(`${'x'.repeat(4000)}…`)
})
