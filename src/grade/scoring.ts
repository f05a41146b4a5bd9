/** From a report to what its blanks show, to what they earned, and to whether it can be counted at all. */
import type { Report, Verdict } from '../checker/report.ts'
import type { Reason } from '../errors.ts'
import type { ClaimVerdict } from '../python/judging.ts'
import type { GradedBlank } from './notebook.ts'
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

/** Of each blank the worst of its rows; `texts`: what was written for it. */
export const blanksFrom = (
  { gradients }: Report,
  blanks: readonly string[],
  texts: ReadonlyMap<string, string>,
): GradedBlank[] =>
  blanks.map(blank => {
    const rows = gradients.filter(row => row.blank === blank)
    const verdict = ladder.findLast(one => rows.some(row => row.verdict === one)) ?? 'blank'
    const diagnosis = rows.find(row => row.verdict === verdict)?.diagnosis ?? null
    return {
      ...{ blank, verdict, family: diagnosis?.family ?? null, short: diagnosis?.short ?? null },
      text: texts.get(blank) ?? null,
    }
  })

/** A line that is right earns its points, also where what it was given is wrong. */
export const earns = (verdict: BlankGrade['verdict']): boolean =>
  verdict === 'exact' || verdict === 'approximate' || verdict === 'inherited'

export const priced = (blanks: readonly GradedBlank[], points: ReadonlyMap<string, number>): BlankGrade[] =>
  blanks.map(({ blank, verdict, family, short, text }) => {
    const max = points.get(blank) ?? 0
    return { blank, verdict, family, short, text, score: earns(verdict) ? max : 0, max }
  })

/** Without what adding fractions leaves behind. */
export const sumOf = (numbers: Iterable<number>): number =>
  Math.round([...numbers].reduce((sum, one) => sum + one, 0) * 1e6) / 1e6

/** Whether a report can be counted, and if not, why. */
export function standingOf({ error }: Pick<Report, 'error'>): Pick<GradeRecord, 'status' | 'reason'> {
  if (error === null) return { status: 'graded', reason: null }
  const reason = error.reason ?? (error.code === 'internal' ? INTERNAL : 'load')
  return { status: stopping.includes(reason as Reason) ? 'stopped' : 'ungradable', reason }
}

/** A bug of this program's own. */
export const INTERNAL = 'internal'

const stopping: readonly Reason[] = ['timeout', 'memory']

/** Where a person must look before the scores can be given out. */
export const needsPerson = (status: GradeStatus, hasRoster: boolean): boolean =>
  status === 'missing' ? hasRoster : status !== 'graded'
