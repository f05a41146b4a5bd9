/** An exercise as one reads it: its text as text, its code with the numbers of the lines in the file. */
import { type Cell, hasMarker, markdownOf } from '../notebook/cells.ts'
import { codeLines } from './code.ts'
import { renderMarkdown } from './markdown.ts'
import { style, widthOf, wrap } from './style.ts'
import { renderTensors, type TensorRow } from './tensors.ts'

export interface ExerciseView {
  readonly id: string
  readonly file: string
  /** Whether the file is there; else what is shown is the exercise as it comes. */
  readonly own: boolean
  readonly cells: readonly Cell[]
  readonly sizes: Readonly<Record<string, number>>
  readonly tensors: readonly TensorRow[]
  readonly width: number
}

export function renderExercise({ id, file, own, cells, sizes, tensors, width }: ExerciseView): string {
  const place = own ? style.code(file) : style.warn(`there is no ${file}: this is the exercise as it comes`)
  const table =
    tensors.length === 0 ? [] : [headline('The tensors', width), renderTensors(tensors, sizes, width)]
  return [`${style.dim(id)}  ${place}`, renderNotebook(cells, width), ...table].join('\n\n')
}

export function renderNotebook(cells: readonly Cell[], width: number): string {
  const last = cells.at(-1)
  const digits = String(last === undefined ? 0 : last.line + last.lines.length - 1).length
  return cells
    .map(cell =>
      cell.kind === 'markdown' ? renderMarkdown(markdownOf(cell), width) : renderCode(cell, digits, width),
    )
    .filter(text => text !== '')
    .join('\n\n')
}

function renderCode(cell: Cell, digits: number, width: number): string {
  const body = hasMarker(cell) ? cell.lines.slice(1) : cell.lines
  const first = body.findIndex(line => line.trim() !== '')
  if (first === -1) return cell.title === '' ? '' : headline(cell.title, width)
  const from = cell.line + cell.lines.length - body.length + first
  const gutter = digits + 2
  const lines = codeLines(body.slice(first).join('\n').trimEnd(), width - gutter).flatMap((rows, i) =>
    rows.map((row, j) =>
      `${style.dim((j === 0 ? String(from + i) : '').padStart(digits))}  ${row}`.trimEnd(),
    ),
  )
  return [...(cell.title === '' ? [] : [headline(cell.title, width)]), ...lines].join('\n')
}

/** `── title ─────` across the screen. */
function headline(title: string, width: number): string {
  const [first, ...rest] = wrap(title, width - 6).split('\n')
  const line = style.dim('─'.repeat(Math.max(2, width - widthOf(first) - 4)))
  return [
    `${style.dim('──')} ${style.strong(first)} ${line}`,
    ...rest.map(part => `   ${style.strong(part)}`),
  ].join('\n')
}
