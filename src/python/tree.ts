/** Python text as a tree, by py-ast. A statement that cannot be parsed costs itself alone, not its cell. */
import { type ExprNode, parse, type StmtNode } from 'py-ast'

export type PyExpression = ExprNode
export type PyStatement = StmtNode

/** A statement that cannot be parsed: somebody has not finished it (`dlogits =`), or it is indented for no reason. */
export interface Unfinished {
  /** From 1. */
  readonly line: number
  readonly text: string
  /** Python's error where it is the margin; null where the statement isn't finished. */
  readonly error: string | null
}

export interface ParsedPython {
  readonly body: readonly PyStatement[]
  readonly unfinished: readonly Unfinished[]
}

/** So many statements of a text may be unfinished. */
const MOST = 40
/** So many lines above the place of an error may belong to its statement. */
const ABOVE = 3

export function parsePython(text: string): ParsedPython {
  const lines = text.split('\n')
  const unfinished: Unfinished[] = []
  for (let tries = 0; tries <= MOST; tries++) {
    const { body, line, error } = attempt(lines)
    if (body !== null) {
      noteFloats(body, lines)
      return { body, unfinished }
    }
    if (error !== null && !unfinished.some(one => one.error === null && one.line === above(lines, line))) {
      unfinished.push({ line, text: lines[line - 1].trim(), error })
      lines[line - 1] = ''
      continue
    }
    const { first, last } = linesOfError(lines, lastWritten(lines, Math.min(line, lines.length) - 1))
    unfinished.push({ line: first + 1, text: lines[first].trim(), error: null })
    blankOut(lines, first, last)
  }
  return { body: [], unfinished }
}

const floats = new WeakSet<object>()

/** Whether it is written as a float, and is whole: `2.0`, `1e3`. */
export const isWholeFloat = (node: PyExpression): boolean => floats.has(node)

/** The parser tells 2.0 from 2 no more: how it is written does. */
function noteFloats(body: readonly PyStatement[], lines: readonly string[]): void {
  for (const node of nodesIn(body)) {
    if (node.nodeType !== 'Constant' || !Number.isInteger(node.value)) continue
    const { lineno = 1, col_offset = 0, end_col_offset } = node as Located
    const text = lines[lineno - 1]?.slice(col_offset, end_col_offset) ?? ''
    if (/^[\d_]*(?:\.|[\d_]e)/i.test(text)) floats.add(node)
  }
}

interface Attempt {
  readonly body: PyStatement[] | null
  /** Of the error, from 1. */
  readonly line: number
  /** Python's, where it is the margin of that line. */
  readonly error: string | null
}

function attempt(lines: readonly string[]): Attempt {
  try {
    return { body: parse(lines.join('\n')).body, line: 0, error: null }
  } catch (error) {
    const { lineno, message } = error as { lineno?: number; message: string }
    const outdented = /^Indentation error at line (\d+)/.exec(message)
    if (outdented !== null) return { body: null, line: Number(outdented[1]), error: UNINDENT }
    const line = typeof lineno === 'number' ? lineno : lines.length
    return { body: null, line, error: message.startsWith('unexpected indent') ? INDENT : null }
  }
}

const INDENT = 'IndentationError: unexpected indent (delete the whitespace before it)'
const UNINDENT = 'IndentationError: unindent does not match any outer indentation level'

/** The line above one that has something on it, from 1; 0: none. */
const above = (lines: readonly string[], line: number): number =>
  lines.findLastIndex((text, at) => at < line - 1 && text.trim() !== '') + 1

/** The line of an error, or the one above it that has something on it: at the end of a text there may be nothing. */
function lastWritten(lines: readonly string[], at: number): number {
  let line = at
  while (line > 0 && (lines[line].trim() === '' || lines[line].trim() === 'pass')) line--
  return line
}

