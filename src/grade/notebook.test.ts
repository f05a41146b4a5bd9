import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { exerciseFor, graded, outcome, replaced, solved } from './bank/twins.ts'

const ids = ['01', '02', '03', '04', '05', '06', '07', '08', '09']

test.each(ids)('makemore/%s solved has all points, and its blanks are blank', id => {
  const { status, blanks, report } = graded(id, solved(id))
  expect(status).toBe('graded')
  expect(blanks.map(({ blank }) => blank)).toEqual(exerciseFor(id)!.blanks)
  expect(blanks.filter(({ verdict }) => verdict !== 'exact' && verdict !== 'approximate')).toEqual([])
  expect(report.passed).toBe(true)
  const empty = graded(
    id,
    solved(id, () => null),
  )
  expect(empty.status).toBe('graded')
  expect(new Set(empty.blanks.map(({ verdict }) => verdict))).toEqual(new Set(['blank']))
})

test('an exercise without a forward pass for PyTorch can only be graded in TypeScript', () => {
  expect(exerciseFor('10')).toBe(null)
  const found = graded('10', solved('07'))
  expect(outcome(found)).toBe('ungradable: no python')
  expect(found.report.error?.message).toContain('in TypeScript only')
})

const corpus = (name: string): string =>
  readFileSync(new URL(`../python/corpus/${name}`, import.meta.url), 'utf8')

describe("the lecture's own notebook is the forward pass of exercise 07", () => {
  test('its one wrong shape is one blank', () => {
    const { blanks } = graded('07', corpus('whole_network.py'))
    expect(blanks.filter(({ verdict }) => verdict === 'shape').map(({ blank }) => blank)).toEqual([
      'dbnmeani',
    ])
    expect(blanks.filter(({ verdict }) => verdict === 'exact')).toHaveLength(25)
  })
  test('and of those before it', () => {
    expect(outcome(graded('01', corpus('whole_network.py')))).toBe('2 exact')
    expect(outcome(graded('06', corpus('whole_network.py')))).toBe('5 exact')
  })
})

test('what is wrong is told by the family that a check tells', () => {
  const text = solved('07', name => (name === 'dcounts' ? 'dcounts = counts_sum_inv * dprobs' : null))
  const { blanks } = graded('07', text)
  expect(blanks.filter(({ verdict }) => verdict !== 'blank')).toEqual([
    {
      ...{ blank: 'dcounts', verdict: 'wrong', family: 'a use forgotten' },
      short: expect.stringContaining('counts_sum'),
      text: 'dcounts = counts_sum_inv * dprobs',
    },
  ])
})

test('another epsilon is another forward pass', () => {
  const found = graded('07', replaced(solved('07'), ['bnvar + 1e-5) **', 'bnvar + 1e-6) **']))
  expect(outcome(found)).toBe('ungradable: forward pass')
  expect(found.report.error?.message).toContain('`bnvar_inv`')
})
