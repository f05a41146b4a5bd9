/** Pairs to look at, told from what is rare. */
import { expect, test } from 'vitest'
import { pairsIn, sharesOf } from './copies.ts'
import type { GradeRecord, Trait } from './record.ts'
import { recordWithoutFile } from './testing.ts'

const comment = (text: string): Trait => ({ kind: 'comment', text })
const LONG = 'two arrows leave counts in my own drawing, so two terms are to be added'

/** A class of so many more who wrote nothing of their own. */
function pairsOf(records: readonly GradeRecord[], more = 30) {
  const others = Array.from({ length: more }, (_, i) => recordWithoutFile(`other-${i}`, { status: 'graded' }))
  return pairsIn([...records, ...others].map(sharesOf))
}

const withTraits = (student: string, ...traits: readonly Trait[]): GradeRecord =>
  recordWithoutFile(student, { status: 'graded', traits })

test('a long remark that two have is enough, however it is wrapped and capitalised', () => {
  const { pairs } = pairsOf([
    withTraits('ada', comment(LONG)),
    withTraits('bob', comment(LONG.replaceAll(',', ' -- ').toUpperCase())),
  ])
  expect(pairs).toEqual([
    {
      students: ['ada', 'bob'],
      shared: [{ kind: 'comment', text: LONG, exercise: 'makemore/01_log_loss', owners: 2 }],
      more: 0,
    },
  ])
})

test('a short one is not, nor a name; several of them are', () => {
  const short = comment('two paths, so add')
  const name: Trait = { kind: 'name', text: 'my_own_gradient' }
  const pairFor = (...traits: readonly Trait[]) =>
    pairsOf([withTraits('ada', ...traits), withTraits('bob', ...traits)]).pairs.length
  expect([pairFor(short), pairFor(name), pairFor(short, name)]).toEqual([0, 0, 0])
  expect(pairFor(short, name, { kind: 'name', text: 'another_of_mine' })).toBe(1)
})

test('what many of the class have tells nothing', () => {
  const records = Array.from({ length: 8 }, (_, i) => withTraits(`s${i}`, comment(LONG)))
  expect(pairsOf(records)).toEqual({ pairs: [], more: 0 })
})

test('what one student has in two exercises is no copy', () => {
  const one = withTraits('ada', comment(LONG))
  expect(pairsOf([one, { ...one, exercise: 'makemore/02_softmax' }]).pairs).toEqual([])
})

const withLine = (student: string, text: string, room: 'python' | 'quickjs' = 'python'): GradeRecord =>
  recordWithoutFile(student, {
    ...{ status: 'graded', room, traits: [{ kind: 'line', text: text.replace(/\s/g, '') }] },
    blanks: [{ ...{ blank: 'dprobs', verdict: 'wrong', family: null, short: null, text, score: 0, max: 1 } }],
  })

const right = recordWithoutFile('right', {
  status: 'graded',
  blanks: [
    {
      ...{ blank: 'dprobs', verdict: 'exact', family: null, short: null, score: 1, max: 1 },
      text: 'dprobs = dlogprobs / probs',
    },
  ],
})

test('a wrong line of Python that two have, and that is like no right one, is enough', () => {
  const strange = 'dprobs = dlogprobs * probs.exp() - counts.mean(1)'
  expect(pairsOf([right, withLine('ada', strange), withLine('bob', strange)]).pairs).toHaveLength(1)
})

test('one that is a right line but for a word is not: people make such mistakes', () => {
  const usual = 'dprobs = dlogprobs * probs'
  expect(pairsOf([right, withLine('ada', usual), withLine('bob', usual)]).pairs).toEqual([])
})

test('where many pairs share a wrong line and nothing else, such lines are no sign in this class', () => {
  const pairs = ['exp', 'log', 'tanh', 'sqrt'].flatMap(name =>
    ['ada', 'bob'].map(student =>
      withLine(`${student} ${name}`, `dprobs = dlogprobs * probs.${name}() - counts.mean(1)`),
    ),
  )
  expect(pairsOf([right, ...pairs.slice(0, 4)]).pairs).toHaveLength(2)
  expect(pairsOf([right, ...pairs]).pairs).toEqual([])
})

const whole = (file: string, code = file): Trait[] => [
  { kind: 'file', text: file },
  { kind: 'code', text: code },
]
const MINE: Trait = { kind: 'comment', text: 'my gradients' }
const kindsIn = (records: readonly GradeRecord[], more: number) =>
  pairsOf(records, more).pairs.map(({ students, shared }) => [...students, shared[0].kind, shared[0].owners])

test.each([0, 14, 300])('of the same file, a mistake or a remark is enough, in a class of %i more', more => {
  const wrong = (student: string, ...traits: Trait[]) => ({ ...withLine(student, 'd = a'), traits })
  expect(kindsIn([wrong('chen', ...whole('x')), wrong('xu', ...whole('x'))], more)).toEqual([
    ['chen', 'xu', 'file', 2],
  ])
  expect(kindsIn([wrong('chen', ...whole('x', 'c')), wrong('xu', ...whole('y', 'c'))], more)).toEqual([
    ['chen', 'xu', 'code', 2],
  ])
  const both = (...traits: Trait[]) => ['chen', 'xu'].map(student => withTraits(student, ...traits))
  expect(kindsIn(both(...whole('x'), MINE), more)).toEqual([['chen', 'xu', 'file', 2]])
  expect(kindsIn(both(...whole('x')), more)).toEqual([])
})

test('a crowd with the same file is listed one by one, unless a mistake is all that it shares', () => {
  const names = Array.from({ length: 16 }, (_, i) => `s${String(i).padStart(2, '0')}`)
  const crowd = (...traits: Trait[]) =>
    names.map(name => ({ ...withLine(name, 'd = a'), traits: [...whole('x'), ...traits] }))
  expect(kindsIn(crowd(MINE), 30)).toEqual(names.slice(1).map(name => ['s00', name, 'file', 16]))
  expect(kindsIn(crowd(), 30)).toEqual([])
})

test('fifty pairs are listed, the strongest first; of the others it is told how many', () => {
  const records = Array.from({ length: 60 }, (_, i) =>
    ['ada', 'bob'].map(student =>
      withTraits(
        `${student}${i}`,
        comment(`${LONG}, number ${i}`),
        ...(i === 42 ? [comment(`${LONG}, once more`)] : []),
      ),
    ),
  ).flat()
  const { pairs, more } = pairsOf(records)
  expect([pairs.length, more]).toEqual([50, 10])
  expect(pairs[0].students).toEqual(['ada42', 'bob42'])
})
