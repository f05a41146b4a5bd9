/** The learner's file as text: what was changed in it outside the blanks. */
import { type Cell, hasMarker, parseCells } from '../../notebook/cells.ts'
import { definitionsIn } from '../../text/definitions.ts'
import { sourceOf } from '../../text/source.ts'
import { sameCode } from '../../text/tokens.ts'

/**
 * What was changed outside the blanks, a sentence each. Where there is a forward pass, the exercise's own version is used
 * instead; else what the learner's functions call is the learner's. `cells`: those of the exercise without a blank.
 */
export function changesIn(text: string, cells: readonly Cell[]): string[] {
  const mine = parseCells(text)
  const changed = cells.filter(
    cell => cell.kind === 'code' && hasMarker(cell) && !mine.some(other => codeOf(other) === codeOf(cell)),
  )
  const fixed = changed.filter(
    cell => !hasImport(cell) && !mine.some(other => sameCode(codeOf(other), codeOf(cell))),
  )
  if (fixed.length === 0) return []
  const instead = cells.some(cell => namesIn(cell)?.has('forward') === true)
    ? '; the check uses the original instead'
    : '; if a verdict surprises you, look there first'
  return fixed.map(cell => {
    const other = mine.find(({ title, kind }) => title === cell.title && kind === 'code')
    const change =
      other === undefined
        ? `the part "${cell.title}" is missing or was renamed`
        : (difference(linesOf(other), linesOf(cell)) ?? `the part "${cell.title}" was changed`)
    return `${change}${instead}`
  })
}

/** What is imported is the learner's to write. */
function hasImport(cell: Cell): boolean {
  const { program } = sourceOf(cell.lines.join('\n'))
  return program?.body.some(({ type }) => type === 'ImportDeclaration') === true
}

function namesIn(cell: Cell): ReadonlyMap<string, unknown> | null {
  const source = cell.kind === 'code' ? sourceOf(cell.lines.join('\n')) : null
  return source === null || source.program === null ? null : definitionsIn(source)
}

interface CodeLine {
  readonly line: number
  readonly text: string
}

/** In what one differs from the other first. */
function difference(mine: readonly CodeLine[], theirs: readonly CodeLine[]): string | null {
  const same = (a: CodeLine | undefined, b: CodeLine | undefined): boolean => essence(a) === essence(b)
  const at = theirs.findIndex((line, i) => !same(line, mine[i]))
  const here = mine[at === -1 ? theirs.length : at]
  const needed = theirs[at]
  if (here === undefined) {
    return needed && `a line is missing from the part that ends in line ${mine.at(-1)?.line}: ${needed.text}`
  }
  if (needed === undefined || same(mine[at + 1], needed)) {
    return `line ${here.line} is outside the blanks and was added`
  }
  return same(here, theirs[at + 1])
    ? `a line before line ${here.line} is missing: ${needed.text}`
    : `line ${here.line} is outside the blanks and was changed (it should read: ${needed.text})`
}

/** A line by itself may be no code that can be read: what counts is what it says but for layout. */
const essence = (line: CodeLine | undefined): string =>
  line === undefined ? '' : line.text.replace(/\s+|[,;]\s*$/g, '')

const codeOf = (cell: Cell): string => cell.lines.slice(1).join('\n')

/** The lines of a cell that say something, comments taken off. */
const linesOf = (cell: Cell): CodeLine[] =>
  cell.lines
    .map((text, i) => ({ line: cell.line + i, text: text.replace(/(^|\s+)\/\/.*$/, '').trim() }))
    .filter(({ text }) => text !== '')
