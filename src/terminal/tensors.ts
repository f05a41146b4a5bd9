/** The tensors of a forward pass as a table. */
import { formatShape, type Shape } from '../tensor/shape.ts'
import { style } from './style.ts'
import { table } from './table.ts'

export interface TensorRow {
  readonly name: string
  readonly shape: Shape
  /** Where the file makes it, a line or a cell and its line (`4:21`); null where that was not found. */
  readonly place: string | null
  /** What is computed straight from it, as far as gradient flows. */
  readonly users: readonly string[]
  readonly isLoss: boolean
}

export function renderTensors(
  rows: readonly TensorRow[],
  sizes: Readonly<Record<string, number>>,
  width: number,
): string {
  const heading = rows.some(({ place }) => place?.includes(':')) ? 'cell:line' : 'line'
  const digits = Math.max(heading.length, ...rows.map(({ place }) => (place ?? '-').length))
  const header = ['tensor', 'shape', heading.padStart(digits), 'used in']
  const cells = rows.map(row => [
    row.name,
    formatShape(row.shape),
    (row.place ?? '-').padStart(digits),
    usersText(row),
  ])
  const [head, ...lines] = table([header, ...cells], width)
  const setting = Object.entries(sizes).map(([name, size]) => `${name} ${size}`)
  return [style.dim(`shapes at ${setting.join(', ')}`), '', style.strong(head), ...lines].join('\n')
}

function usersText({ users, isLoss }: TensorRow): string {
  if (users.length > 0) return users.join(', ')
  return style.dim(isLoss ? 'the end' : 'no gradient')
}
