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
  readonly look: 'title' | 'formula' | 'value' | 'grad'
}

/** What stands in a box, line by line. */
function rowsOf(node: Node): Row[] {
  const { value, gradient } = node
  return [
    ...headOf(node).map((text, i): Row => ({ text, look: i === 0 ? 'title' : 'formula' })),
    { text: value, look: 'value' },
    ...(gradient === null ? [] : [{ text: `grad ${gradient}`, look: 'grad' as const }]),
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
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${FONT}>`,
    STYLE,
    ARROW,
    `<rect ${look('page')} width="100%" height="100%"/>`,
    ...lines.map(({ points }) => `<path ${look('line')} d="${curve(points)}" marker-end="url(#arrow)"/>`),
    ...drawing.nodes.map(node =>
      box(node, boxes.get(node.id)!, centres.get(node.id)!, made.has(node.id) ? 'made' : 'given'),
    ),
    '</svg>',
    '',
  ].join('\n')
}

function box(node: Node, { width, height }: Box, { x, y }: Point, kind: 'made' | 'given'): string {
  const [left, top] = [x - width / 2, y - height / 2]
  const texts = rowsOf(node).map(
    (row, i) =>
      `<text ${look(row.look)} x="${round(x)}" y="${round(top + 18 + i * LINE)}">${escaped(row.text)}</text>`,
  )
  const frame = `<rect ${look(kind)} x="${round(left)}" y="${round(top)}" width="${width}" height="${height}" rx="${kind === 'given' ? 14 : 4}"/>`
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

/** Colours: in the light, in the dark. */
type Paint = readonly [light: string, dark: string]

const ink: Paint = ['#1f2328', '#e6edf3']
const soft: Paint = ['#59636e', '#9198a1']
const edge: Paint = ['#818b98', '#656c76']

interface Look {
  readonly fill: Paint | null
  readonly stroke?: Paint
  /** What else an element of this kind has. */
  readonly rest?: string
}

const looks = {
  page: { fill: ['#ffffff', '#0d1117'] },
  made: { fill: ['#f6f8fa', '#151b23'], stroke: edge },
  given: { fill: ['#ddf4ff', '#0c2d48'], stroke: edge },
  line: { fill: null, stroke: edge, rest: 'stroke-width="1.3"' },
  arrow: { fill: edge },
  title: { fill: ink, rest: 'font-weight="700" font-size="13"' },
  formula: { fill: soft },
  value: { fill: soft },
  grad: { fill: ['#9a3412', '#ffb077'] },
} satisfies Readonly<Record<string, Look>>

/**
 * The light colours as plain attributes, which every program that shows SVG reads; the dark ones as rules for those that
 * know what the reader prefers.
 */
function look(kind: keyof typeof looks): string {
  const { fill, stroke, rest }: Look = looks[kind]
  const parts = [`fill="${fill === null ? 'none' : fill[0]}"`, stroke && `stroke="${stroke[0]}"`, rest]
  return [`class="${kind}"`, ...parts.filter(part => part !== undefined)].join(' ')
}

const darkRules = Object.entries<Look>(looks).map(([kind, { fill, stroke }]) => {
  const rules = [fill && `fill: ${fill[1]}`, stroke && `stroke: ${stroke[1]}`].filter(Boolean)
  return `    .${kind} { ${rules.join('; ')} }`
})

const STYLE = `<style>
  @media (prefers-color-scheme: dark) {
${darkRules.join('\n')}
  }
</style>`

const FONT = `font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="12" text-anchor="middle"`

const ARROW = `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path ${look('arrow')} d="M0,0 L8,4 L0,8 z"/></marker></defs>`
