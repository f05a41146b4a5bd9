/** Text as rows of a screen: folded to its width, scrolled to its height. */
import { widthOf } from './style.ts'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** What of a text is on the screen: where it begins, how many rows are seen, how many there are. */
export interface Extent {
  readonly from: number
  readonly seen: number
  readonly all: number
}

const ESC = '\u001b'
const COLOUR = `${ESC}\\[[0-9;]*m`
const LINK = `${ESC}\\]8;[^\u0007${ESC}]*(?:\u0007|${ESC}\\\\)`
const OTHER = `${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007${ESC}]*(?:\u0007|${ESC}\\\\)|.)`
const TOKEN = new RegExp(`(?<colour>${COLOUR})|(?<link>${LINK})|${OTHER}|(?<char>[^${ESC}]\\p{M}*)`, 'gsu')

const CLOSES_LINK = `${ESC}]8;;${ESC}\\`

/**
 * Lines cut into rows of at most `width` columns. Each row has its own colours, so that any of them can be the first.
 * What a learner's code printed may hold anything: only colours and links may reach the terminal.
 */
export const fold = (text: string, width: number): string[] =>
  text.split('\n').flatMap(line => foldLine(line, Math.max(1, width)))

function foldLine(line: string, width: number): string[] {
  const rows: string[] = []
  let row = ''
  let taken = 0
  let colours: string[] = []
  let link = ''
  const endRow = (): void => {
    rows.push(`${row}${link === '' ? '' : CLOSES_LINK}${colours.length === 0 ? '' : `${ESC}[0m`}`)
  }
  for (const { groups } of line.matchAll(TOKEN)) {
    const { colour, link: opened, char } = groups as Record<string, string | undefined>
    if (colour !== undefined) {
      colours = coloured(colours, colour)
      row += colour
    } else if (opened !== undefined) {
      link = opened.length > CLOSES_LINK.length ? opened : ''
      row += opened
    } else if (char !== undefined) {
      const shown = char === '\t' ? ' '.repeat(8 - (taken % 8)) : /^[^\p{Cc}]/u.test(char) ? char : ''
      const wide = widthOf(shown)
      if (taken + wide > width) {
        endRow()
        row = colours.join('') + link
        taken = 0
      }
      row += shown
      taken += wide
    }
  }
  endRow()
  return rows
}

/** The colours that are on after one more code. What chalk opens, it closes in reverse order. */
function coloured(colours: readonly string[], code: string): string[] {
  const number = code.slice(2, -1)
  if (number === '' || number === '0') return []
  return /^(22|23|24|25|27|28|29|39|49)$/.test(number) ? colours.slice(0, -1) : [...colours, code]
}

/** The rows from `scroll` on, as many as there is room for; no further than to the end. */
export function scrolled(rows: readonly string[], room: number, scroll: number): [string[], Extent] {
  const seen = Math.max(0, room)
  const from = Math.max(0, Math.min(scroll, rows.length - seen))
  return [rows.slice(from, from + seen), { from, seen, all: rows.length }]
}

/** Where a key scrolls to; null: it does not scroll. */
export function scrollTo(key: string, { from, seen, all }: Extent): number | null {
  const last = Math.max(0, all - seen)
  const by = (rows: number): number => Math.max(0, Math.min(last, from + rows))
  const page = Math.max(1, seen - 2)
  const moves: Readonly<Record<string, number>> = {
    up: by(-1),
    down: by(1),
    k: by(-1),
    j: by(1),
    pageup: by(-page),
    pagedown: by(page),
    b: by(-page),
    space: by(page),
    home: 0,
    end: last,
  }
  return Object.hasOwn(moves, key) ? moves[key] : null
}

/** One write for a whole screen; terminals that know how to show it at once. */
export function frame(rows: readonly string[], { columns, rows: height }: Size): string {
  // At the last column, erasing to the end of the line would take the last character.
  const lines = rows.slice(0, height).map(row => (widthOf(row) < columns ? `${row}${ESC}[K` : row))
  return `${ESC}[?2026h${ESC}[H${lines.join('\r\n')}${lines.length < height ? `${ESC}[J` : ''}${ESC}[?2026l`
}
