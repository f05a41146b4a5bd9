/** Whether anything was done in an exercise yet: before that, watch shows how it begins. */
import type { Report } from '../../checker/report.ts'
import { type Cell, parseCells } from '../../notebook/cells.ts'
import { cellsToRead } from '../../python/notebook-cells.ts'
import type { NotebookReport } from '../../python/report.ts'
import { isNotebook } from '../notebook-file.ts'

/** The cells of a file in which nothing was done yet: as it was `given`, or with nothing filled in. Null of another. */
export function freshCells(
  { gradients, file: path }: Report,
  notebook: NotebookReport | null,
  given: string,
  file: Uint8Array | null,
): readonly Cell[] | null {
  if (file === null || gradients.length === 0) return null
  const text = new TextDecoder().decode(file).replace(/\r\n/g, '\n')
  const verdicts = notebook?.gradients ?? gradients // of a notebook the finer ones: a line that isn't finished is no blank
  const isBlank = verdicts.every(({ verdict }) => verdict === 'blank')
  if (!isBlank && text !== given) return null
  return isNotebook(path) ? cellsToRead(text) : parseCells(text)
}
