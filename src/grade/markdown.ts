/** Strangers' texts in Markdown: whatever is in them, a reader sees the characters. */

/** Words. What stands in backquotes is code, as in all that ninja says. */
export const words = (text: string): string =>
  oneLine(text)
    .split(/(`[^`\s](?:[^`]*[^`\s])?`)/)
    .map((part, i) => (i % 2 === 1 ? code(part.slice(1, -1)) : escaped(part)))
    .join('')

/** A name, or what else is one piece of text. */
export const plain = (text: string): string => escaped(oneLine(text))

const escaped = (text: string): string =>
  text
    .replace(/[\\`*_[\]<>&|~$#!]/g, '\\$&')
    // A line that begins so would be a list, a heading, or a rule.
    .replace(/^(\s*)([-+=:]|\d+(?=[.)]))/, (_, space: string, sign: string) =>
      /\d/.test(sign) ? `${space}${sign}\\` : `${space}\\${sign}`,
    )
    // What looks like an address would become a link.
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\bwww\./gi, found => `${found.slice(0, -1)}\\.`)
    .replaceAll('@', '&#64;')

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
