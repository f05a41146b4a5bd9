import { expect, test } from 'vitest'
import type { Judgement, Verdict } from '../checker/report.ts'
import type { TensorFacts } from './facts.ts'
import { type Askable, isAskable, openAsking } from './questions.ts'

const facts = (name: string): TensorFacts => ({
  ...{ name, shape: [3], users: ['y'] },
  uses: [{ op: 'add', place: 0, result: [4, 3], copied: [0] }],
})

const askable = (verdicts: Readonly<Record<string, Verdict>>, rest: Partial<Askable> = {}): Askable => ({
  id: 't/01',
  gradients: Object.entries(verdicts).map(
    ([name, verdict]) =>
      ({ name, blank: name, kind: 'gradient', verdict, zeroByAlgebra: false }) as Judgement,
  ),
  factsOf: name => facts(name.slice(1)),
  mistakes: {},
  ...rest,
})

const texts = (ask: ReturnType<typeof openAsking>, asking: 'guess' | 'why', many: number, about: Askable) =>
  Array.from({ length: many }, () => {
    const next = ask(asking, about)
    return next.kind === 'quiz' ? next.quiz.text : next.silence
  })

test('each question comes once before one comes again; an exercise has its own', () => {
  const ask = openAsking()
  const about = askable({ da: 'blank', db: 'wrong', dc: 'exact' })
  const once = texts(ask, 'guess', 8, about)
  expect(new Set(once).size).toBe(8)
  expect(once.filter(text => text.includes('dc'))).toEqual([])
  expect(texts(ask, 'guess', 1, { ...about, id: 't/02' })).toEqual([once[0]])
  expect(texts(ask, 'guess', 9, about)).toEqual([...once, once[0]])
})

test('what became right is no longer guessed', () => {
  const ask = openAsking()
  expect(texts(ask, 'guess', 1, askable({ da: 'blank', db: 'blank' }))[0]).toContain('`da`')
  expect(texts(ask, 'guess', 1, askable({ da: 'exact', db: 'blank' }))[0]).toContain('`db`')
  expect(texts(ask, 'why', 1, askable({ da: 'exact', db: 'blank' }))).toEqual(['Why is `da` as it is?'])
})

test('a question says what it is about, and has a mistake among its answers that was made there', () => {
  const about = askable({ da: 'exact' }, { mistakes: { da: ['upstream missing'], db: ['sign, factor'] } })
  const next = openAsking()('why', about)
  expect(next).toMatchObject({ kind: 'quiz', id: 't/01', blank: 'da' })
  const families = next.kind === 'quiz' ? next.quiz.families : []
  expect(families).toContain('upstream missing')
  expect(families).not.toContain('sign, factor')
})

test('a question that is the only one says so', () => {
  const ask = openAsking()
  expect(ask('why', askable({ da: 'exact', db: 'blank' }))).toMatchObject({ isOnly: true })
  expect(ask('guess', askable({ da: 'exact', db: 'blank' }))).toMatchObject({ isOnly: false })
})

test('what can be asked is known before it is asked', () => {
  const about = askable({ da: 'blank' })
  expect([isAskable('guess', about), isAskable('why', about)]).toEqual([true, false])
  const right = askable({ da: 'exact' })
  expect([isAskable('guess', right), isAskable('why', right)]).toEqual([false, true])
  expect(isAskable('why', askable({ da: 'exact' }, { factsOf: () => null }))).toBe(false)
})

test('where nothing can be asked: why', () => {
  const one = (asking: 'guess' | 'why', about: Askable) => texts(openAsking(), asking, 1, about)[0]
  const value = { ...askable({ f: 'wrong' }).gradients[0], kind: 'value' } as Judgement
  const unknown = { factsOf: () => null }
  expect(one('guess', askable({}))).toBe('nothing judged')
  expect(one('why', askable({}, { gradients: [value] }))).toBe('no gradient')
  expect(one('guess', askable({ da: 'exact' }))).toBe('all right')
  expect(one('why', askable({ da: 'blank' }))).toBe('nothing right')
  expect(one('guess', askable({ da: 'blank', db: 'exact' }, unknown))).toBe('no question')
  expect(one('why', askable({ da: 'exact' }, unknown))).toBe('no question')
})
