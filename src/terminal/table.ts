/** Tables whose last column is the long one: it is wrapped where the line would get too wide. */
import { columns, pad, widthOf, wrap } from './style.ts'

const GAP = 2
/** With less room than this, wrapped text is harder to read than a line that is too long. */
const NARROW = 12

/** Rows as lines of at most `width` columns, the header first. */
export function table(rows: readonly (readonly string[])[], width: number): string[] {
  const widths = rows.map(row => row.slice(0, -1)).reduce<number[]>(widen, [])
  const indent = widths.reduce((sum, each) => sum + each + GAP, 0)
  const room = width - indent
  if (room < NARROW) return columns(rows, GAP)
  return rows.flatMap(row => {
    const [first, ...rest] = wrap(row.at(-1) ?? '', room).split('\n')
    const front = row.slice(0, -1).map((cell, i) => pad(cell, widths[i] + GAP))
    return [`${front.join('')}${first}`.trimEnd(), ...rest.map(line => ' '.repeat(indent) + line)]
  })
}

/** The same where the first column is the long one. A row whose name is wrapped has several lines. */
export function tableOfNames(rows: readonly (readonly string[])[], width: number): string[] {
  const whole = columns(rows, GAP)
  const excess = Math.max(...whole.map(widthOf)) - width
  const room = Math.max(...rows.map(([name]) => widthOf(name))) - excess
  if (excess <= 0 || room < NARROW) return whole
  const names = rows.map(([name]) => (widthOf(name) <= room ? [name] : wrap(name, room, '    ').split('\n')))
  return columns(
    rows.map(([, ...cells], i) => [names[i][0], ...cells]),
    GAP,
  ).map((line, i) => [line, ...names[i].slice(1)].join('\n'))
}

const widen = (widths: number[], row: readonly string[]): number[] => {
  const cells = Array.from({ length: Math.max(widths.length, row.length) }, (_, i) => row[i] ?? '')
  return cells.map((cell, i) => Math.max(widths[i] ?? 0, widthOf(cell)))
}

/** Cells in as many columns as fit, to be read down each. */
export function inColumns(cells: readonly string[], width: number): string[] {
  const widest = Math.max(...cells.map(widthOf)) + BETWEEN
  const across = Math.max(1, Math.floor((width + BETWEEN) / widest))
  const down = Math.ceil(cells.length / across)
  return Array.from({ length: down }, (_, row) =>
    cells
      .filter((_, i) => i % down === row)
      .map(cell => pad(cell, widest))
      .join('')
      .trimEnd(),
  )
}

const BETWEEN = 4
