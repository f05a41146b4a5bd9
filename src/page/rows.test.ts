import { describe, expect, test } from 'vitest'
import type { Judgement, Verdict } from '../checker/report.ts'
import type { ClaimVerdict } from '../python/judging.ts'
import type { NotebookGradient } from '../python/report.ts'
import { feederIn, firstMistake, folded, headlineOf, rowsOf, statusOf } from './rows.ts'

const judged = (name: string, verdict: Verdict, more: Partial<Judgement> = {}): Judgement => ({
  ...{ name, blank: name, kind: 'gradient', verdict, exact: verdict === 'exact', approximate: false },
  ...{ maxdiff: 0, shape: [2, 3], expectedShape: [2, 3], line: 7, message: 'm', advice: null, worst: null },
  ...{ uses: [], zeroByAlgebra: false, diagnosis: null, note: null },
  ...more,
})
const rows = (...verdicts: Verdict[]) =>
  rowsOf(verdicts.map((verdict, i) => judged(`d${'abcdefghij'[i]}`, verdict)))
const said = (...verdicts: Verdict[]) => {
  const { text, beside } = headlineOf(rows(...verdicts))
  return [text, beside]
}

test('one row feeds what follows if it alone is wrong', () => {
  expect(feederIn(rows('exact', 'wrong', 'inherited'))).toBe('db')
  expect(feederIn(rows('shape', 'inherited'))).toBe('da')
  expect(feederIn(rows('wrong', 'inherited', 'threw'))).toBe(null)
  expect(feederIn(rows('exact'))).toBe(null)
})

test('a row of an exercise that is done in a notebook says what its claim does, and not what its report does', () => {
  const claim = (
    name: string,
    verdict: ClaimVerdict,
    more: Partial<NotebookGradient> = {},
  ): NotebookGradient => ({
    ...judged(name, 'wrong'),
    ...{ cell: 4, text: '', numbers: null, uses: [], verdict, exact: false, maxdiff: null, line: 2 },
    ...more,
  })
  const claims = [
    claim('da', 'unfinished', { shape: null }),
    claim('db', 'not read', { shape: null }),
    claim('dc', 'wrong'),
    claim('dc', 'shape', { numbers: 'right' }),
  ]
  const own = [judged('da', 'blank'), judged('db', 'threw'), judged('dc', 'shape'), judged('dd', 'blank')]
  expect(
    rowsOf(own, claims).map(({ name, sign, word, exact, look, place }) => [
      name,
      sign,
      word,
      exact,
      look,
      place,
    ]),
  ).toEqual([
    ['da', '·', 'unfinished', '-', 'blank', null],
    ['db', '·', 'not read', '-', 'blank', null],
    ['dc', '≈', 'shape, numbers right', '-', 'shape', null],
    ['dd', '·', 'blank', 'False', 'blank', null],
  ])
})

describe('the headline', () => {
  test('of an exercise that nobody began counts its blanks', () => {
    expect(said('blank', 'blank')).toEqual([
      '2 blanks to fill in',
      'in any order: each line is judged by itself',
    ])
    expect(said('blank')).toEqual(['One blank to fill in', null])
  })

  test('counts what is left', () => {
    expect(said('exact', 'approximate', 'blank')).toEqual(['1 of 3 blanks to go', '2 right · 1 to do'])
  })

  test('names the lines to fix, and what they spoil', () => {
    expect(said('exact', 'wrong', 'inherited')).toEqual([
      'One line to fix: `db`',
      '1 right · 1 right but fed by db',
    ])
    expect(said('wrong', 'shape', 'inherited')).toEqual([
      '2 lines to fix: `da`, `db`',
      '1 right but fed a wrong gradient',
    ])
  })

  test('of nothing says that', () => {
    expect(said()).toEqual(['Nothing could be judged', null])
  })

  test('of more lines than one reads at once names three', () => {
    expect(said('wrong', 'wrong', 'threw', 'wrong', 'wrong')[0]).toBe(
      '5 lines to fix: `da`, `db`, `dc` and 2 more',
    )
  })

  test('says that all is right', () => {
    expect(said('exact')[0]).toBe('Your gradient is right.')
    expect(said('exact', 'exact')[0]).toBe('Both gradients are right.')
    expect(said('exact', 'exact', 'approximate')[0]).toBe('All 3 gradients are right.')
  })

  test('counts functions where a function has several values', () => {
    const values = ['f(1)', 'f(2)', 'g(1)'].map(name =>
      judged(name, name === 'g(1)' ? 'blank' : 'wrong', { kind: 'value', blank: name[0] }),
    )
    expect(headlineOf(rowsOf(values))).toEqual({
      text: 'One function to fix: `f`',
      isPassed: false,
      beside: '1 to do',
    })
    const half = [judged('f(1)', 'exact', { kind: 'value', blank: 'f' }), ...values.slice(1)]
    expect(headlineOf(rowsOf(half)).beside).toBe('1 to do')
    const right = ['f(1)', 'f(2)', 'g(1)'].map(name =>
      judged(name, 'exact', { kind: 'value', blank: name[0] }),
    )
    expect(headlineOf(rowsOf(right)).text).toBe('Both blanks are right.')
    expect(
      headlineOf(rowsOf([...right, judged('h(1)', 'blank', { kind: 'value', blank: 'h' })])).beside,
    ).toBe('2 right · 1 to do')
  })
})

