/** A drawing as an SVG file of its own: light or dark, as whoever looks at it prefers. */
import { type Drawing, headOf, type Node } from './drawing.ts'
import type { Box, Layout, Point } from './layout.ts'

const LINE = 16
const PAD = 10
/** Of the average letter, in pixels, at the sizes below. */
const WIDE = 7.9
const NARROW = 7.3

interface Row {
  readonly text: string
  readonly look: string
}

/** What stands in a box, line by line. */
function rowsOf(node: Node): Row[] {
  const { value, gradient } = node
  return [
    ...headOf(node).map((text, i) => ({ text, look: i === 0 ? 'title' : 'made' })),
    { text: value, look: 'value' },
    ...(gradient === null ? [] : [{ text: `grad ${gradient}`, look: 'grad' }]),
  ]
}

export function boxesOf({ nodes }: Drawing): Box[] {
  return nodes.map(node => {
    const rows = rowsOf(node)
    const widths = rows.map(({ text, look }) => [...text].length * (look === 'title' ? WIDE : NARROW))
    return {
      id: node.id,
      width: Math.ceil(Math.max(48, ...widths) + 2 * PAD),
      height: rows.length * LINE + 12,
    }
  })
}

export function toSvg(drawing: Drawing, { width, height, centres, lines }: Layout): string {
  const boxes = new Map(boxesOf(drawing).map(box => [box.id, box]))
  const made = new Set(drawing.edges.map(({ to }) => to))
  const size = `width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}>`,
    STYLE,
    '<rect class="page" width="100%" height="100%"/>',
    ...lines.map(({ points }) => `<path class="line" d="${curve(points)}" marker-end="url(#arrow)"/>`),
    ...drawing.nodes.map(node =>
      box(node, boxes.get(node.id)!, centres.get(node.id)!, made.has(node.id) ? 'made' : 'given'),
    ),
    '</svg>',
    '',
  ].join('\n')
}

function box(node: Node, { width, height }: Box, { x, y }: Point, kind: string): string {
  const [left, top] = [x - width / 2, y - height / 2]
  const texts = rowsOf(node).map(
    ({ text, look }, i) =>
      `<text class="${look}" x="${round(x)}" y="${round(top + 18 + i * LINE)}">${escaped(text)}</text>`,
  )
  const frame = `<rect class="${kind}" x="${round(left)}" y="${round(top)}" width="${width}" height="${height}" rx="${kind === 'given' ? 14 : 4}"/>`
  return `<g>${frame}${texts.join('')}</g>`
}

/** Through the points that the layout gives, rounded at each of them. */
function curve(points: readonly Point[]): string {
  const at = ({ x, y }: Point): string => `${round(x)},${round(y)}`
  const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
  const bends = points
    .slice(1, -1)
    .map(
      (point, i) =>
        `Q${at(point)} ${at(i + 2 === points.length - 1 ? points[i + 2] : middle(point, points[i + 2]))}`,
    )
  return bends.length === 0
    ? `M${at(points[0])} L${at(points[points.length - 1])}`
    : `M${at(points[0])} ${bends.join(' ')}`
}

const round = (value: number): number => Math.round(value * 10) / 10

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[^ -~]/g, char => `&#${char.codePointAt(0)};`)

const STYLE = `<style>
  svg { font: 12px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; --page: #fff; --ink: #1f2328; --soft: #59636e;
    --line: #818b98; --box: #f6f8fa; --given: #ddf4ff; --grad: #9a3412 }
  @media (prefers-color-scheme: dark) {
    svg { --page: #0d1117; --ink: #e6edf3; --soft: #9198a1; --line: #656c76; --box: #151b23; --given: #0c2d48; --grad: #ffb077 }
  }
  .page { fill: var(--page) }
  .made, .given { stroke: var(--line) }
  rect.made { fill: var(--box) }
  rect.given { fill: var(--given) }
  .line { fill: none; stroke: var(--line); stroke-width: 1.3 }
  #arrow path { fill: var(--line) }
  text { fill: var(--ink); text-anchor: middle; stroke: none }
  .title { font-weight: 700; font-size: 13px }
  text.made, .value { fill: var(--soft); stroke: none }
  .grad { fill: var(--grad) }
</style>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0,0 L8,4 L0,8 z"/></marker></defs>`
