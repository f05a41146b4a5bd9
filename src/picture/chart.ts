/** Curves as text: lines in braille dots between two axes, a letter for each curve where there are several. */
import { type Axis, type AxisOptions, axis } from './axis.ts'
import { type Dots, dots } from './dots.ts'

export interface Series {
  /** Stands in the line below the chart if there are several curves. */
  readonly name?: string
  readonly x: readonly number[]
  readonly y: readonly number[]
}

export interface ChartOptions {
  readonly x?: AxisOptions
  readonly y?: AxisOptions
  /** Of the whole text, in columns: 80 if left out. */
  readonly width?: number
  /** Of the area in which the curves are, in lines: 16 if left out. */
  readonly height?: number
}

/** The letters of the curves, in their order. */
const letters = ['o', 'x', '+', '*', '#', '%']
/** Up to so many points a curve has a letter at each; from then on a few. */
const few = 40

/**
 * Draws one or several curves: `chart({ x, y })` or `chart([{ name: 'a', x, y }, …], { y: { log: true } })`.
 * Points without a place (NaN, infinite, not positive on a log axis) are left out and break the line.
 */
export function chart(series: Series | readonly Series[], options: ChartOptions = {}): string {
  const curves = isOne(series) ? [series] : series
  const { width = 80, height = 16 } = options
  const x = axis(all(curves, 'x'), options.x)
  const y = axis(all(curves, 'y'), options.y)
  const yMarks = y.marks(Math.max(2, Math.floor(height / 3)))
  const margin = Math.max(4, ...yMarks.map(({ text }) => text.length)) + 1
  const page = dots(Math.max(8, width - margin - 1), height)
  for (const curve of curves) trace(page, placesOf(curve, x, y, page))
  if (curves.length > 1)
    curves.forEach((curve, index) => {
      label(page, placesOf(curve, x, y, page), letters[index % letters.length], index / curves.length)
    })
  return [
    ...(y.label === '' ? [] : [`${' '.repeat(margin)}${y.label}`]),
    ...beside(page.rows(), yMarks, margin),
    ...below(x, page.width, margin),
    ...(curves.length > 1 ? ['', legend(curves, margin)] : []),
  ]
    .map(line => line.trimEnd())
    .join('\n')
}

const isOne = (series: Series | readonly Series[]): series is Series => !Array.isArray(series)

function* all(curves: readonly Series[], which: 'x' | 'y'): Iterable<number> {
  for (const curve of curves) yield* curve[which]
}

type Place = readonly [x: number, y: number] | null

/** In dots from the top left; null for a point without a place. */
const placesOf = (curve: Series, x: Axis, y: Axis, { width, height }: Dots): Place[] =>
  Array.from({ length: Math.min(curve.x.length, curve.y.length) }, (_, index) => {
    const across = Math.round(x.at(curve.x[index]) * (2 * width - 1))
    const down = Math.round((1 - y.at(curve.y[index])) * (4 * height - 1))
    return Number.isNaN(across) || Number.isNaN(down) ? null : [across, down]
  })

function trace(page: Dots, places: readonly Place[]): void {
  places.forEach((place, index) => {
    const before = places[index - 1] ?? place
    if (place !== null && before !== null) page.line(...clipped(before, page), ...clipped(place, page))
  })
}

/** A place just outside the page for one far outside, so that a line to it takes no longer than others. */
const clipped = ([x, y]: NonNullable<Place>, { width, height }: Dots): [number, number] => [
  Math.max(-1, Math.min(2 * width, x)),
  Math.max(-1, Math.min(4 * height, y)),
]

/** Letters at all points of a short curve; on a long one at a few, not where those of the other curves are. */
function label(page: Dots, places: readonly Place[], letter: string, shift: number): void {
  const step = places.length <= few ? 1 : places.length / 8
  for (let at = step === 1 ? 0 : step * (0.25 + shift / 2); at < places.length; at += step) {
    const place = places[Math.floor(at)]
    if (place !== null) page.letter(...place, letter)
  }
}

const beside = (rows: readonly string[], marks: ReturnType<Axis['marks']>, margin: number): string[] => {
  const texts = new Map(marks.map(({ at, text }) => [Math.floor((1 - at) * (rows.length - 0.01)), text]))
  return rows.map((row, index) => {
    const text = texts.get(index)
    return `${(text ?? '').padStart(margin - 1)} ${text === undefined ? '│' : '┤'}${row}`
  })
}

function below(x: Axis, width: number, margin: number): string[] {
  const rule = Array<string>(width).fill('─')
  const texts = Array<string>(margin + 1 + width).fill(' ')
  let free = 0
  for (const { at, text } of x.marks(Math.max(2, Math.floor(width / 9)))) {
    const column = Math.floor(at * (width - 0.01))
    rule[column] = '┬'
    const start = Math.min(margin + 1 + column - Math.floor(text.length / 2), texts.length - text.length)
    if (start < free) continue
    texts.splice(start, text.length, ...text)
    free = start + text.length + 1
  }
  return [
    `${' '.repeat(margin)}└${rule.join('')}`,
    texts.join(''),
    ...(x.label === '' ? [] : [x.label.padStart(margin + 1 + width)]),
  ]
}

const legend = (curves: readonly Series[], margin: number): string =>
  `${' '.repeat(margin + 1)}${curves.map(({ name = '' }, index) => `${letters[index % letters.length]} ${name}`).join('    ')}`
