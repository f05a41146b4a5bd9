/** A computation in the terminal: a row for each value, with lines from what it is made of drawn at the left. */
import type { Drawing, Node } from '../graph/drawing.ts'
import { columns, style, widthOf } from './style.ts'

const GAP = 2
const NODE = '●'

export function renderGraph(drawing: Drawing, title: string, width: number): string {
  const { nodes } = drawing
  const lanes = lanesOf(drawing)
  const drawn = Math.max(...lanes.map(row => row.length))
  const header = [' '.repeat(drawn), 'name', 'value', 'gradient', 'made of']
  const rows = nodes.map((node, i) => [lanes[i].padEnd(drawn), ...cellsOf(node)])
  const [head, ...lines] = columns([header, ...rows], GAP).map(line => cut(line, width))
  const looked = lines.map((line, i) => paint(line, drawn, nodes[i]))
  return [style.dim(title), '', style.strong(head), ...looked].join('\n')
}

const cellsOf = ({ name, made, value, gradient }: Node): string[] => [
  name ?? '',
  value,
  gradient ?? '-',
  made ?? '',
]

/** The lines softer than what they lead to; the name strong. */
function paint(line: string, drawn: number, { name }: Node): string {
  const lanes = line
    .slice(0, drawn)
    .split(NODE)
    .map(part => (part === '' ? '' : style.dim(part)))
    .join(style.code(NODE))
  const start = drawn + GAP
  const end = start + (name ?? '').length
  return `${lanes}${line.slice(drawn, start)}${name === null ? '' : style.strong(line.slice(start, end))}${line.slice(end)}`
}

const cut = (line: string, width: number): string =>
  widthOf(line) <= width ? line : `${[...line].slice(0, width - 1).join('')}…`

/**
 * For each node the text at its left. A lane holds a value from where it is made to its last use; a node stands in the
 * leftmost lane that ends with it, or in a free one.
 */
export function lanesOf({ nodes, edges }: Drawing): string[] {
  const place = new Map(nodes.map(({ id }, i) => [id, i]))
  const last = new Map<string, number>()
  for (const { from, to } of edges) last.set(from, Math.max(last.get(from) ?? 0, place.get(to)!))
  const lanes: (string | null)[] = []
  return nodes.map(({ id }, row) => {
    const parts = new Set(edges.filter(({ to }) => to === id).map(({ from }) => from))
    const sources = lanes.flatMap((held, lane) => (held !== null && parts.has(held) ? [lane] : []))
    const ends = (lane: number): boolean => last.get(lanes[lane]!) === row
    const own = sources.find(ends) ?? freeLane(lanes)
    const text = drawRow(lanes, own, sources, ends)
    for (const lane of sources.filter(ends)) lanes[lane] = null
    lanes[own] = last.has(id) ? id : null
    while (lanes.length > 0 && lanes[lanes.length - 1] === null) lanes.pop()
    return text
  })
}

function freeLane(lanes: readonly (string | null)[]): number {
  const free = lanes.indexOf(null)
  return free === -1 ? lanes.length : free
}

/** One row: `●` for the node, a line from it to each lane that it is made of; other lanes go on. */
function drawRow(
  lanes: readonly (string | null)[],
  own: number,
  sources: readonly number[],
  ends: (lane: number) => boolean,
): string {
  const [from, to] = [Math.min(own, ...sources), Math.max(own, ...sources)]
  const many = Math.max(lanes.length, own + 1)
  const cell = (lane: number): string => {
    if (lane === own) return NODE
    if (!sources.includes(lane))
      return (lanes[lane] ?? null) !== null ? '│' : lane > from && lane < to ? '─' : ' '
    const [left, right] = [lane > from, lane < to]
    if (left && right) return ends(lane) ? '┴' : '┼'
    return left ? (ends(lane) ? '╯' : '┤') : ends(lane) ? '╰' : '├'
  }
  return Array.from({ length: many }, (_, lane) => cell(lane) + (lane >= from && lane < to ? '─' : ' '))
    .join('')
    .trimEnd()
}
