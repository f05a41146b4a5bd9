/** From a report to what its blanks earned, and to whether it can be counted at all. */
import type { Judgement, Report, Verdict } from '../checker/report.ts'
import type { Reason } from '../errors.ts'
import type { ClaimVerdict } from '../python/judging.ts'
import type { NotebookGradient, NotebookReport } from '../python/report.ts'
import type { BlankGrade, GradeRecord, GradeStatus } from './record.ts'

/** From best to worst. */
export const ladder: readonly (Verdict | ClaimVerdict)[] = [
  ...(['exact', 'approximate', 'inherited', 'coincidence', 'wrong', 'shape', 'from autograd'] as const),
  ...([
    'not finite',
    'not a tensor',
    'wrong type',
    'threw',
    'unfinished',
    'timeout',
    'out of memory',
  ] as const),
  ...(['blank', 'not read'] as const),
]

/** A line that is right earns its points, also where what it was given is wrong. */
export const earns = (verdict: Verdict | ClaimVerdict): boolean =>
  verdict === 'exact' || verdict === 'approximate' || verdict === 'inherited'

/** `points`: of each blank of the exercise; `texts`: what was written for it. */
export const gradesOf = (
  gradients: readonly (Judgement | NotebookGradient)[],
  texts: ReadonlyMap<string, string>,
  points: ReadonlyMap<string, number>,
): BlankGrade[] =>
  [...points].map(([blank, max]) => {
    const rows = gradients.filter(row => row.blank === blank)
    const verdicts = rows.map(({ verdict }) => verdict)
    const worst = rows[verdicts.indexOf(worstOf(verdicts))]
    const verdict = worst?.verdict ?? 'blank'
    return {
      blank,
      verdict,
      family: worst?.diagnosis?.family ?? null,
      short: worst?.diagnosis?.short ?? null,
      text: texts.get(blank) ?? null,
      score: earns(verdict) ? max : 0,
      max,
    }
  })

const worstOf = (verdicts: readonly (Verdict | ClaimVerdict)[]): Verdict | ClaimVerdict =>
  ladder.findLast(verdict => verdicts.includes(verdict)) ?? 'blank'

/** The same blanks where they are worth something else. */
export const repointed = (blanks: readonly BlankGrade[], points: ReadonlyMap<string, number>): BlankGrade[] =>
  blanks.map(one => {
    const max = points.get(one.blank) ?? one.max
    return { ...one, max, score: earns(one.verdict) ? max : 0 }
  })

/** Without what adding fractions leaves behind. */
export const sumOf = (numbers: Iterable<number>): number =>
  Math.round([...numbers].reduce((sum, one) => sum + one, 0) * 1e6) / 1e6

/** Whether a report can be counted, and if not, why. */
export function standingOf(
  report: Report | NotebookReport,
  blanks: readonly BlankGrade[],
): Pick<GradeRecord, 'status' | 'reason'> {
  const { error } = report
  if (error !== null) {
    const reason = error.reason ?? (error.code === 'internal' ? 'internal' : 'load')
    return { status: stopping.includes(reason as Reason) ? 'stopped' : 'ungradable', reason }
  }
  const isHeld = blanks.some(({ verdict }) => verdict === 'not read')
  return isHeld ? { status: 'held', reason: 'not read' } : { status: 'graded', reason: null }
}

const stopping: readonly Reason[] = ['timeout', 'memory']

/** Where a person must look before the scores can be given out. */
export const needsPerson = (status: GradeStatus, hasRoster: boolean): boolean =>
  status === 'missing' ? hasRoster : status !== 'graded'
