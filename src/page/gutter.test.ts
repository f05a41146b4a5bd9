import { describe, expect, test } from 'vitest'
import type { Judgement, Verdict } from '../checker/report.ts'
import type { UseView } from './contract.ts'
import { type Gutter, gutterOf } from './gutter.ts'
import { lessonFor } from './lessons/testing.ts'
import { folded, rowsOf } from './rows.ts'

const rowsFor = (names: readonly string[], verdicts: Readonly<Record<string, Verdict>> = {}) =>
  rowsOf(
    names
      .map(name => ({ name, blank: name, kind: 'gradient', verdict: verdicts[name] ?? 'exact' }) as Judgement)
      .map(one => ({ ...one, shape: null, maxdiff: null, expectedShape: [] }) as Judgement),
  )

const drawn = (
  id: string,
  verdicts: Readonly<Record<string, Verdict>> = {},
  missing = new Map<string, string[]>(),
) => {
  const { uses, given, blanks } = lessonFor(id)
  return gutterOf(uses, given, folded(rowsFor(blanks, verdicts), null, new Set(blanks)), missing)
}

/** A line runs in the outer lane of its ends: the knots in between that are in that lane too. */
const hits = ({ threads, knots }: Gutter): string[] =>
  threads.flatMap(({ from, to }) =>
    knots
      .filter(knot => knot.y > from.y && knot.y < to.y && knot.lane === Math.max(from.lane, to.lane))
      .map(knot => `${from.name} to ${to.name} through ${knot.name}`),
  )

describe('the gutter', () => {
  test.each([
    'makemore/02_softmax',
    'makemore/05_batchnorm',
    'makemore/06_embedding',
    'makemore/07_whole_network',
  ])('of %s has no line through a knot, and few lanes', id => {
    const gutter = drawn(id)
    expect(hits(gutter)).toEqual([])
    expect(gutter.lanes).toBeLessThanOrEqual(4)
  })

  test('has a line for each use between two of its rows', () => {
    const { threads } = drawn('makemore/02_softmax')
    expect(threads.map(({ from, to }) => `${from.name} ${to.name}`).sort()).toEqual(
      [
        'dprobs dcounts_sum_inv',
        'dprobs dcounts',
        'dcounts_sum_inv dcounts_sum',
        'dcounts_sum dcounts',
        'dcounts dnorm_logits',
        'dnorm_logits dlogit_maxes',
        'dnorm_logits dlogits',
        'dlogit_maxes dlogits',
      ].sort(),
    )
  })

  test('marks the use that is missing, and what only follows', () => {
    const { threads } = drawn(
      'makemore/02_softmax',
      { dcounts: 'wrong', dnorm_logits: 'inherited', dlogit_maxes: 'inherited', dlogits: 'inherited' },
      new Map([['dcounts', ['counts_sum']]]),
    )
    const looks = Object.fromEntries(threads.map(({ from, to, look }) => [`${from.name} ${to.name}`, look]))
    expect(looks['dcounts_sum dcounts']).toBe('guilty')
    expect(looks['dprobs dcounts']).toBe('right')
    expect(looks['dcounts dnorm_logits']).toBe('rest')
    expect(looks['dlogit_maxes dlogits']).toBe('rest')
    expect(looks['dprobs dcounts_sum_inv']).toBe('right')
  })

  test('of a computation that branches keeps the long line straight', () => {
    const use = (from: string, to: string): UseView => ({
      ...{ from, to, change: { kind: 'other' }, shapes: [[], []] },
    })
    const uses = [use('b', 'a'), use('c', 'b'), use('c', 'a')]
    const { knots } = gutterOf(uses, [], rowsFor(['da', 'db', 'dc']), new Map())
    expect(knots.map(({ lane }) => lane)).toEqual([0, 1, 0])
  })
})
