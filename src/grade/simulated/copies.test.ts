/** Who has copied in a class that was made up: nobody, but for whom it was made so. */
import { expect, test } from 'vitest'
import { pairsIn, type Shares, sharesOf } from '../copies.ts'
import { traitsOf } from '../traits.ts'
import {
  fileWith,
  given,
  judged,
  recordFor,
  recordWith,
  type SimulatedStudent,
  simulated,
} from './testing.ts'

/** Judged by what was put in: the same verdicts, sooner. */
const right = judged({ lines: recordLines() })

function recordLines(): ReadonlyMap<string, string> {
  return simulated(40, 1).find(({ made, lines }) => made.length === 0 && ![...lines.values()].includes(''))!
    .lines
}

const sharesFor = (student: SimulatedStudent): Shares => {
  const record = recordWith(student, right)
  const blanks = record.blanks.map(grade => {
    const made = student.made.find(({ of }) => of === grade.blank)
    return made === undefined ? grade : { ...grade, verdict: 'wrong' as const, family: made.family }
  })
  return sharesOf({ ...record, blanks })
}

test.each([1, 2])('nobody of 300 who know nothing of each other is listed (%i)', seed => {
  expect(pairsIn(simulated(300, seed).map(sharesFor))).toEqual({ pairs: [], more: 0 })
})

const others = simulated(120, 7).map(sharesFor)
const plain = recordLines()

/** A class in which two have these files. */
function pairOf(one: string, other: string, lines = plain): ReturnType<typeof pairsIn> {
  const student = { ...simulated(1, 3)[0], lines, made: [] }
  const both = [one, other].map((text, i) => ({ ...student, id: `copy-${i}`, text }))
  return pairsIn([...others, ...both.map(each => sharesOf(recordFor(each)))])
}

const remarks = {
  dcounts: '// two arrows leave counts in my drawing, hence a sum of two things\n',
  dhpreact: '// tanh squashes, so where h is near one nothing comes through at all\n',
}

const withRemarks = (lines: ReadonlyMap<string, string>): Map<string, string> =>
  new Map([...lines].map(([name, body]) => [name, `${remarks[name as keyof typeof remarks] ?? ''}${body}`]))

const LISTED = ['copy-0', 'copy-1']

test('variables renamed, comments kept: they are found by the comments', () => {
  const original = new Map(plain).set(
    'dlogits',
    `const picked_mask = oneHot(logits.max(1).indices, vocab)\nreturn dnorm_logits.add(picked_mask.mul(dlogit_maxes))`,
  )
  const renamed = new Map(original).set('dlogits', original.get('dlogits')!.replaceAll('picked_mask', 'm'))
  const { pairs } = pairOf(fileWith(withRemarks(original)), fileWith(withRemarks(renamed)))
  expect(pairs.map(({ students }) => students)).toEqual([LISTED])
  expect(pairs[0].shared.map(({ kind, owners }) => [kind, owners])).toEqual([
    ['comment', 2],
    ['comment', 2],
  ])
})

test('functions in another order are found all the same', () => {
  const text = fileWith(withRemarks(plain))
  const [head, ...functions] = text.split(/\n(?=\/\/ %% \w+ feeds)/)
  const reordered = [head, ...functions.reverse()].join('\n')
  expect(traitsOf(reordered, given, 'typescript').length).toBe(traitsOf(text, given, 'typescript').length)
  expect(pairOf(text, reordered).pairs.map(({ students }) => students)).toEqual([LISTED])
})

const STRANGE = 'return dh.mul(h.pow(2).neg().add(2)).sub(dh.mean())'

test('one wrong line that nobody else wrote is enough', () => {
  const lines = new Map(plain).set('dhpreact', STRANGE)
  const { pairs } = pairOf(fileWith(lines), fileWith(lines), lines)
  expect(pairs.map(({ students }) => students)).toEqual([LISTED])
  expect(pairs[0].shared).toEqual([
    { kind: 'file', text: '', owners: 2, exercise: 'makemore/07_whole_network' },
    {
      ...{ kind: 'line', owners: 2, exercise: 'makemore/07_whole_network' },
      text: 'dh.mul(h.pow(2).neg().add(2)).sub(dh.mean())',
    },
  ])
})

test('the same line, formatted in another way, is the same line', () => {
  const lines = new Map(plain).set('dhpreact', STRANGE)
  const formatted = new Map(plain).set(
    'dhpreact',
    'return dh // mine\n  .mul( h.pow( 2 ).neg().add( 2 ) )\n  .sub( dh.mean(), );',
  )
  const { pairs } = pairOf(fileWith(lines), fileWith(formatted), lines)
  expect(pairs.map(({ students }) => students)).toEqual([LISTED])
})

test('right files are alike by nature: two that are the same to the letter are not listed', () => {
  const text = fileWith(plain)
  expect(pairOf(text, text).pairs).toEqual([])
})

test('nor is a mistake that people make, where two make it', () => {
  const lines = new Map(plain).set('dprobs', 'return dlogprobs')
  const form = new Map(lines).set('dbnbias', 'return dhpreact.sum(0, { keepdim: true }).mul(1)')
  expect(pairOf(fileWith(lines), fileWith(form), lines).pairs).toEqual([])
})

test('but two files that are the same to the letter, with a mistake in them, are listed', () => {
  const lines = new Map(plain).set('dprobs', 'return dlogprobs')
  const { pairs } = pairOf(fileWith(lines), fileWith(lines), lines)
  expect(pairs).toMatchObject([{ students: LISTED, shared: [{ kind: 'file', owners: 2 }] }])
})
