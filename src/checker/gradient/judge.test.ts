import { describe, expect, test } from 'vitest'
import * as solution from '../../../solutions/makemore/07_whole_network.ts'
import { instead } from '../../room/here.ts'
import { type Cause, type LearnerFunction, noTape, type Program } from '../../room/program.ts'
import { ones } from '../../tensor/creation.ts'
import { casesOf } from './case.ts'
import { judge } from './judge.ts'
import { learnerOf } from './learner.ts'
import {
  cases,
  expectBlame,
  judgeWith,
  kept,
  type LineFunction,
  names,
  order,
  subject,
  withVerdict,
} from './testing.ts'

const { dprobs, dcounts } = solution

const answers: ReadonlyMap<string, LearnerFunction> = new Map(
  order.map(name => [name, Reflect.get(solution, `d${name}`)]),
)

describe('what a function may ask for', () => {
  test('its own gradient is refused, with those it can be built from', () => {
    const finding = judgeWith({ dcounts: ({ dcounts }) => dcounts }).get('dcounts')!
    expect(finding.verdict).toBe('threw')
    expect(finding.message).toBe('dcounts asks for dcounts, the gradient that it computes itself')
    expect(finding.advice).toContain('dcounts_sum, dprobs')
  })

  test('a gradient that is computed from its own is refused', () => {
    const findings = judgeWith({
      dprobs: ({ probs, dlogprobs, dC }) => dlogprobs.div(probs).add(dC.sum().mul(0)),
    })
    expect(findings.get('dprobs')!.message).toContain('dC is computed from dprobs')
    expectBlame(findings, 'dprobs', 'threw')
  })

  test('a gradient of indices is refused', () => {
    const { message } = judgeWith({ dprobs: ({ dYb }) => dYb }).get('dprobs')!
    expect(message).toBe('there is no dYb: Yb holds indices, and indices have no gradient')
  })

  test('a name that does not exist is refused, with the nearest', () => {
    const line = ((scope: { dlogprob: unknown }) => scope.dlogprob) as unknown as LineFunction
    expect(judgeWith({ dprobs: line }).get('dprobs')).toMatchObject({
      message: 'there is no "dlogprob" in this exercise',
      advice: 'did you mean dlogprobs?',
    })
  })

  test('siblings that ask for each other go round in a circle, and are told so', () => {
    const findings = judgeWith({
      dbngain: ({ bngain, bnvar_inv, dbnvar_inv }) => dbnvar_inv.mul(bnvar_inv).div(bngain),
      dbnvar_inv: ({ bngain, bnvar_inv, dbngain }) => bngain.mul(dbngain).div(bnvar_inv),
    })
    const { verdict, message } = findings.get('dbnvar_inv')!
    expect(verdict).toBe('threw')
    expect(message).toBe('the gradients need each other in a circle: dbngain needs dbnvar_inv needs dbngain')
    expect(withVerdict(findings, 'exact', 'approximate')).toHaveLength(25)
  })
})

describe('what a function cannot do to others', () => {
  test('writing into what it was given', () => {
    const findings = judgeWith({
      dprobs: scope => {
        const right = dprobs(scope).clone()
        for (const name of ['probs', 'dlogprobs', 'W2', 'Xb'] as const) scope[name].data.fill(7)
        return right
      },
      dcounts: scope => {
        const right = dcounts(scope).clone()
        for (const { shape } of [scope.counts, scope.dprobs, scope.emb]) (shape as number[]).reverse()
        return right
      },
    })
    expect(withVerdict(findings, 'wrong')).toEqual(['dprobs', 'dcounts'])
    expect(withVerdict(findings, 'exact')).toHaveLength(24)
    for (const name of ['dprobs', 'dcounts'])
      expect(findings.get(name)!.diagnosis?.family).toBe('stale or aliased')
  })

  test.each([
    ['the table’s', (n: number) => n === 32],
    ['others', (n: number) => n !== 32],
  ])('writing into what it was given, at no sizes but %s', (_, isThen) => {
    const line: LineFunction = scope => {
      const right = dprobs(scope)
      if (isThen(scope.n)) scope.probs.data.fill(7)
      return right
    }
    const findings = judgeWith({ dprobs: line })
    expectBlame(findings, 'dprobs', 'wrong')
    expect(findings.get('dprobs')!.diagnosis?.family).toBe('stale or aliased')
  })

  test('setting a name of its scope', () => {
    const findings = judgeWith({ dprobs: scope => Object.assign(scope, { probs: ones(1) }) })
    expectBlame(findings, 'dprobs', 'threw')
    expect(findings.get('dprobs')!.message).toBe('probs cannot be set from inside the function')
  })

  test('changing what it returned before', () => {
    let last: ReturnType<typeof dprobs> | undefined
    const findings = judgeWith({
      dprobs: scope => {
        last = dprobs(scope)
        return last
      },
      dcounts: scope => {
        last?.data.fill(0)
        return dcounts(scope)
      },
    })
    expect(findings.get('dcounts')!.verdict).not.toBe('wrong')
  })
})

describe('lines that change their mind', () => {
  test('chance is rejected', () => {
    expectBlame(judgeWith({ dprobs: scope => dprobs(scope).mul(Math.random()) }), 'dprobs', 'wrong')
  })

  test('another shape at other sizes is rejected', () => {
    const line: LineFunction = scope => (scope.n === 32 ? dprobs(scope) : dprobs(scope).sum(0))
    const findings = judgeWith({ dprobs: line })
    expectBlame(findings, 'dprobs', 'coincidence')
    expect(findings.get('dprobs')!.message).toMatch(
      /^right at n 32, .* but at n 5, .*: shape \(27\), needs \(5, 27\)$/,
    )
  })

  test('another shape at the sizes of the table is rejected', () => {
    const line: LineFunction = scope => (scope.n === 32 ? dprobs(scope).T : dprobs(scope))
    expectBlame(judgeWith({ dprobs: line }), 'dprobs', 'shape')
  })

  test('right at small sizes only is wrong, and inherits nothing', () => {
    const line: LineFunction = ({ dlogits }) => dlogits.slice(0, 0, 8).sum(0)
    expectBlame(judgeWith({ db2: line }), 'db2', 'wrong')
  })

  test('a result kept from an earlier call is rejected', () => {
    let memo: unknown
    expectBlame(judgeWith({ dprobs: scope => (memo ??= dprobs(scope)) }), 'dprobs', 'shape')
  })
})

