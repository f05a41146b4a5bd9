/** The loss over the steps, as means of equally many steps each: one batch says little, and a curve must fit in memory. */

export interface Curve {
  /** Steps in each mean. */
  readonly every: number
  readonly means: readonly number[]
  /** Of the mean that is not complete yet. */
  readonly sum: number
  readonly count: number
}

/** A curve has about so many points. */
const POINTS = 1000
/** How many of the last points the running loss is the mean of. */
const LAST = 20

export const emptyCurve = (steps: number): Curve => ({
  every: Math.max(1, Math.ceil(steps / POINTS)),
  means: [],
  sum: 0,
  count: 0,
})

export function withLoss({ every, means, sum, count }: Curve, loss: number): Curve {
  if (count + 1 < every) return { every, means, sum: sum + loss, count: count + 1 }
  return { every, means: [...means, (sum + loss) / every], sum: 0, count: 0 }
}

/** The mean over the last steps; NaN before the first. */
export function runningLoss({ every, means, sum, count }: Curve): number {
  const last = means.slice(-LAST)
  return (last.reduce((all, mean) => all + mean * every, 0) + sum) / (last.length * every + count)
}

/** As points to draw, at most about so many: the step in the middle of each mean, and the mean. */
export function pointsOf({ every, means }: Curve, atMost = POINTS): { x: number[]; y: number[] } {
  const group = Math.max(1, Math.ceil(means.length / atMost))
  const starts = Array.from({ length: Math.ceil(means.length / group) }, (_, i) => i * group)
  const groups = starts.map(start => means.slice(start, start + group))
  return {
    x: groups.map((each, i) => (starts[i] + each.length / 2) * every),
    y: groups.map(each => each.reduce((sum, mean) => sum + mean, 0) / each.length),
  }
}
