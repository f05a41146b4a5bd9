/**
 * A list of names as training data. Written one after another, each ended by a line break, the names form one long
 * text in which every character is exactly one example: it is the label, and the characters before it in the same
 * name are its context.
 */
import { NinjaError } from '../errors.ts'

export interface Names {
  /** The names one after another, each ended by a line break. */
  readonly text: string
  /** The full stop, which ends a name, first; then every letter that occurs, sorted: a letter's position is its number. */
  readonly vocabulary: readonly string[]
  /** The number of each character of `text`. */
  readonly numbers: ReadonlyMap<string, number>
}

/** What ends a name in the text; shown as a full stop. */
export const END = '\n'
const LONGEST_NAME = 100

/** Reads a list of names, one a line. Throws what is wrong with it, naming the line. */
export function parseNames(content: string, origin = 'the list of names'): Names {
  const lines = linesOf(content)
  const text = lines + END
  const letters = lettersOf(lines)
  if (
    lines === '' ||
    text.startsWith(END) ||
    text.includes(END + END) ||
    hasLongName(text) ||
    !letters.every(isLetter)
  ) {
    throw reasonAgainst(lines, origin)
  }
  if (letters.length < 2)
    throw bad(origin, 'fewer than two different letters', 'a model needs more to learn from')
  const numbers = new Map([[END, 0], ...letters.map((letter, i) => [letter, i + 1] as const)])
  return { text, vocabulary: ['.', ...letters], numbers }
}

/** Looks from each line break for the last one that may come next, and so does not read most of the text. */
function hasLongName(text: string): boolean {
  for (let start = 0; start < text.length; ) {
    const end = text.lastIndexOf(END, start + LONGEST_NAME)
    if (end < start) return true
    start = end + 1
  }
  return false
}

/** The characters that occur but for line breaks, sorted. Searching natively: every check waits for it. */
function lettersOf(lines: string): string[] {
  const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).filter(letter =>
    lines.includes(letter),
  )
  const others = /[\u0080-\uffff]/.test(lines)
    ? [...new Set(lines.split('').filter(unit => unit > '\x7f'))].sort()
    : []
  return [...ascii, ...others].filter(letter => letter !== END)
}

/** Without byte order mark and line breaks at the end, and with the line breaks of Unix. */
function linesOf(content: string): string {
  const unmarked = content.startsWith('\uFEFF') ? content.slice(1) : content
  const text = unmarked.includes('\r') ? unmarked.replace(/\r\n?/g, END) : unmarked
  let end = text.length
  while (text[end - 1] === END) end-- // a regular expression would try from each of many line breaks
  return text.slice(0, end)
}

/** Of one UTF-16 unit: half a surrogate pair is none, because a position in the text must be a character. */
const isLetter = (unit: string): boolean => /^[\p{Ll}'-]$/u.test(unit)

function bad(origin: string, found: string, needed: string): NinjaError {
  return new NinjaError(
    'data',
    `${origin}: found ${found}; ${needed}`,
    'give a text file with one name a line, in small letters',
  )
}

function reasonAgainst(lines: string, origin: string): NinjaError {
  if (lines.includes('\u0000')) return bad(origin, 'binary data', 'it must be text')
  if (lines.trim() === '') return bad(origin, 'nothing', 'at least a few names are needed')
  const rows = lines.split('\n')
  const line = rows.findIndex(
    row => row === '' || row.length > LONGEST_NAME || !row.split('').every(isLetter),
  )
  const row = rows[line]
  if (row === '') return bad(origin, `an empty line ${line + 1}`, 'every line must be a name')
  if (row !== undefined && row.length > LONGEST_NAME) {
    return bad(
      origin,
      `a name of ${row.length} letters in line ${line + 1}`,
      `names have at most ${LONGEST_NAME}`,
    )
  }
  const shown = JSON.stringify(row.length > 30 ? `${row.slice(0, 30)}…` : row)
  return bad(
    origin,
    `${shown} in line ${line + 1}`,
    'names are made of small letters, hyphens and apostrophes',
  )
}