describe('what comes of a wrong gradient below it', () => {
  test('two wrong lines are both blamed, what they feed is not', () => {
    const findings = judgeWith({
      dprobs: ({ dlogprobs }) => dlogprobs,
      dh: ({ W2, dlogits, n }) => dlogits.matmul(W2.T).div(n),
    })
    expect(withVerdict(findings, 'wrong')).toEqual(['dprobs', 'dh'])
    expect(withVerdict(findings, 'exact')).toEqual(['dlogprobs'])
    expect(withVerdict(findings, 'approximate')).toEqual(['dlogit_maxes', 'db1']) // zero all the same
    expect(withVerdict(findings, 'inherited')).toHaveLength(21)
    expect(findings.get('dcounts_sum_inv')!.message).toMatch(/because of dprobs$/)
    expect(findings.get('dcounts')!.message).toMatch(
      /because of (dcounts_sum and dprobs|dprobs and dcounts_sum)$/,
    )
  })

  test('a wrong shape is not handed on as a mistake', () => {
    expectBlame(judgeWith({ dprobs: scope => dprobs(scope).T }), 'dprobs', 'shape')
  })

  test('NaN is not handed on as a mistake', () => {
    const findings = judgeWith({ dprobs: ({ probs, dlogprobs }) => dlogprobs.div(probs.neg().log()) })
    expect(findings.get('dprobs')!.message).toMatch(
      /^864 of 864 elements are NaN or infinite, the first at \[0, 0\]$/,
    )
    expectBlame(findings, 'dprobs', 'not finite')
  })

  test('past a blank the mistake is named, not the blank', () => {
    const findings = judgeWith({ dprobs: ({ dlogprobs }) => dlogprobs, dcounts: null })
    expect(findings.get('dnorm_logits')).toMatchObject({ verdict: 'inherited' })
    expect(findings.get('dnorm_logits')!.message).toMatch(/because of d(probs|counts_sum|counts_sum_inv)$/)
  })

  test('a gradient read from further down in the file is named', () => {
    const findings = judgeWith({
      dbngain: ({ bngain, bnvar_inv, dbnvar_inv }) => dbnvar_inv.mul(bnvar_inv).div(bngain),
      dbnvar_inv: ({ bnraw, dbnraw }) => bnraw.mul(dbnraw).sum(0, kept),
    })
    expect(withVerdict(findings, 'wrong')).toEqual(['dbnvar_inv'])
    expect(findings.get('dbngain')!.message).toMatch(/because of dbnvar_inv$/)
  })
})

describe('functions that give nothing', () => {
  test('a function that is not there is blank, and all others are exact', () => {
    const findings = judgeWith({ dprobs: null, dC: null })
    expect(withVerdict(findings, 'blank')).toEqual(['dprobs', 'dC'])
    expect(withVerdict(findings, 'exact')).toHaveLength(24)
    expect(findings.get('dC')!.message).toBe('there is no function dC in the file')
  })

  test('with no function at all every gradient is blank', () => {
    const findings = judgeWith(Object.fromEntries(order.map(name => [`d${name}`, null])))
    expect(withVerdict(findings, 'blank')).toHaveLength(26)
  })

  test.each([
    ['timeout', 'timeout', 'took too long and was stopped'],
    ['out of memory', 'out of memory', 'used too much memory and was stopped'],
    ['ended the program', 'threw', 'stopped without a result'],
  ] as const)(
    'a function stopped for %s is told to be, and the others are judged',
    (cause, verdict, message) => {
      const { program, written } = learnerOf(answers)
      const learner = { program: instead(program, new Set(['dprobs']), stopping(cause)), written }
      const { findings } = judge(order, learner, cases)
      const byName = new Map(findings.map(finding => [finding.name, finding]))
      expect(byName.get('dprobs')!.message).toBe(message)
      expectBlame(byName, 'dprobs', verdict)
    },
  )
})

/** A program whose room stops whatever is called. What was stopped once is not called again: see `room/remote.test.ts`. */
const stopping = (cause: Cause): Program => ({
  defines: new Set(),
  call: () => ({ came: { kind: 'stopped', cause }, read: new Set(), printed: [], tape: noTape }),
})

test('exactly the gradients of logit_maxes and b1 are zero by algebra', () => {
  const zero = [...judgeWith({}).values()].filter(({ zeroByAlgebra }) => zeroByAlgebra)
  expect(zero.map(({ name }) => name)).toEqual(['dlogit_maxes', 'db1'])
})

test.each([0, 1, 7, 123456789, 2 ** 32])('with seed %i answers are exact and slips are not', seed => {
  const cases = casesOf(subject, seed, names)
  const functions = new Map(answers)
  const verdicts = (): string[] =>
    judge(order, learnerOf(functions), cases).findings.map(({ verdict }) => verdict)
  expect(new Set(verdicts())).toEqual(new Set(['exact']))
  functions.set('logits', (({ dnorm_logits }) => dnorm_logits) as LineFunction as LearnerFunction)
  expect(verdicts()[order.indexOf('logits')]).toBe('coincidence')
})
