/** Text in jupytext's percent format, cut into cells at the lines that start with `// %%`. */
import { withoutPython } from './paragraphs.ts'

export interface Cell {
  readonly kind: 'code' | 'markdown'
  /** What stands behind `// %%` on the marker line. */
  readonly title: string
  /** The line number of the marker, from 1 (of the part before the first marker: 1). */
  readonly line: number
  /** The whole cell, its marker line included. */
  readonly lines: readonly string[]
}

const MARKER = /^\/\/ %%(?: \[(markdown)\])?\s*(.*?)\s*$/

export function parseCells(text: string): Cell[] {
  const cells: { kind: Cell['kind']; title: string; line: number; lines: string[] }[] = []
  for (const [index, line] of text.replace(/\r\n/g, '\n').split('\n').entries()) {
    const marker = MARKER.exec(line)
    if (marker !== null || cells.length === 0) {
      const kind = marker?.[1] === 'markdown' ? 'markdown' : 'code'
      cells.push({ kind, title: marker?.[2] ?? '', line: index + 1, lines: [] })
    }
    cells.at(-1)!.lines.push(line)
  }
  return cells
}

export const joinCells = (cells: readonly Cell[]): string =>
  cells.map(cell => cell.lines.join('\n')).join('\n')

/** Whether the cell starts with a marker; only what stands before the first one does not. */
export const hasMarker = (cell: Cell): boolean => MARKER.test(cell.lines[0])

/** The text of a markdown cell without its comment slashes, and without what is for Python alone. */
export const markdownOf = (cell: Cell): string =>
  wholeMarkdownOf({ ...cell, lines: withoutPython(cell.lines) })

/** The same with what is for Python. */
export const wholeMarkdownOf = (cell: Cell): string =>
  cell.lines
    .slice(hasMarker(cell) ? 1 : 0)
    .map(withoutSlashes)
    .join('\n')
    .trim()

/** A line of a markdown cell without the comment slashes. */
export const withoutSlashes = (line: string): string => line.replace(/^\/\/ ?/, '')
