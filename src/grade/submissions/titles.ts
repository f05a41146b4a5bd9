/** What a file says of itself: its headings. */
import { titleOf } from '../../notebook/solution.ts'

/** The headings that can be an exercise's title; none where it can't be read. `path`: of the file. */
export function titlesIn(text: string, path: string): string[] {
  if (/\.ts$/i.test(path)) return [titleOf(text).slice(0, LONGEST)].filter(title => title !== '')
  return /\.py$/i.test(path) ? inScript(text) : inNotebook(text)
}

/** A heading of Markdown, without its signs; no line is looked at for longer than a title is. */
function headingIn(line: string): string | null {
  const found = /^\s{0,3}#{1,3}\s+(\S.*)$/.exec(line.slice(0, LONGEST))
  return found === null ? null : found[1].replace(/[\s#]+$/, '')
}

const LONGEST = 200

const headingsIn = (lines: readonly string[]): string[] => lines.flatMap(line => headingIn(line) ?? [])

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
    .map(cell => [cell.source].flat().filter(part => typeof part === 'string'))
    .flatMap(parts => headingsIn(parts.join('').split('\n')))
}

/** A comment is a heading of a cell of text, `# # Title`, or the first line of all. */
function inScript(text: string): string[] {
  const lines = text.split(/\r?\n/)
  const first = lines.find(line => line.startsWith('#') && !/^#\s*%%|^#!|coding[:=]|^# -\*-/.test(line))
  const cells = headingsIn(lines.flatMap(line => (/^#\s+#/.test(line) ? [line.slice(1)] : [])))
  const title = (first ?? '')
    .slice(0, LONGEST)
    .replace(/^[#\s]+/, '')
    .trim()
  return title === '' || cells.includes(title) ? cells : [title, ...cells]
}
