/** A notebook's cells as those of an exercise: what they are read by. */
import type { Cell } from '../notebook/cells.ts'

/** Of Jupyter's format. Cells of code are numbered, and a line is counted in its own. None where the text is no notebook. */
export function cellsToRead(text: string): Cell[] {
  let found: unknown
  try {
    found = JSON.parse(text.replace(/^\uFEFF/, ''))?.cells
  } catch {}
  let number = 0
  return (Array.isArray(found) ? found : []).flatMap((cell): Cell[] => {
    const source = [cell?.source].flat().filter(part => typeof part === 'string')
    const lines = source.join('').replace(/\r\n?/g, '\n').split('\n')
    if (cell?.cell_type === 'markdown') return [{ kind: 'markdown', title: '', line: 1, lines }]
    if (cell?.cell_type !== 'code') return []
    number++
    return [{ kind: 'code', title: `cell ${number}`, line: 1, lines }]
  })
}
