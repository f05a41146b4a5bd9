/** The rows of a report by their blanks: one verdict for each blank, and one row for all that say the same. */
import { type Judgement, passes, type Verdict } from './report.ts'

type Judged = Pick<Judgement, 'blank' | 'verdict'>

/** Of each blank, the verdict that is furthest from right: its own mistakes before what it inherits. */
export function verdictsOf(rows: readonly Judged[]): Record<string, Verdict> {
  const rank = (verdict: Verdict): number =>
    verdict === 'exact' ? 0 : verdict === 'approximate' ? 1 : verdict === 'inherited' ? 2 : 3
  const worst: Record<string, Verdict> = {}
  for (const { blank, verdict } of rows) {
    if (!Object.hasOwn(worst, blank) || rank(verdict) > rank(worst[blank])) worst[blank] = verdict
  }
  return worst
}

/** What the table says below a row; null: nothing. */
export const remarkOf = ({ verdict, diagnosis, note, kind }: Judgement): string | null =>
  // Beside a gradient's word "approximate" nothing more is needed.
  diagnosis?.short ?? (verdict === 'approximate' && kind === 'gradient' ? null : note)

/** Whether two rows of one blank say the same. */
export const isAlike = (a: Judgement, b: Judgement): boolean =>
  a.blank === b.blank && a.verdict === b.verdict && remarkOf(a) === remarkOf(b)

/**
 * Rows of one blank with the same verdict and the same remark as one, where the first of them was, with the largest
 * difference. It has the blank's name; where something is wrong, that of the first row, which is explained by that name.
 */
export function withoutAlike(rows: readonly Judgement[]): Judgement[] {
  return rows.flatMap((row, at) => {
    const alike = rows.filter(other => isAlike(row, other))
    if (alike.length === 1) return [row]
    return rows.findIndex(other => isAlike(row, other)) === at ? [merged(alike)] : []
  })
}

function merged(alike: readonly Judgement[]): Judgement {
  const [first] = alike
  const isFine = passes(first.verdict) || first.verdict === 'blank'
  const differences = alike.flatMap(({ maxdiff }) => maxdiff ?? [])
  const sameShape = alike.every(({ shape }) => `${shape}` === `${first.shape}`)
  return {
    ...first,
    name: isFine ? `${first.blank}: ${alike.length} cases` : `${first.name} and ${alike.length - 1} more`,
    exact: alike.every(({ exact }) => exact),
    approximate: alike.every(({ approximate }) => approximate),
    maxdiff:
      differences.length === 0 ? null : differences.reduce((a, b) => (b > a || Number.isNaN(b) ? b : a)),
    shape: sameShape ? first.shape : null,
  }
}