/** The lines of the statement that cannot be parsed: those without which most of the rest can be. */
function linesOfError(lines: readonly string[], last: number): { first: number; last: number } {
  const starts = Array.from({ length: ABOVE + 1 }, (_, i) => last - i).filter(
    at => at >= 0 && lines[at].trim() !== '',
  )
  // An open bracket is told where the next statement is: the line that has it is enough.
  const ranges = [
    ...starts.map(first => ({ first, last: first })),
    ...starts.map(first => ({ first, last })),
  ].map(range => ({ ...range, reach: reachWithout(lines, range.first, range.last) }))
  const most = Math.max(...ranges.map(({ reach }) => reach))
  return ranges.find(({ reach }) => reach === most) ?? { first: last, last }
}

/** The line up to which a text can be parsed without some of its lines. */
function reachWithout(lines: readonly string[], first: number, last: number): number {
  const tried = [...lines]
  blankOut(tried, first, last)
  const { body, line } = attempt(tried)
  return body !== null ? Number.POSITIVE_INFINITY : line
}

function blankOut(lines: string[], first: number, last: number): void {
  const [margin] = /^\s*/.exec(lines[first])!
  lines[first] = `${margin}pass`
  lines.fill('', first + 1, last + 1)
}

/** The text of an expression or a statement on its lines; of several lines as one. */
export function textOf(lines: readonly string[], node: PyExpression | PyStatement): string {
  const { lineno = 1, end_lineno = lineno, col_offset = 0, end_col_offset } = node as Located
  const own = lines.slice(lineno - 1, end_lineno)
  if (own.length === 0) return ''
  own[own.length - 1] = own[own.length - 1].slice(0, end_col_offset)
  own[0] = own[0].slice(col_offset)
  return own.map(line => line.trim()).join(' ')
}

interface Located {
  readonly lineno?: number
  readonly col_offset?: number
  readonly end_lineno?: number
  readonly end_col_offset?: number
}

/** All nodes of a tree, the outer ones first. */
export function* nodesIn(node: unknown): Generator<PyExpression | PyStatement> {
  const open: unknown[] = [node]
  while (open.length > 0) {
    const next = open.pop()
    if (typeof next !== 'object' || next === null) continue
    if ('nodeType' in next) yield next as PyExpression | PyStatement
    else if (!Array.isArray(next)) continue
    const inner = Object.values(next)
    for (let i = inner.length - 1; i >= 0; i--) open.push(inner[i])
  }
}

/** The names that statements bind, in the order in which they are bound: also those of which a part is set. */
export function targetsOf(statements: readonly PyStatement[]): string[] {
  const names: string[] = []
  const bind = (target: PyExpression): void => {
    if (target.nodeType === 'Name') names.push(target.id)
    else if (target.nodeType === 'Tuple' || target.nodeType === 'List') target.elts.forEach(bind)
    else if (target.nodeType === 'Starred' || target.nodeType === 'Subscript') bind(target.value)
    else if (target.nodeType === 'Attribute') bind(target.value)
  }
  for (const node of nodesIn(statements)) {
    if (node.nodeType === 'Assign') node.targets.forEach(bind)
    else if (node.nodeType === 'AugAssign' || node.nodeType === 'AnnAssign' || node.nodeType === 'For')
      bind(node.target)
    else if (node.nodeType === 'FunctionDef' || node.nodeType === 'ClassDef') names.push(node.name)
    else if (node.nodeType === 'Expr' && isInPlace(node.value)) bind(node.value.func.value)
  }
  return [...new Set(names)]
}

type MethodCall = Extract<PyExpression, { nodeType: 'Call' }> & {
  readonly func: Extract<PyExpression, { nodeType: 'Attribute' }>
}

/** Whether it is a call such as `d.index_add_(…)`: a method whose name ends in a single underscore changes its tensor. */
export const isInPlace = (node: PyExpression): node is MethodCall =>
  node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && /[^_]_$/.test(node.func.attr)
