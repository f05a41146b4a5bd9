/** Random expressions mean here what they mean in PyTorch, or are not read. */
import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { agreementOn, differenceOf } from './comparing.ts'
import { ownValue } from './own.ts'
import { askPyTorch } from './pytorch.ts'
import { drawn, samples, type Twin, twinsAmong } from './samples.ts'
import { interpreted, type ToldValue } from './telling.ts'

const golden: { programs: ToldValue[]; twins: ToldValue[] } = JSON.parse(
  readFileSync(new URL('golden/expressions.json', import.meta.url), 'utf8'),
)

const FINE: readonly string[] = ['same', 'both raise', 'not read']

const tally: Record<string, number> = {}

/** The programs of which ours is another value than PyTorch's, or an error where there is none. */
const disagreements = (
  programs: readonly { library: 'torch' | 'numpy'; python: string }[],
  theirs: readonly ToldValue[],
) =>
  programs.flatMap(({ library, python }, i) => {
    const { agreement, what } = agreementOn(interpreted(python, library), theirs[i])
    tally[agreement] = (tally[agreement] ?? 0) + 1
    return FINE.includes(agreement) ? [] : [`${agreement} ${what}: ${python}`]
  })

/** Those of which our own tensors have another value than PyTorch has of the translation. */
const otherTwins = (twins: readonly Twin[], theirs: readonly ToldValue[]) =>
  twins.flatMap(({ own, python }, i) => {
    const [ours, value] = [ownValue(own), theirs[i]]
    const isBoth = ours.is === 'tensor' && value.is === 'tensor'
    return isBoth && differenceOf(ours, value, false) !== null ? [`${own}: ${python}`] : []
  })

test('300 random expressions have PyTorch\u2019s values, or are not read', () => {
  expect(disagreements(samples.programs, golden.programs)).toEqual([])
})

test('most of them are read, and most have a value', () => {
  const found = samples.programs.map(({ library, python }, i) =>
    agreementOn(interpreted(python, library), golden.programs[i]),
  )
  const count = (wanted: string): number => found.filter(({ agreement }) => agreement === wanted).length
  expect(count('same')).toBeGreaterThan(150)
  expect(count('not read')).toBeLessThan(75)
})

test('those that are expressions on our own tensors have the same value there, and translated, here and in PyTorch', () => {
  expect(samples.twins.length).toBeGreaterThan(40)
  expect(otherTwins(samples.twins, golden.twins)).toEqual([])
  expect(disagreements(samples.twins, golden.twins)).toEqual([])
})

const python = process.env.NINJA_PYTHON
const isProof = process.env.PROVE === '1' && python !== undefined
const BATCH = 2000

test.runIf(isProof).each(Array.from({ length: 50 }, (_, i) => i + 2))(
  'so have 2,000 more: batch %i',
  { timeout: 600_000 },
  seed => {
    const programs = drawn(seed, BATCH)
    const twins = twinsAmong(programs)
    const theirs = askPyTorch(python!, [...programs, ...twins])
    expect(disagreements(programs, theirs)).toEqual([])
    expect(disagreements(twins, theirs.slice(BATCH))).toEqual([])
    expect(otherTwins(twins, theirs.slice(BATCH))).toEqual([])
  },
)

afterAll(() => {
  if (isProof) console.log('expressions compared with PyTorch:', tally)
})
