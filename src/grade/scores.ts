/** How scores are spread over a class. */

export interface ScoreSpread {
  /** How many scores there are: of what was graded, and waits for nobody. */
  readonly count: number
  /** What can be earned. */
  readonly max: number
  readonly mean: number | null
  readonly median: number | null
  /** By tenths of `max`: from 0 up to, not including, a tenth, and so on; the last is `max` itself. */
  readonly bars: readonly number[]
}

const TENTHS = 10

export function spreadOf(scores: readonly number[], max: number): ScoreSpread {
  const sorted = scores.toSorted((a, b) => a - b)
  const bars = Array.from({ length: TENTHS + 1 }, () => 0)
  for (const score of sorted) bars[max > 0 ? Math.max(0, Math.min(TENTHS, tenthOf(score, max))) : 0]++
  const middle = Math.floor(sorted.length / 2)
  const isOdd = sorted.length % 2 === 1
  const isNone = sorted.length === 0
  return {
    count: sorted.length,
    max,
    mean: isNone ? null : rounded(sorted.reduce((sum, each) => sum + each, 0) / sorted.length),
    median: isNone ? null : rounded(isOdd ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2),
    bars,
  }
}

/** Points may be thirds: what is all but the next tenth by rounding is that tenth. */
const tenthOf = (score: number, max: number): number => Math.floor((score / max) * TENTHS + 1e-9)

const rounded = (x: number): number => Number(x.toFixed(2))
