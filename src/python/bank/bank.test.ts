/** The wrong lines of the bank that are about makemore, in notebooks. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { wrong } from '../../diagnosis/bank/wrong.ts'
import * as library from '../../index.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { isRight } from '../report.ts'
import { typescriptIn } from '../testing.ts'
import { inPython } from '../words.ts'
import { lineInPython } from './lines.ts'
import { answersOf, type PythonTrial, tryInPython } from './trial.ts'

const rows = wrong.filter(({ exercise }) => /^0[789]_/.test(exercise))

/** All of them take minutes: a part of them is tried each time, all by `npm run prove`. */
const isAll = process.env.PROVE === '1'
const trials: readonly PythonTrial[] = rows.filter((_, i) => isAll || i % 41 === 0).map(tryInPython)

const golden = ['golden.txt', 'gpt/golden.txt']
  .map(file => readFileSync(new URL(`../../diagnosis/bank/${file}`, import.meta.url), 'utf8'))
  .join('\n')

/** What is said in TypeScript, by exercise, gradient and slip. */
const inTypeScript: ReadonlyMap<
  string,
  { readonly verdict: string; readonly family: string; readonly short: string }
> = new Map(
  golden
    .split(/^## /m)
    .slice(1)
    .flatMap(section => {
      const [head, ...entries] = section.trimEnd().split('\n\n')
      return entries.map(entry => {
        const [slip, said] = entry.split('\n')
        const [verdict, family = '', short = ''] = said.trim().split(' · ')
        return [
          `${head}: ${slip}`,
          { verdict, short, family: family.startsWith('not recognised') ? '' : family },
        ] as const
      })
    }),
)

const titleOf = ({ row: { exercise, of, slip } }: PythonTrial): string => `${exercise} ${of}: ${slip}`

const ownOf = ({ row, judged: { claims } }: PythonTrial) =>
  claims.find(({ claim }) => claim.gradient === row.of)!

/** A number in place of a size is right in a notebook: its sizes are its author's own. */
const isAboutSizes = (trial: PythonTrial): boolean => isRight(ownOf(trial).verdict)

/** A gradient that the notebook computes further down is not there yet. */
const isTooEarly = (trial: PythonTrial): boolean =>
  /^NameError: name 'd\w+' is not defined$/.test(
    ownOf(trial).claim.missing?.kind === 'threw' ? messageOf(trial) : '',
  )

/** Loops over three dimensions, of 200,000 steps: judged, but too long for somebody to search for what is wrong. */
const UNNAMED: readonly string[] = [
  '07_whole_network dh: by a loop, one character for all',
  '07_whole_network dW2: by a loop that starts at 1',
]

const messageOf = ({ row, report: { gradients } }: PythonTrial): string =>
  gradients.find(({ name }) => name === row.of)!.message

const isJudged = (trial: PythonTrial): boolean => !isAboutSizes(trial) && !isTooEarly(trial)

function differenceOf(trial: PythonTrial): string | null {
  const own = ownOf(trial)
  const theirs = inTypeScript.get(titleOf(trial))!
  const named = own.finding?.diagnosis?.family ?? (own.verdict === 'not finite' ? 'not finite' : '')
  const family = UNNAMED.includes(titleOf(trial)) ? '' : theirs.family
  return own.verdict === theirs.verdict && named === family
    ? null
    : `${titleOf(trial)}: ${own.verdict}, ${named}, not ${theirs.verdict}, ${theirs.family}`
}

test('all 900 lines of the bank that are about makemore can be written in Python', () => {
  expect(rows).toHaveLength(900)
  const odd = rows.filter(row => !lineInPython(row, answersOf(row.exercise)(row.of)).includes(`${row.of} = `))
  expect(odd).toEqual([])
})

test('each is the only one that is blamed', { timeout: 900_000 }, () => {
  const others = trials.flatMap(trial => {
    const bad = trial.judged.claims.filter(({ verdict }) => !isRight(verdict) && verdict !== 'inherited')
    const isAlone = bad.length === 1 && bad[0] === ownOf(trial)
    return isAlone || isAboutSizes(trial) ? [] : [titleOf(trial)]
  })
  expect(others).toEqual([])
})

test('each has the verdict and the family that it has in TypeScript', () => {
  expect(trials.filter(isJudged).flatMap(trial => differenceOf(trial) ?? [])).toEqual([])
})

test('right in a notebook, and wrong in TypeScript, are the lines with a hard-coded size alone', () => {
  const isHardCoded = (trial: PythonTrial): boolean =>
    /hard-coded/.test(inTypeScript.get(titleOf(trial))!.short)
  expect(trials.filter(isAboutSizes).map(titleOf)).toEqual(trials.filter(isHardCoded).map(titleOf))
})

test.runIf(isAll)('what reads a gradient too early is these', () => {
  expect(trials.filter(isTooEarly).map(titleOf).sort()).toEqual([
    '07_whole_network dbnbias: dbnraw for dhpreact',
    '07_whole_network dbngain: dbnraw for dhpreact',
    '07_whole_network dembcat: dW1 for W1',
    '07_whole_network dh: dW2 for W2',
    '09_batchnorm_at_once dhprebn: dh for dhpreact',
  ])
})

/** Names of two words: PyTorch writes them otherwise, if it has them; but for mT. */
const ours = [...Object.getOwnPropertyNames(Tensor.prototype), ...Object.keys(library)].filter(
  name => /^[a-z]+[A-Z]/.test(name) && name !== 'mT',
)
const OURS = new RegExp(`\\b(?:${ours.join('|')})\\b|\\{line|\\bYou return\\b|[Tt]ensors never change`)

const isTypeScript = (text: string): boolean => OURS.test(text) || typescriptIn(text).length > 0

test('the words of TypeScript are known by name', () => {
  const texts = ['expandAs', 'zerosLike', 'a.mul(b)', 'x.sum(0, { keepdim: true })', 'x.slice(0, 1, 2)']
  for (const text of [...texts, 'oneHot(Yb)', 'arange(n)']) expect(isTypeScript(text)).toBe(true)
})

test('no word of TypeScript is in what the bank says, once it is in Python', () => {
  const said = golden.split('\n').filter(line => line.startsWith('  '))
  expect(said.map(text => inPython(text.trim())).filter(isTypeScript)).toEqual([])
})

test('no word of TypeScript is in what is said of a notebook', () => {
  const said = trials.flatMap(({ report: { gradients, notes } }) => [
    ...notes,
    ...gradients.flatMap(({ message, advice, note, diagnosis }) => [
      ...[message, advice, note, diagnosis?.short, diagnosis?.message, diagnosis?.formula],
    ]),
  ])
  expect([...new Set(said)].filter(text => text != null && isTypeScript(text))).toEqual([])
})
