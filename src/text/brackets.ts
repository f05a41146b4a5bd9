/** Brackets of a text that no parser could read. */

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** What brackets in it mean nothing: comments, strings, templates; then the brackets themselves. */
const TOKEN =
  /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)|'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|`(?:\\[\s\S]|[^`\\])*`?|[()[\]{}]/g

/** A bracket, and where it is. */
export interface Bracket {
  /** The code of its line up to it: `probs.pow(`. */
  readonly code: string
  readonly line: number
  readonly column: number
}

/** The bracket that is not closed. Null: all are, or one was never opened. */
export function unclosed(text: string): Bracket | null {
  const open: { bracket: string; index: number }[] = []
  let crooked = 0
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token in closing) open.push({ bracket: token, index })
    else if (')]}'.includes(token)) {
      const last = open.pop()
      if (last === undefined) return null
      // What is inside of a bracket that closes where it should is in order.
      if (isBelow(text, index, last.index)) crooked = crooked > last.index ? 0 : crooked
      else if (crooked === 0 && isBelow(text, index, open.at(-1)?.index)) crooked = last.index
      if (closing[last.bracket] === token) continue
      // Closed here is one further out: so the last one was forgotten; else this one is too many.
      return open.some(({ bracket }) => closing[bracket] === token) ? upTo(text, last.index) : null
    }
  }
  const last = open.at(-1)
  // Each bracket that closes may have closed the one further in that was forgotten: the lines' margins tell which.
  return last === undefined ? null : upTo(text, Math.max(last.index, crooked))
}

/** Whether the bracket at `index` begins a line with the margin of the line that another stands in. */
function isBelow(text: string, index: number, other: number | undefined): boolean {
  const before = text.slice(text.lastIndexOf('\n', index) + 1, index)
  return other !== undefined && marginAt(text, other) === before
}

const marginAt = (text: string, index: number): string =>
  /[^\S\n]*/.exec(text.slice(text.lastIndexOf('\n', index) + 1))![0]

function upTo(text: string, index: number): Bracket {
  const code = text.slice(text.lastIndexOf('\n', index) + 1, index + 1).trim()
  return { code: code.length > 40 ? `…${code.slice(-40)}` : code, ...placeOf(text, index) }
}

function placeOf(text: string, index: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, index).split(/\r\n|[\n\r\u2028\u2029]/)
  return { line: before.length, column: before.at(-1)!.length + 1 }
}

/** The first bracket that closes and was never opened; null where there is none. */
export function unopened(
  text: string,
): { readonly bracket: string; readonly line: number; readonly column: number } | null {
  const open: string[] = []
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token in closing) open.push(closing[token])
    else if (')]}'.includes(token) && open.pop() !== token)
      // Where one further out is closed, it is another one that was forgotten.
      return open.includes(token) ? null : { bracket: token, ...placeOf(text, index) }
  }
  return null
}
