/** Lines of strangers' code: without their comments, and without what a formatter changes. */
import { stretchesOf } from '../text/tokens.ts'

/** What was asked for last: in a class, most right lines are alike. */
const kept = new Map<string, string>()
const MANY = 5000

/** A piece of code without its comments, on one line. */
export function withoutRemarks(code: string, isPython: boolean): string {
  const key = `${isPython} ${code}`
  const known = kept.get(key)
  if (known !== undefined) return known
  if (kept.size === MANY) kept.clear()
  const line = oneLineOf(code, isPython)
  kept.set(key, line)
  return line
}

function oneLineOf(code: string, isPython: boolean): string {
  const said = isPython
    ? code.split('\n').map(line => `${line.slice(0, remarkIn(line) ?? undefined)}\n`)
    : stretchesOf(code).map(({ text, look }) => (look === 'comment' ? ' ' : text))
  return said
    .join('')
    .trim()
    .replace(/\s*\n\s*/g, (found, at: number, all: string) =>
      GOES_ON.test(all.slice(0, at)) || CONTINUES.test(all.slice(at + found.length)) ? ' ' : '; ',
    )
    .replace(/\s+/g, ' ')
}

/** What a line ends with, and begins with, that goes on, or goes on with another. */
const GOES_ON = /[([{,;:=+\-*/%&|?<>\\.]$/
const CONTINUES = /^[)\]}.,;:=+\-*/%&|?<>]/

/** Where a comment begins in a line of Python, outside of quotes; null: it has none. */
export function remarkIn(line: string): number | null {
  let quote = ''
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]
    if (quote !== '') {
      if (sign === '\\') at++
      else if (sign === quote) quote = ''
    } else if (sign === '#') return at
    else if (sign === '"' || sign === "'") quote = sign
  }
  return null
}

/** The same for all that differ in nothing but spaces, quotes, and commas and semicolons at an end. */
export const bare = (code: string): string =>
  code
    .replace(/["`]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/ ?([^\w ]) ?/g, '$1')
    .replace(/,(?=[)\]}])/g, '')
    .replace(/;+$/, '')
    .trim()
