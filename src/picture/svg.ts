/** Pictures as SVG files: curves between two axes, and tables of numbers as colours. */
import { type AxisOptions, axis } from './axis.ts'
import type { Series } from './chart.ts'

export interface CurveOptions {
  readonly title?: string
  readonly x?: AxisOptions
  readonly y?: AxisOptions
}

export interface HeatOptions {
  readonly title?: string
  /** What the columns are, below each. */
  readonly columns?: readonly string[]
  readonly rows?: string
  /** A cell in each row that gets a frame. */
  readonly framed?: readonly number[]
}

const FONT = 'font-family="system-ui, sans-serif" font-size="12" fill="#555"'
const COLOURS = ['#2563eb', '#dc2626', '#059669', '#9333ea']

/** One or several curves. Points without a place break the line. */
export function curveSvg(curves: readonly Series[], { title = '', ...axes }: CurveOptions = {}): string {
  const [width, height, left, top, bottom, right] = [740, 420, 60, 44, 52, 40]
  const x = axis(
    curves.flatMap(curve => curve.x),
    axes.x,
  )
  const y = axis(
    curves.flatMap(curve => curve.y),
    axes.y,
  )
  const across = (at: number): string => (left + at * (width - left - right)).toFixed(1)
  const down = (at: number): string => (height - bottom - at * (height - top - bottom)).toFixed(1)
  const [floor, ceiling, start, end] = [down(0), down(1), across(0), across(1)]
  return page(width, height, [
    heading(title, left),
    ...x
      .marks(8)
      .flatMap(({ at, text }) => [
        `<line x1="${across(at)}" y1="${floor}" x2="${across(at)}" y2="${ceiling}" stroke="#eee"/>`,
        `<text x="${across(at)}" y="${height - bottom + 18}" text-anchor="middle" ${FONT}>${escaped(text)}</text>`,
      ]),
    ...y
      .marks(8)
      .flatMap(({ at, text }) => [
        `<line x1="${start}" y1="${down(at)}" x2="${end}" y2="${down(at)}" stroke="#eee"/>`,
        `<text x="${left - 8}" y="${down(at)}" dy="4" text-anchor="end" ${FONT}>${escaped(text)}</text>`,
      ]),
    `<path d="M${start} ${ceiling}V${floor}H${end}" fill="none" stroke="#999"/>`,
    `<text x="${end}" y="${height - 12}" text-anchor="end" ${FONT}>${escaped(x.label)}</text>`,
    `<text x="${left}" y="${top - 8}" text-anchor="end" ${FONT}>${escaped(y.label)}</text>`,
    ...curves.flatMap((curve, i) => [
      `<path d="${pathOf(
        curve,
        at => across(x.at(at)),
        at => down(y.at(at)),
      )}" fill="none" stroke="${COLOURS[i % COLOURS.length]}" stroke-width="1.5"/>`,
      ...(curves.length > 1
        ? [
            `<text x="${end}" y="${top + 16 * i}" text-anchor="end" ${FONT.replace('#555', COLOURS[i % COLOURS.length])}>${escaped(curve.name ?? '')}</text>`,
          ]
        : []),
    ]),
  ])
}

type NumberTable = readonly (readonly number[])[]

/** Tables of numbers beside one another: blue below 0, white at 0, red above, the strongest colour for the largest number. */
export function heatSvg(tables: readonly NumberTable[], options: HeatOptions = {}): string {
  const { title = '', columns = [], rows = '', framed = [] } = options
  const [cell, left, top] = [16, 28, 44]
  const most = tables
    .flat(2)
    .reduce((most, x) => (Math.abs(x) > most && Number.isFinite(x) ? Math.abs(x) : most), Number.MIN_VALUE)
  const wide = Math.max(0, ...tables.flat().map(row => row.length))
  const high = Math.max(0, ...tables.map(table => table.length))
  const drawn = tables.flatMap((table, at) => {
    const from = left + at * (wide + 1) * cell
    const place = (row: number, column: number): string =>
      `x="${from + column * cell}" y="${top + row * cell}" width="${cell}" height="${cell}"`
    return [
      ...table.flatMap((row, i) =>
        row.map((value, j) => `<rect ${place(i, j)} fill="${colourOf(value / most)}"/>`),
      ),
      ...framed.map((column, i) => `<rect ${place(i, column)} fill="none" stroke="#111"/>`),
      ...columns.map(
        (text, j) =>
          `<text x="${from + (j + 0.5) * cell}" y="${top + high * cell + 16}" text-anchor="middle" ${FONT}>${escaped(text)}</text>`,
      ),
    ]
  })
  const across = tables.length * (wide + 1) * cell - cell
  return page(Math.max(left + across + 16, 320), top + high * cell + 36, [
    heading(title, left),
    ...drawn,
    `<text transform="rotate(-90)" x="${-top}" y="${left - 10}" text-anchor="end" ${FONT}>${escaped(rows)}</text>`,
  ])
}

/** From -1 to 1. What is no number is grey. */
function colourOf(value: number): string {
  if (!Number.isFinite(value)) return '#999'
  const rest = Math.round(255 * (1 - Math.min(1, Math.abs(value)) ** 0.6))
  return value < 0 ? `rgb(${rest},${rest},255)` : `rgb(255,${rest},${rest})`
}

function pathOf({ x, y }: Series, across: (x: number) => string, down: (y: number) => string): string {
  let pen = 'M'
  let path = ''
  for (const [i, value] of x.entries()) {
    const [right, below] = [across(value), down(y[i])]
    if (right === 'NaN' || below === 'NaN') pen = 'M'
    else {
      path += `${pen}${right} ${below}`
      pen = 'L'
    }
  }
  return path
}

const heading = (title: string, left: number): string =>
  `<text x="${left}" y="20" ${FONT} font-weight="bold">${escaped(title)}</text>`

const page = (width: number, height: number, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">\n<rect width="100%" height="100%" fill="white"/>\n${parts.join('\n')}\n</svg>\n`

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
