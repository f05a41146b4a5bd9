import { describe, expect, test } from 'vitest'
import * as solution from '../../solutions/makemore/07_whole_network.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import type { LearnerFunction } from '../room/program.ts'
import { tensor, zeros, zerosLike } from '../tensor/creation.ts'
import { generator } from '../tensor/random.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type Drawn, drawnFrom } from './drawn.ts'
import { drawnIn } from './gradient/finding.ts'
import { judge } from './gradient/judge.ts'
import { learnerOf } from './gradient/learner.ts'
import { cases, judgeWith, type LineFunction, order } from './gradient/testing.ts'

const g = generator(5)
const expected = g.randn(4, 3)
const patternOf = (off: Tensor, truth: Tensor = expected): string | null =>
  drawnFrom({ yours: truth.add(off), expected: truth, tolerance: () => 1e-12 }).pattern

test('numbers that are the same to the last bit are kept once; what is drawn is a copy', () => {
  const drawn = (yours: Tensor) => drawnFrom({ yours, expected, tolerance: () => 0 })
  const same = drawn(expected.add(0))
  expect(same.yours!.data).toBe(same.expected!.data)
  expect(same.expected!.data).not.toBe(expected.data)
  expect(same.expected!.data).toEqual(expected.data)
  const other = drawn(expected.mul(1 + 2 ** -52))
  expect(other.yours!.data).not.toEqual(other.expected!.data)
})

describe('how the elements of a difference are alike', () => {
  test.each([
    ['the same number', tensor(0.5).expand(4, 3), 'everywhere'],
    ['one for each row', g.randn(4, 1).expand(4, 3), 'each row'],
    ['one for each column', g.randn(1, 3).expand(4, 3), 'each column'],
    [
      'one in each row',
      zeros(4, 3).indexPut([tensor([0, 1, 2, 3]), tensor([2, 0, 0, 1])], 1),
      'one in each row',
    ],
    ['none in one of the rows', zeros(4, 3).indexPut([tensor([0, 1, 2]), tensor([2, 0, 1])], 1), null],
    ['random', g.randn(4, 3), null],
    ['nothing', zeros(4, 3), null],
    ['smaller than what rounding explains', tensor(1e-13).expand(4, 3), null],
  ] as const)('%s: %s', (_, off, pattern) => {
    expect(patternOf(off)).toBe(pattern)
  })

  test('one that is off by a little in a single element is no pattern', () => {
    const off = g.randn(4, 1).expand(4, 3)
    expect(patternOf(off.add(zeros(4, 3).indexPut([tensor([1]), tensor([1])], 1e-9)))).toBe(null)
  })

  test('of more dimensions the last two are looked at', () => {
    const truth = g.randn(2, 4, 3)
    expect(patternOf(g.randn(2, 4, 1).expand(2, 4, 3), truth)).toBe('each row')
    expect(patternOf(g.randn(2, 1, 3).expand(2, 4, 3), truth)).toBe('each column')
  })
})

test('ties are those as far off as the worst, in either direction', () => {
  const truth = tensor([1, 2, 3, 4])
  const ties = (yours: Tensor): number => drawnFrom({ yours, expected: truth, tolerance: () => 1e-12 }).ties
  expect(ties(tensor([2, 1, 3, 4]))).toBe(1)
  expect(ties(tensor([2, 2, 3, 4]))).toBe(0)
  expect(ties(tensor([Number.NaN, 2, Number.NaN, Number.NaN]))).toBe(2)
  expect(ties(tensor([Infinity, 2, -Infinity, 4]))).toBe(1)
})

/** What is drawn when one function of the whole network is another. */
function drawnWith(name: string, line: LineFunction): Record<string, Drawn> {
  const functions = new Map(order.map(one => [one, Reflect.get(solution, `d${one}`) as LearnerFunction]))
  functions.set(name.slice(1), line as LearnerFunction)
  const { findings } = judge(order, learnerOf(functions), cases, diagnose)
  const drawn = drawnIn(findings)
  return Object.fromEntries(findings.map(finding => [finding.name, drawn(finding.name)!]))
}

describe('a use forgotten', () => {
  const drawn = drawnWith('dcounts', ({ counts_sum_inv, dprobs }) => counts_sum_inv.mul(dprobs))
  test('is named by what it makes', () => {
    expect(drawn.dcounts.missing).toEqual(['counts_sum'])
    expect(drawn.dprobs.missing).toEqual([])
  })
  test('what is missing is one number for each row: counts_sum has one', () => {
    expect(drawn.dcounts.pattern).toBe('each row')
  })
  test('what is fed by it says so', () => {
    expect(drawn.dnorm_logits.inherits).toEqual(['dcounts'])
    expect(drawn.dprobs.inherits).toEqual([])
  })
  test('expected is the true gradient, and yours what the chain gave', () => {
    const truth = cases[0].truth.gradient('dcounts'.slice(1))
    expect(drawn.dcounts.expected).toEqual({ shape: [...truth.shape], data: truth.data })
    expect(drawn.dcounts.yours!.data).not.toEqual(truth.data)
    expect(drawn.dcounts.probe).toBe(null)
  })
})

test('zeros leave out every use', () => {
  expect(drawnWith('dcounts', ({ counts }) => zerosLike(counts)).dcounts.missing.toSorted()).toEqual([
    'counts_sum',
    'probs',
  ])
})

describe('a coincidence', () => {
  const { dlogit_maxes: drawn } = drawnWith('dlogit_maxes', ({ logit_maxes }) => zerosLike(logit_maxes))
  test('has numbers with which it shows, and their sizes', () => {
    expect(drawn.probe!.yours.shape).toEqual(drawn.probe!.expected.shape)
    expect(drawn.probe!.yours.data).not.toEqual(drawn.probe!.expected.data)
    expect(drawn.probe!.sizes).toEqual(cases[1].sizes)
  })
})

test('a result that is not finite is drawn as it came', () => {
  const { dlogprobs } = drawnWith('dlogprobs', ({ logprobs }) => logprobs.mul(0).log())
  expect(dlogprobs.yours!.shape).toEqual(dlogprobs.expected!.shape)
  expect(dlogprobs.yours!.data.every(value => value === -Infinity || Number.isNaN(value))).toBe(true)
  expect(dlogprobs.pattern).toBe(null)
})

test('another shape is drawn in that shape', () => {
  const { dbngain } = drawnWith('dbngain', ({ bnraw, dhpreact }) => bnraw.mul(dhpreact).sum(0))
  expect([dbngain.yours!.shape.length, dbngain.expected!.shape.length]).toEqual([1, 2])
})

test('of a missing function there is what it should give', () => {
  const { picture } = judgeWith({ dprobs: null }).get('dprobs')!
  expect(picture!()).toMatchObject({ yours: null, probe: null, ties: 0, pattern: null })
  expect(picture!().expected!.data).toEqual(cases[0].truth.gradient('probs').data)
})
