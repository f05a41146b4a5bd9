/** The forward pass drawn wide, the loss at the right: gradients flow back to the left. */
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { GraphView } from '../contract.ts'
import { type StrandLook, threadLook } from '../gutter.ts'
import type { Look, TableRow } from '../rows.ts'
import { Scroll } from './scroll.tsx'

interface WideGraphProps {
  readonly graph: GraphView
  readonly rows: readonly TableRow[]
  readonly missing: ReadonlyMap<string, readonly string[]>
  readonly chosen: string | null
  readonly onChoose: (key: string) => void
}

const [BOX, TIPS] = [24, ['right', 'guilty', 'rest', 'open'] as const]

export function WideGraph({ graph: whole, rows, missing, chosen, onChoose }: WideGraphProps) {
  const box = useRef<HTMLDivElement>(null)
  const graph = useMemo(() => partOf(whole, new Set(rows.map(({ name }) => name))), [whole, rows.length])
  const place = graph.nodes.find(({ name }) => `d${name}` === chosen)?.x ?? graph.left + graph.width
  useEffect(() => {
    const scroller = box.current!.parentElement!
    scroller.scrollLeft = place - graph.left - scroller.clientWidth / 2
  }, [place, graph])
  const rowFor = (name: string): TableRow | undefined => rows.find(row => row.name === `d${name}`)
  const lookFor = (name: string): Look | 'given' => rowFor(name)?.look ?? 'given'
  const lookOf = (from: string, to: string): StrandLook =>
    missing.get(`d${from}`)?.includes(to) === true ? 'guilty' : threadLook(lookFor(to), lookFor(from))
  const label = rows.map(({ name, word }) => `${name} ${word}`).join(', ')
  return (
    <section class="part">
      <h3>The graph, gradients flowing back from the loss</h3>
      <Scroll label="The graph">
        <div ref={box}>
          <svg
            class="graph"
            width={graph.width}
            height={graph.height}
            viewBox={`${graph.left} ${graph.top} ${graph.width} ${graph.height}`}
            role="img"
            aria-label={label}
          >
            <defs>
              {TIPS.map(look => (
                <marker
                  key={look}
                  id={`tip-${look}`}
                  viewBox="0 0 8 8"
                  refX="4"
                  refY="4"
                  markerWidth="4.5"
                  markerHeight="4.5"
                  orient="auto"
                >
                  <path class={`tip is-${look}`} d="M0,0 L8,4 L0,8 z" />
                </marker>
              ))}
            </defs>
            {graph.lines.map(({ from, to, points }) => {
              const look = lookOf(from, to)
              const back = points.toReversed()
              const [x, y] = points[Math.floor(points.length / 2)]
              return (
                <g key={`${from} ${to}`}>
                  <path class={`thread is-${look}`} d={smooth(back)} marker-end={`url(#tip-${look})`} />
                  {look === 'guilty' && (
                    <text class="missing" x={x} y={y - 6}>
                      missing
                    </text>
                  )}
                </g>
              )
            })}
            {graph.nodes.map(({ name, x, y, width }) => {
              const row = rowFor(name)
              return (
                <g
                  key={name}
                  class={`node is-${lookFor(name)} ${row !== undefined && row.key === chosen ? 'on' : ''}`}
                  onClick={() => row !== undefined && onChoose(row.key)}
                >
                  <rect x={x - width / 2} y={y - BOX / 2} width={width} height={BOX} rx={5} />
                  <text x={x} y={y + 4}>
                    {name}
                  </text>
                </g>
              )
            })}
          </svg>
        </div>
      </Scroll>
    </section>
  )
}

/** What lies between the exercise's tensors and the loss. */
function partOf({ nodes, lines }: GraphView, gradients: ReadonlySet<string>) {
  const kept = new Set(nodes.filter(({ name }) => gradients.has(`d${name}`)).map(({ name }) => name))
  for (let before = 0; before < kept.size; ) {
    before = kept.size
    for (const { from, to } of lines) if (kept.has(from)) kept.add(to)
  }
  const shown = nodes.filter(({ name }) => kept.has(name))
  const drawn = lines.filter(({ from, to }) => kept.has(from) && kept.has(to))
  const xs = shown.flatMap(({ x, width }) => [x - width / 2, x + width / 2])
  const ys = [
    ...shown.flatMap(({ y }) => [y - BOX, y + BOX]),
    ...drawn.flatMap(({ points }) => points.map(([, y]) => y)),
  ]
  const [left, top] = [Math.min(...xs) - 12, Math.min(...ys) - 12]
  const size = { width: Math.max(...xs) + 12 - left, height: Math.max(...ys) + 12 - top }
  return { nodes: shown, lines: drawn, left, top, ...size }
}

/** A line through points without corners. */
function smooth(points: readonly (readonly [number, number])[]): string {
  const [first, ...rest] = points
  if (rest.length < 2) return `M${first} ${rest.map(point => `L${point}`).join(' ')}`
  const bends = rest.slice(0, -1).map((point, i) => {
    const next =
      i === rest.length - 2
        ? rest[i + 1]
        : ([(point[0] + rest[i + 1][0]) / 2, (point[1] + rest[i + 1][1]) / 2] as const)
    return `Q${point} ${next}`
  })
  return `M${first} ${bends.join(' ')}`
}
