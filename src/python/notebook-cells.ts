/** A notebook's cells as those of an exercise: what they are read by. */
import type { Cell } from '../notebook/cells.ts'

/** Of Jupyter's format. A line is counted in its own cell. None where the text is no notebook. */
export function cellsToRead(text: string): Cell[] {
  let found: unknown
  try {
    found = JSON.parse(text)?.cells
  } catch {}
  return (Array.isArray(found) ? found : []).flatMap((cell): Cell[] => {
    const source = [cell?.source].flat().filter(part => typeof part === 'string')
    const lines = source.join('').replace(/\r\n?/g, '\n').split('\n')
    if (cell?.cell_type === 'markdown') return [{ kind: 'markdown', title: '', line: 1, lines }]
    return cell?.cell_type === 'code' ? [{ kind: 'code', title: '', line: 1, lines }] : []
  })
}
