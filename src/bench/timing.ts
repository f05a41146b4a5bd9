/** Two things timed by turns, so that whatever else the machine does slows both. */

export interface TimedPair {
  /** Medians. */
  readonly mine: number
  readonly theirs: number
  /** The median of the ratios of neighbours. */
  readonly ratio: number
}

const WARM_UPS = 3

/** Each function does its work and gives its time. */
export function compare(mine: () => number, theirs: () => number, pairs: number): TimedPair {
  for (let i = 0; i < WARM_UPS; i++) {
    mine()
    theirs()
  }
  const times = Array.from({ length: pairs }, (_, i) => {
    // Who goes first changes from pair to pair.
    const first = i % 2 === 0 ? mine() : null
    const other = theirs()
    return { mine: first ?? mine(), theirs: other }
  })
  return {
    mine: median(times.map(time => time.mine)),
    theirs: median(times.map(time => time.theirs)),
    ratio: median(times.map(time => time.mine / time.theirs)),
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
