/** Strangers' texts in Markdown: whatever is in them, a reader sees the characters. */

/** Words. What stands in backquotes is code, as in all that ninja says. */
export const words = (text: string): string =>
  oneLine(text)
    .split(/(`[^`\s](?:[^`]*[^`\s])?`)/)
    .map((part, i) => (i % 2 === 1 ? code(part.slice(1, -1)) : escaped(part, i === 0)))
    .join('')

/** A name, or what else is one piece of text. */
export const plain = (text: string): string => escaped(oneLine(text))

/** Only what would be markup, so that it can be read as plain text too. Behind code no line begins. */
const escaped = (text: string, isStart = true): string => {
  const said = text.replace(MARKUP, '\\$&').replace(/@(?=[a-z0-9])/gi, '&#64;')
  return isStart ? said.replace(AT_START, found => (/\d/.test(found) ? `${found}\\` : `\\${found}`)) : said
}

const MARKUP = new RegExp(
  [
    ...['[`|$]', '\\\\(?=[!-/:-@[-`{-~]|$)'],
    // Between spaces they are no marks; nor is _ inside of a name.
    ...['[*~](?! )', '(?<! )[*~]', '(?<![\\p{L}\\p{N}]_*)_', '_(?!_*[\\p{L}\\p{N}])'],
    ...['<(?=[a-z/!?])', '&(?=#|\\w+;)', '\\[(?=\\^)', '\\](?=[[(:])', '(?<= #*)#(?=#*$)'],
    // What looks like an address would become a link.
    ...[':(?=//)', '(?<=\\bwww)\\.'],
  ].join('|'),
  'giu',
)

/** A line that begins so would be a list, a quotation, a heading, a rule or a link. */
const AT_START = /^(?:[-+=:](?=[-=: ]|$)|[>#[]|\d+(?=[.)](?: |$)))/

/** Code in a line. */
export function code(text: string): string {
  const said = oneLine(text)
  if (said === '') return ''
  const longest = Math.max(0, ...[...said.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const space = /^`|`$/.test(said) ? ' ' : ''
  return `${fence}${space}${said}${space}${fence}`
}

/** Code in a cell of a table: a bar would end the cell, and behind a backslash it can't be written as code. */
export const cellCode = (text: string): string =>
  text.includes('\\|') ? plain(text) : code(text).replaceAll('|', '\\|')

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n')

const oneLine = (text: string): string =>
  text.replace(/[\s\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()
