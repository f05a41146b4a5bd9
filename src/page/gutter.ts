/** The graph of a forward pass beside a table: gradients flow down from the loss, a row for each of them. */
import type { UseView } from './contract.ts'
import type { Folded, Look, TableRow } from './rows.ts'

export interface Knot {
  readonly name: string
  readonly lane: number
  /** From the top of the first row. */
  readonly y: number
  readonly look: Look | 'given'
}

/** `guilty`: what a line leaves out. `rest`: it brings a wrong gradient. */
export type StrandLook = 'right' | 'guilty' | 'rest' | 'open'

export interface Strand {
  readonly from: Knot
  readonly to: Knot
  readonly look: StrandLook
}

export interface Gutter {
  readonly lanes: number
  readonly height: number
  readonly knots: readonly Knot[]
  readonly threads: readonly Strand[]
}

export const [ROW, GIVEN] = [30, 24]

interface Spot {
  readonly names: readonly string[]
  readonly look: Look | 'given'
  readonly height: number
}

/** `missing`: by gradient, the uses that its line leaves out. */
export function gutterOf(
  uses: readonly UseView[],
  given: readonly string[],
  shown: readonly Folded[],
  missing: ReadonlyMap<string, readonly string[]>,
): Gutter {
  const spots: Spot[] = [
    ...given.map((name): Spot => ({ names: [name], look: 'given', height: GIVEN })),
    ...shown.map((one): Spot => {
      const rows: readonly TableRow[] = 'run' in one ? one.run : [one]
      return { names: rows.map(({ name }) => name), look: rows[0].look, height: ROW }
    }),
  ]
  const place = new Map(spots.flatMap(({ names }, i) => names.map(name => [name, i] as const)))
  const edges = uses.flatMap(({ from, to }) => {
    const [above, below] = [place.get(`d${to}`), place.get(`d${from}`)]
    return above === undefined || below === undefined || above >= below ? [] : [{ from, to, above, below }]
  })
  const lanes = lanesOf(spots.length, edges)
  let top = 0
  const knots = spots.map(({ names, look, height }, i): Knot => {
    top += height
    return { name: names[0], lane: lanes[i], y: top - height / 2, look }
  })
  const threads = edges.map(({ from, to, above, below }): Strand => {
    const isMissing = missing.get(`d${from}`)?.includes(to) === true
    const look = isMissing ? 'guilty' : threadLook(knots[above].look, knots[below].look)
    return { from: knots[above], to: knots[below], look }
  })
  return { lanes: Math.max(0, ...lanes) + 1, height: top, knots, threads: once(threads) }
}

/** What comes down to a row: of a wrong line what it has is right, unless it was fed something wrong. */
export function threadLook(above: Look | 'given', below: Look | 'given'): StrandLook {
  if (below === 'blank' || below === 'given') return 'open'
  if (above === 'rest' || above === 'wrong' || above === 'shape') return below === 'right' ? 'right' : 'rest'
  return below === 'rest' ? 'rest' : 'right'
}

/** Of several lines between the same two rows one is enough; a guilty one stays. */
const once = (threads: readonly Strand[]): Strand[] =>
  threads.filter((one, i) => {
    const same = threads.filter(({ from, to }) => from === one.from && to === one.to)
    return (
      one.look === 'guilty' || (!same.some(({ look }) => look === 'guilty') && threads.indexOf(same[0]) === i)
    )
  })

interface Span {
  readonly above: number
  readonly below: number
}

/**
 * From top to bottom each row takes the first lane that no line is in the way of. A line runs in the outer lane of its
 * two ends; the lane of a row that goes on to rows further down is kept for them.
 */
function lanesOf(count: number, edges: readonly Span[]): number[] {
  const lanes: number[] = []
  for (let i = 0; i < count; i++) {
    const kept = new Set(
      edges.filter(({ above, below }) => above < i && below > i).map(({ above }) => lanes[above]),
    )
    const incoming = edges.filter(({ below }) => below === i).map(({ above }) => above)
    const isFree = (lane: number): boolean =>
      !kept.has(lane) &&
      incoming.every(above => {
        const outer = Math.max(lane, lanes[above])
        return !lanes.some((other, j) => j > above && j < i && other === outer)
      })
    let lane = 0
    while (!isFree(lane) && lane < count) lane++
    lanes.push(lane)
  }
  return lanes
}