describe('rows', () => {
  test('the values of a function that is not filled in are one', () => {
    const values = ['f(1)', 'f(2)'].map(name => judged(name, 'blank', { kind: 'value', blank: 'f' }))
    expect(rowsOf(values).map(({ name }) => name)).toEqual(['f: 2 cases'])
  })

  test('of one blank that say the same are one, which shows the first of them; others keep their own', () => {
    const values = ['f(1)', 'f(2)', 'f(3)', 'g(1)'].map((name, i) =>
      judged(name, i === 1 ? 'wrong' : 'exact', { kind: 'value', blank: name[0] }),
    )
    expect(rowsOf(values).map(({ key, name, many, judged }) => [key, name, many, judged.name])).toEqual([
      ['f(1)', 'f: 2 cases', 2, 'f(1)'],
      ['f(2)', 'f(2)', 1, 'f(2)'],
      ['g(1)', 'g(1)', 1, 'g(1)'],
    ])
    expect(statusOf(rowsOf(values))).toBe('f(2): wrong. 3 of 4 right.')
  })

  test('what was not compared has no numbers', () => {
    const [row] = rowsOf([judged('da', 'blank', { shape: null, maxdiff: null })])
    expect([row.exact, row.approximate, row.maxdiff, row.shape]).toEqual(['-', '-', '-', '-'])
  })
})

describe('folding', () => {
  const long = Array.from({ length: 13 }, (_, i): Judgement => judged(`d${i}`, i < 2 ? 'exact' : 'inherited'))
  const foldedTo = (chosen: string | null, unfolded: string[] = [], from = long) =>
    folded(rowsOf(from), chosen, new Set(unfolded)).map(one => ('run' in one ? one.run.length : one.name))

  test('a run of five and more in a long table is one row', () => {
    expect(foldedTo('d0')).toEqual(['d0', 'd1', 11])
    expect(foldedTo('d0', [], long.slice(1)).length).toBe(12)
  })

  test('not where the chosen row is in it, or somebody unfolded it', () => {
    expect(foldedTo('d5').length).toBe(13)
    expect(foldedTo('d0', ['d2']).length).toBe(13)
  })

  test('mistakes are never folded', () => {
    expect(
      foldedTo(
        null,
        [],
        long.map(one => ({ ...one, verdict: 'wrong' as const })),
      ).length,
    ).toBe(13)
  })
})

test('the first mistake is none that only follows from another', () => {
  expect(firstMistake(rows('exact', 'inherited', 'threw', 'wrong'))?.name).toBe('dc')
  expect(firstMistake(rows('exact', 'blank'))).toBeNull()
})

test('a screen reader hears the mistake, its reason and how many are right', () => {
  const diagnosis = { family: 'f', formula: null, short: 'missing: `b`', message: '', tier: 1 }
  const some = rowsOf([judged('da', 'exact'), judged('db', 'wrong', { diagnosis })])
  expect(statusOf(some)).toBe('db: wrong. missing: b. 1 of 2 right.')
  expect(statusOf(rows('exact', 'exact'))).toBe('Both gradients are right.')
})
