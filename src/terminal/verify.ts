/** What `verify` says: for a person, and as JUnit XML for a CI server. */
import type { Flaw, Verified } from '../author/flaw.ts'
import type { ProofProgress, Verification } from '../author/verify.ts'
import type { TestSuite } from './junit.ts'
import { sign, style, withCode, wrap } from './style.ts'

export function renderVerification(
  { findings, exercises }: Verification,
  width: number,
  seconds: number,
): string {
  const all = [...findings, ...exercises.flatMap(one => one.findings)]
  const lines = exercises.reduce((sum, one) => sum + triedIn(one), 0)
  const verdict =
    all.length === 0
      ? style.good(
          `${sign.good} ${count(exercises.length, 'exercise')} verified: ${count(lines, 'wrong line')} tried, each rejected and blamed rightly`,
        )
      : style.bad(
          `${sign.bad} ${count(all.length, 'finding')} in ${count(exercises.length, 'exercise')}; ${count(lines, 'wrong line')} tried`,
        )
  return [
    ...exercises.map(one => renderExercise(one, width)),
    ...findings.map(finding => renderFinding(finding, width)),
    '',
    `${verdict}${style.dim(`, ${seconds.toFixed(1)} s`)}`,
  ].join('\n')
}

/** The same of a pack without answers, held against the one that has them. */
export function renderBelonging(
  { findings, exercises }: Verification,
  width: number,
  seconds: number,
): string {
  const all = [...exercises.flatMap(one => one.findings), ...findings]
  const many = count(exercises.length, 'exercise')
  const verdict =
    all.length === 0
      ? style.good(`${sign.good} ${many} without answers, made of this pack as it is now`)
      : style.bad(`${sign.bad} ${count(all.length, 'finding')}`)
  return [
    ...all.map(finding => renderFinding(finding, width)),
    `${verdict}${style.dim(`, ${seconds.toFixed(1)} s`)}`,
  ].join('\n')
}

/** A line that tells how far it has come. */
export const renderProgress = ({ stage, done, of, last }: ProofProgress, seconds: number): string =>
  `verify: ${stage} ${done} of ${of}${last === null ? '' : `, ${last} was the last`}, ${Math.round(seconds)} s`

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`

const triedIn = ({ tallies }: Verified): number => tallies.reduce((sum, { tried }) => sum + tried, 0)

function renderExercise(one: Verified, width: number): string {
  const { exercise, findings, tallies } = one
  const mark = findings.length === 0 ? style.good(sign.good) : style.bad(sign.bad)
  const tried = tallies.map(({ blank, tried }) => `${blank} ${tried}`).join(', ')
  return [
    `${mark} ${style.strong(exercise)}  ${count(triedIn(one), 'wrong line')}`,
    ...(tried === '' ? [] : [style.dim(`    ${wrap(tried, width - 4, '    ')}`)]),
    ...findings.map(finding => renderFinding(finding, width)),
  ].join('\n')
}

const renderFinding = ({ about, message, wayOut }: Flaw, width: number): string =>
  `  ${style.bad(sign.bad)} ${withCode(wrap(`${about}: ${message}: ${wayOut}${wayOut.endsWith('?') ? '' : '.'}`, width - 4, '    '))}`

/** A test case for each exercise, and one for what is wrong among them. */
export function verifiedSuite({ findings, exercises }: Verification): TestSuite {
  const all = [
    ...exercises.map(({ exercise, findings, milliseconds }) => ({ name: exercise, findings, milliseconds })),
    { name: 'order', findings, milliseconds: 0 },
  ]
  return {
    name: 'ninja verify',
    cases: all.map(({ name, findings, milliseconds }) => ({
      ...{ classname: 'ninja verify', name, milliseconds },
      results: findings.map(({ rule, message, wayOut }) => ({
        ...({ kind: 'failure', type: rule, message: `${message}: ${wayOut}` } as const),
      })),
    })),
  }
}
