/**
 * A list of names as training data. Written one after another, each ended by a full stop, the names form one long
 * text in which every character is exactly one example: it is the label, and the characters before it in the same
 * name are its context.
 */
import { NinjaError } from '../errors.ts'

export interface Names {
  /** `emma.olivia.ava.` */
  readonly text: string
  /** The full stop first, then every letter that occurs, sorted: a letter's position is its number. */
  readonly vocabulary: readonly string[]
  /** The number of each character of `vocabulary`. */
  readonly numbers: ReadonlyMap<string, number>
}

export const STOP = '.'
const LONGEST_NAME = 100

/** Reads a list of names, one a line. Throws what is wrong with it, naming the line. */
export function parseNames(content: string, origin = 'the list of names'): Names {
  const lines = linesOf(content)
  const text = `${lines.replaceAll('\n', STOP)}${STOP}`
  const letters = survey(text)
  if (
    letters === null ||
    lines.includes(STOP) ||
    !letters.every(letter => letter === STOP || isLetter(letter))
  ) {
    throw reasonAgainst(lines, origin)
  }
  if (letters.length < 3)
    throw bad(origin, 'fewer than two different letters', 'a model needs more to learn from')
  const vocabulary = [STOP, ...letters.filter(letter => letter !== STOP).sort()]
  return { text, vocabulary, numbers: new Map(vocabulary.map((letter, number) => [letter, number])) }
}

/** Without byte order mark and line breaks at the end, and with the line breaks of Unix. */
function linesOf(content: string): string {
  const text = content.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  let end = text.length
  while (text[end - 1] === '\n') end-- // a regular expression would try from each of many line breaks
  return text.slice(0, end)
}

/** Of one UTF-16 unit: half a surrogate pair is none, because a position in the text must be a character. */
const isLetter = (unit: string): boolean => /^[\p{Ll}'-]$/u.test(unit)

/** The characters that occur; null where a name is empty or too long. In one pass: every check waits for it. */
function survey(text: string): string[] | null {
  const seen = new Uint8Array(2 ** 16)
  const stop = STOP.charCodeAt(0)
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    seen[code] = 1
    if (code !== stop) continue
    if (i === start || i - start > LONGEST_NAME) return null
    start = i + 1
  }
  const letters: string[] = []
  for (let code = seen.indexOf(1); code !== -1; code = seen.indexOf(1, code + 1))
    letters.push(String.fromCharCode(code))
  return letters
}

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
