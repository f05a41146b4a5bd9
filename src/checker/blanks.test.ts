import { describe, expect, test } from 'vitest'
import { verdictsOf, withoutAlike } from './blanks.ts'
import type { Judgement, Verdict } from './report.ts'

const value = (name: string, blank: string, verdict: Verdict, more: Partial<Judgement> = {}): Judgement => ({
  ...{ name, blank, kind: 'value', verdict, exact: verdict === 'exact', approximate: verdict === 'exact' },
  ...{ maxdiff: 0, shape: [], expectedShape: [], line: 7, message: 'm', advice: null, worst: null },
  ...{ uses: [], zeroByAlgebra: false, diagnosis: null, note: null },
  ...more,
})
const slip = (short: string): Pick<Judgement, 'diagnosis'> => ({
  diagnosis: { family: 'f', formula: null, short, message: short, tier: 1 },
})
const named = (rows: readonly Judgement[]) => withoutAlike(rows).map(({ name, verdict }) => [name, verdict])

describe('rows of one blank', () => {
  test('with the same verdict are one, called what the blank is called', () => {
    expect(
      named([value('f(1)', 'f', 'exact'), value('g', 'g', 'exact'), value('f(2)', 'f', 'exact')]),
    ).toEqual([
      ['f: 2 cases', 'exact'],
      ['g', 'exact'],
    ])
  })

  test('of which some are wrong keep the name of the first that is, by which it is explained', () => {
    const rows = [
      value('f(1)', 'f', 'exact'),
      ...['f(2)', 'f(3)', 'f(4)'].map(name => value(name, 'f', 'wrong', slip('the sign'))),
      value('f(5)', 'f', 'wrong', slip('a factor')),
    ]
    expect(named(rows)).toEqual([
      ['f(1)', 'exact'],
      ['f(2) and 2 more', 'wrong'],
      ['f(5)', 'wrong'],
    ])
  })

  test('of which something else is said are not alike', () => {
    const rows = [value('f(1)', 'f', 'exact'), value('f(2)', 'f', 'exact', { note: 'where the nudge shows' })]
    expect(withoutAlike(rows)).toEqual(rows)
  })

  test('have the largest of their differences, and a shape only where it is that of all', () => {
    const differing = (...differences: (number | null)[]) =>
      withoutAlike(
        differences.map((maxdiff, i) => value(`f(${i})`, 'f', 'wrong', { maxdiff, shape: [i] })),
      )[0]
    expect([differing(1, 3, 2).maxdiff, differing(1, Number.NaN, 2).maxdiff]).toEqual([3, Number.NaN])
    expect([differing(null, 2).maxdiff, differing(null, null).maxdiff]).toEqual([2, null])
    expect(differing(1, 2).shape).toBeNull()
    const same = withoutAlike(['a', 'b'].map(name => value(name, 'f', 'exact', { shape: [2, 3] })))
    expect(same[0].shape).toEqual([2, 3])
  })
})

test('the verdict of a blank is that of its row furthest from right', () => {
  const rows = [
    value('f(1)', 'f', 'exact'),
    value('f(2)', 'f', 'approximate'),
    value('g(1)', 'g', 'inherited'),
    value('g(2)', 'g', 'threw'),
    value('h(1)', 'h', 'blank'),
  ]
  expect(verdictsOf(rows)).toEqual({ f: 'approximate', g: 'threw', h: 'blank' })
})
