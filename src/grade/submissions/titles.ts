/** What a file says of itself: its headings. */
import { titleOf } from '../../notebook/solution.ts'

/** The headings that can be an exercise's title; none where it can't be read. `name`: of the file. */
export function titlesIn(text: string, name: string, isNotebook: boolean): string[] {
  if (!isNotebook) return [titleOf(text)].filter(title => title !== '')
  return /\.py$/i.test(name) ? inScript(text) : inNotebook(text)
}

const HEADING = /^\s*#{1,3}\s+(.+?)\s*#*\s*$/gm

function inNotebook(text: string): string[] {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    return []
  }
  const cells = (found as { cells?: unknown } | null)?.cells
  if (!Array.isArray(cells)) return []
  return cells
    .filter(cell => cell?.cell_type === 'markdown')
    .map(cell => [cell.source].flat().join(''))
    .flatMap(source => [...source.matchAll(HEADING)].map(([, heading]) => heading))
}

/** A comment is a heading of a cell of text, `# # Title`, or the first line of all. */
function inScript(text: string): string[] {
  const lines = text.split(/\r?\n/)
  const first = lines.find(line => line.startsWith('#') && !/^#\s*%%|^#!|coding[:=]|^# -\*-/.test(line))
  const cells = lines.flatMap(line => /^#\s+#{1,3}\s+(.+?)\s*$/.exec(line)?.[1] ?? [])
  const title = first?.replace(/^[#\s]+/, '').trim() ?? ''
  return title === '' || cells.includes(title) ? cells : [title, ...cells]
}
