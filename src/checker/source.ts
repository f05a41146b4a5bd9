/** The learner's file as text: where things stand in it, what was changed in it, what of it can be read. */
import { type Cell, hasMarker, parseCells } from '../notebook/cells.ts'
import { sameCode } from '../notebook/functions.ts'
import type { Statement } from './report.ts'
import { type SyntaxFault, strip } from './strip.ts'

/** Where things stand in a file, by name. */
export interface Places {
  /** The first line of each function (of two, the last one counts), and of each method (`Value.mul`). */
  readonly functions: ReadonlyMap<string, number>
  /** The statement of the forward pass that makes each value. */
  readonly statements: ReadonlyMap<string, Statement>
}

// A constant that is indented is some function's own.
const DEFINITION =
  /^(?:\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?function\*?|(?:export\s+)?(?:const|let|var))\s+(\w+)/
const CLASS = /^(?:export\s+)?(?:default\s+)?class\s+(\w+)/
const MEMBER =
  /^(\s+)(?:(?:public|private|protected|static|override|async|get|set)\s+)*\*?(\w+)\s*(?:<.*>)?\(/
const STATEMENT = /^\s+const (?:\{ ([\w, ]+)|(\w+)\b).*=/

export function placesIn(lines: readonly string[]): Places {
  const functions = new Map<string, number>()
  const statements = new Map<string, Statement>()
  let owner: string | null = null
  let margin: string | null = null
  for (const [index, line] of lines.entries()) {
    const opened = CLASS.exec(line)
    if (opened !== null) [owner, margin] = [opened[1], null]
    else if (line.startsWith('}')) owner = null
    if (owner !== null) {
      const member = MEMBER.exec(line)
      margin ??= opened === null ? (/^(\s+)\w/.exec(line)?.[1] ?? null) : null
      if (member !== null && member[1] === margin) functions.set(`${owner}.${member[2]}`, index + 1)
    }
    const defined = DEFINITION.exec(line)?.[1]
    if (defined !== undefined) functions.set(defined, index + 1)
    const made = STATEMENT.exec(line)
    if (made === null) continue
    const text = line.replace(/\s+\/\/.*$/, '').trim()
    for (const name of (made[2] ?? made[1]).trim().split(/[, ]+/)) {
      if (!statements.has(name)) statements.set(name, { name, line: index + 1, text })
    }
  }
  return { functions, statements }
}

/** The line of the first `TODO()` from a line on, before the next function. */
export function lineOfBlank(lines: readonly string[], from: number): number {
  for (let index = from - 1; index < lines.length; index++) {
    if (lines[index].includes('TODO(')) return index + 1
    if (index >= from && /^export /.test(lines[index])) break
  }
  return from
}

/** The line of the last `return` of the function that begins in a line, or that line; a `return` of a function within is none of it. */
export function lineOfReturn(lines: readonly string[], from: number): number {
  const depth = (line: string): number => line.search(/\S/)
  if (!/\{\s*(\/\/.*)?$/.test(lines[from - 1])) return from // all of it may be in that line
  const outer = depth(lines[from - 1])
  const length = lines.slice(from).findIndex(line => line.trim().startsWith('}') && depth(line) <= outer)
  const body = lines.slice(from, length === -1 ? from : from + length)
  const returns = body.flatMap((line, i) => (/^\s*return\b/.test(line) ? [{ at: from + i + 1, line }] : []))
  const least = Math.min(...returns.map(({ line }) => depth(line)))
  return returns.findLast(({ line }) => depth(line) === least)?.at ?? from
}

/**
 * What was changed outside the blanks, a sentence each. Where there is a forward pass, the exercise's own version is used
 * instead; else what the learner's functions call is the learner's.
 */
export function changesIn(text: string, exercise: string, blanks: readonly string[]): string[] {
  const instead = /^export (?:function|const) forward\b/m.test(exercise)
    ? "; the exercise's own is used"
    : ': if a verdict surprises you, look there first'
  const mine = parseCells(text)
  const isFixed = (cell: Cell): boolean => {
    if (cell.kind !== 'code' || !hasMarker(cell) || /^import /m.test(cell.lines.join('\n'))) return false
    const { functions } = placesIn(cell.lines)
    return !blanks.some(name => functions.has(name))
  }
  return parseCells(exercise)
    .filter(isFixed)
    .flatMap(cell => {
      if (mine.some(other => sameCode(codeOf(other), codeOf(cell)))) return []
      const other = mine.find(({ title, kind }) => title === cell.title && kind === 'code')
      const change =
        other === undefined
          ? `the part "${cell.title}" is missing or was renamed`
          : (difference(linesOf(other), linesOf(cell)) ?? `the part "${cell.title}" was changed`)
      return [`${change}${instead}`]
    })
}

interface CodeLine {
  readonly line: number
  readonly text: string
}

/** In what one differs from the other first. */
function difference(mine: readonly CodeLine[], theirs: readonly CodeLine[]): string | null {
  const at = theirs.findIndex(({ text }, i) => !sameCode(text, mine[i]?.text ?? ''))
  const here = mine[at === -1 ? theirs.length : at]
  const needed = theirs[at]
  if (here === undefined) {
    return needed && `a line of the part that ends in line ${mine.at(-1)?.line} is missing: ${needed.text}`
  }
  if (needed === undefined || mine[at + 1]?.text === needed.text) {
    return `line ${here.line} is outside the blanks and was added`
  }
  return here.text === theirs[at + 1]?.text
    ? `a line before line ${here.line} is missing: ${needed.text}`
    : `line ${here.line} is outside the blanks and was changed (it should read: ${needed.text})`
}

const codeOf = (cell: Cell): string => cell.lines.slice(1).join('\n')

/** The lines of a cell that say something, comments taken off. */
const linesOf = (cell: Cell): CodeLine[] =>
  cell.lines
    .map((text, i) => ({ line: cell.line + i, text: text.replace(/(^|\s+)\/\/.*$/, '').trim() }))
    .filter(({ text }) => text !== '')

export interface Readable {
  /** Null where not even parts of the file can be read. */
  readonly js: string | null
  /** By function: the fault of the cell that it stands in. */
  readonly faults: ReadonlyMap<string, SyntaxFault>
  /** Where nothing can be read: why. */
  readonly fault: SyntaxFault | null
}

/**
 * The file as JavaScript. One cell with a syntax error does not cost the others their verdicts: it is left out, and
 * the functions that stand in it are said to have the fault.
 */
export function readable(text: string, path: string, functions: readonly string[]): Readable {
  const whole = strip(text, path)
  if (whole.fault === null) return { js: whole.js, faults: new Map(), fault: null }
  const faults = new Map<string, SyntaxFault>()
  const rest = parseCells(text).map(cell => {
    const { functions: defined } = placesIn(cell.lines)
    const names = functions.filter(name => defined.has(name))
    const alone = names.length === 0 ? null : strip(cell.lines.join('\n'), path)
    if (alone === null || alone.fault === null) return cell.lines
    const fault = { ...alone.fault, line: alone.fault.line + cell.line - 1 }
    const [culprit, lines] = withoutFunctionAt(cell.lines, alone.fault.line, defined)
    if (names.includes(culprit) && strip(lines.join('\n'), path).fault === null) {
      faults.set(culprit, fault)
      return lines
    }
    for (const name of names) faults.set(name, fault)
    return cell.lines.map(() => '')
  })
  const salvaged = strip(rest.map(lines => lines.join('\n')).join('\n'), path)
  return salvaged.fault === null
    ? { js: salvaged.js, faults, fault: null }
    : { js: null, faults, fault: whole.fault }
}

/** The function or method that a line stands in, as its indentation tells, and the lines without it. */
function withoutFunctionAt(
  lines: readonly string[],
  line: number,
  functions: Places['functions'],
): [name: string, rest: readonly string[]] {
  const before = [...functions].filter(([, start]) => start <= line)
  const [name, start] = before.reduce((a, b) => (b[1] > a[1] ? b : a), ['', 1])
  const margin = /^\s*/.exec(lines[start - 1])![0]
  const end = lines.findIndex((text, i) => i >= start && text.startsWith(`${margin}}`))
  return [name, end < line - 1 ? lines : lines.map((text, i) => (i >= start - 1 && i <= end ? '' : text))]
}
