/** Lines of strangers' code: without their comments, and without what a formatter changes. */
import { stretchesOf } from '../text/tokens.ts'

/** A piece of code without its comments, on one line. */
export function withoutRemarks(code: string, isPython: boolean): string {
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
