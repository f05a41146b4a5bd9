/** Functions as text: the body of each by its name, and whether two of them say the same. */
import { withoutWrong } from './wrong.ts'

const COMMENT = /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)/
/** What a template holds in its braces counts as quoted. */
const QUOTED = /'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|`(?:\\[\s\S]|[^`\\])*`?/
/** Comments (its first group) and everything quoted. */
export const SKIPPED = new RegExp(`(${COMMENT.source})|${QUOTED.source}`, 'g')
const LAYOUT = new RegExp(`(${QUOTED.source})|\\s+|,(?=\\s*[)\\]}])|;(?=\\s*(?:\\n|$))`, 'g')

/** From where to where something stands in a text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * The lines between the braces of a function (or behind its arrow), indentation taken off; null where there is none.
 * A method is named with its class: `Value.mul`.
 */
export function bodyOf(text: string, name: string): string | null {
  const original = text.replace(/\r\n/g, '\n')
  const found = locate(codeOnly(original), name)
  return found === null ? null : dedent(original.slice(found.body.start, found.body.end))
}

/** Where a function or method stands, from its first word (or its name) to its end; null where there is none. */
export function definitionOf(text: string, name: string): Span | null {
  const found = locate(codeOnly(text), name)
  return found === null ? null : { start: found.start, end: found.end }
}

/** Where the braces of a class open and close; null where there is none. */
export function classOf(text: string, name: string): Span | null {
  const code = codeOnly(text)
  const head = lastAtTop(code, new RegExp(`\\bclass\\s+${name}\\b`, 'g'))
  const start = head === null ? -1 : code.indexOf('{', head.index)
  const end = closing(code, start)
  return end === -1 ? null : { start, end }
}

interface Found extends Span {
  readonly body: Span
}

function locate(code: string, name: string): Found | null {
  const dot = name.indexOf('.')
  if (dot !== -1) return locateMethod(code, name.slice(0, dot), name.slice(dot + 1))
  const head = lastAtTop(
    code,
    new RegExp(`\\b(?:async\\s+)?(?:function\\*?|(const|let|var))\\s+${name}\\b`, 'g'),
  )
  if (head === null) return null
  const from = head.index + head[0].length
  const start = head[1] === undefined ? bodyAfterParameters(code, from) : bodyOfValue(code, from)
  return found(code, head.index, start)
}

function locateMethod(code: string, owner: string, name: string): Found | null {
  const within = classOf(code, owner)
  if (within === null) return null
  const inside = within.start + 1
  const head = lastAtTop(
    // Nothing but the inside of the class, so that its members are at the top.
    ' '.repeat(inside) + code.slice(inside, within.end),
    new RegExp(`(?:\\b(?:static|async|get|set|override)\\s+)*(?<![\\w$.#])${name}\\s*([(<=])`, 'g'),
  )
  if (head === null) return null
  const from = head.index + head[0].length - 1
  return found(code, head.index, head[1] === '=' ? bodyOfValue(code, from) : bodyAfterParameters(code, from))
}

function found(code: string, start: number, body: number): Found | null {
  if (body === -1) return null
  if (code[body] !== '{') {
    const end = endOfExpression(code, body)
    return { start, end, body: { start: body, end } }
  }
  const end = closing(code, body)
  return end === -1 ? null : { start, end: end + 1, body: { start: body + 1, end } }
}

/** Of several definitions the last counts, as it does when the file runs. */
function lastAtTop(code: string, pattern: RegExp): RegExpExecArray | null {
  let depth = 0
  let at = 0
  let last: RegExpExecArray | null = null
  for (const match of code.matchAll(pattern)) {
    for (; at < match.index; at++) {
      if ('([{'.includes(code[at])) depth++
      else if (')]}'.includes(code[at])) depth--
    }
    if (depth === 0) last = match
  }
  return last
}

/** A function's body in a solution: without the comments that mark the answer. */
export function answerOf(solution: string, name: string): string | null {
  const body = bodyOf(solution, name)
  return body === null ? null : dedent(withoutWrong(body).replace(/^\s*\/\/ (?:end )?answer\b.*\n?/gm, ''))
}

/** Whether two pieces of code differ in nothing but layout: white space, comments, commas and semicolons at an end. */
export const sameCode = (a: string, b: string): boolean => essence(a) === essence(b)

const essence = (code: string): string =>
  code
    .replace(SKIPPED, (all, comment) => (comment === undefined ? all : ' '))
    .replace(LAYOUT, (_, quoted = '') => quoted)

/** Comments and everything quoted as spaces, so that each bracket that is left is one, and in its place. */
const codeOnly = (text: string): string => text.replace(SKIPPED, all => all.replace(/[^\n]/g, ' '))

/** Where the body starts behind the parentheses of a function; -1 where they don't end. */
function bodyAfterParameters(code: string, from: number): number {
  const end = closing(code, code.indexOf('(', from))
  const start = end === -1 ? -1 : code.indexOf('{', end)
  // A result type may be written in braces too: then the body's stand behind them.
  const after = closing(code, start)
  const next = after === -1 ? -1 : after + 1 + code.slice(after + 1).search(/\S|$/)
  return code[end + 1] === ':' && code[next] === '{' ? next : start
}

/** Where the body starts of a function that is the value of a constant: behind its arrow, if it is not a `function`. */
function bodyOfValue(code: string, from: number): number {
  const value = /^(?:[^=]|=>)*?=(?!>)\s*(?:async\b\s*)?(function\b)?/.exec(code.slice(from))
  if (value === null) return -1
  const start = from + value[0].length
  if (value[1] !== undefined) return bodyAfterParameters(code, start)
  const head = code[start] === '(' ? closing(code, start) : start
  const arrow = head === -1 ? -1 : code.indexOf('=>', head)
  return arrow === -1 ? -1 : arrow + 2 + code.slice(arrow + 2).search(/\S|$/)
}

/** The bracket that closes the one at `open`; -1 where none does. */
function closing(code: string, open: number): number {
  let depth = 0
  for (let i = open; i >= 0 && i < code.length; i++) {
    if ('([{'.includes(code[i])) depth++
    else if (')]}'.includes(code[i]) && --depth === 0) return i
  }
  return -1
}

/** An expression that starts at `from` ends where, outside brackets, a line follows that is empty or not indented. */
function endOfExpression(code: string, from: number): number {
  let depth = 0
  for (let i = from; i < code.length; i++) {
    if ('([{'.includes(code[i])) depth++
    else if (')]}'.includes(code[i])) depth--
    else if (code[i] === '\n' && depth <= 0 && !/^[^\S\n]+\S/.test(code.slice(i + 1))) return i
  }
  return code.length
}

function dedent(text: string): string {
  const [first, ...rest] = text.split('\n')
  const least = Math.min(...rest.filter(line => line.trim() !== '').map(line => line.search(/\S/)))
  // What goes on below a first line that was cut out of its own line stays indented under it.
  const margin = first.trim() === '' ? least : least - 2
  const moved = rest.map(line => line.slice(Math.max(0, margin)).trimEnd())
  return [first.trim(), ...moved]
    .join('\n')
    .replace(/^\s*\n/, '')
    .trimEnd()
}
