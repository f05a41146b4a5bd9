/** A text with pieces of it replaced, so that whoever reads the result still knows which line each of its lines was. */
import type { Span } from './tree.ts'

/** What is put in place of a piece of a text. */
export interface Edit extends Span {
  readonly by: string
  /** Whether it is from another text, so that its lines are none of this one. */
  readonly foreign?: boolean
  /** What it declares at the top of the text, if it adds something. */
  readonly declares?: string
}

/** An edit that leaves nothing of a piece but its line ends, so that everything else stays in its place. */
export const blank = (text: string, start: number, end: number): Edit => ({
  start,
  end,
  by: emptied(text.slice(start, end)),
})

/** The same with a semicolon, which keeps what stands before a piece apart from what stands behind it. */
export const closing = (edit: Edit): Edit => ({ ...edit, by: `;${edit.by.slice(1)}` })

/** What ends a line, as JavaScript counts them. */
export const LINE_END = /[\n\r\u2028\u2029]/

export const emptied = (text: string): string => text.replace(/[^\n\r\u2028\u2029]/g, ' ')

export interface Edited {
  readonly text: string
  /** For each line, from the first, the line of the original that it was; 0: it is in none. */
  readonly lines: readonly number[]
}

/** Of edits one within another only the outer one is made. */
export function edited(text: string, edits: readonly Edit[]): Edited {
  const lines = [1]
  let out = ''
  let at = 0
  let line = 1
  const copy = (until: number): void => {
    const piece = text.slice(at, until)
    for (let many = newlines(piece); many > 0; many--) lines.push(++line)
    out += piece
  }
  for (const { start, end, by, foreign = false } of outermost(edits)) {
    copy(start)
    const removed = newlines(text.slice(start, end))
    if (foreign && !by.startsWith('\n')) lines[lines.length - 1] = 0
    for (let i = 1; i <= newlines(by); i++) lines.push(foreign || i > removed ? 0 : line + i)
    line += removed
    if (by.endsWith('\n')) lines[lines.length - 1] = line
    out += by
    at = end
  }
  copy(text.length)
  return { text: out, lines }
}

const newlines = (text: string): number => text.split('\n').length - 1

function outermost(edits: readonly Edit[]): Edit[] {
  let reach = 0
  return edits
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ start, end }) => {
      if (start < reach) return false
      reach = Math.max(reach, end)
      return true
    })
}
