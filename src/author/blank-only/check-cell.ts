/**
 * A check cell without what it expects. What is left makes the learner's part of each row and nothing else: fields that
 * say what is right are taken out, and so is the body of each function that no row needs.
 */
import type { Statement } from '@babel/types'
import { type Exercise, partReader } from '../../catalogue/catalogue.ts'
import { scriptsOf } from '../../checker/opening.ts'
import { NinjaError } from '../../errors.ts'
import { compile } from '../../learner/files.ts'
import { joinCells, parseCells } from '../../notebook/cells.ts'
import { toWhole } from '../../notebook/solution.ts'
import { type Exports, isExported, loadModule } from '../../room/loading.ts'
import { type Edit, edited } from '../../text/edits.ts'
import { scriptOf } from '../../text/script.ts'
import { declarationIn, type ParsedText, sourceOf } from '../../text/source.ts'
import { isCode, type Node, placesIn } from '../../text/tree.ts'
import { isLabel, namesDeclared } from '../../text/values.ts'

/** The cell of an exercise's check; null where it has none. */
export const checkCellOf = (solution: string): string | null => {
  const cell = parseCells(solution).find(({ title }) => title === 'check')
  return cell === undefined ? null : joinCells([cell])
}

/** `solution` with another check cell, its parts in place. */
export function withCheck(exercise: Exercise, solution: string, cell: string): ParsedText {
  const others = parseCells(solution).filter(({ title }) => title !== 'check')
  return parsed(exercise, toWhole(`${joinCells(others).trimEnd()}\n\n${cell}`, partReader(exercise)))
}

function parsed({ id }: Exercise, text: string): ParsedText {
  const source = sourceOf(text)
  if (source.program !== null) return source
  throw new NinjaError('pack', `${id}: ${source.fault.message} (line ${source.fault.line})`)
}

const TELLING = new Set(['expected', 'learned', 'secret'])

/** Fields of objects that say what is right, or lead to it. */
export function withoutExpected(cell: string): string {
  const { program } = sourceOf(cell)
  const edits = (program === null ? [] : placesIn(program)).flatMap(({ node, parent }): Edit[] => {
    if (parent?.type !== 'ObjectExpression') return []
    if (node.type !== 'ObjectProperty' && node.type !== 'ObjectMethod') return []
    const isTelling = !node.computed && node.key.type === 'Identifier' && TELLING.has(node.key.name)
    return isTelling ? [removal(cell, node.start!, node.end!)] : []
  })
  return edited(cell, edits).text
}

/** With the comma behind it, and with its lines where nothing else is in them. */
function removal(text: string, start: number, end: number): Edit {
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0
  const [margin] = /[ \t]*$/.exec(text.slice(0, start))!
  const rest = /^[ \t]*\n/.exec(text.slice(end + comma))
  const isAlone = rest !== null && text[start - margin.length - 1] === '\n'
  return isAlone
    ? { start: start - margin.length, end: end + comma + rest[0].length, by: '' }
    : { start, end: end + comma, by: '' }
}

/** What is said where a learner's code leads the check to where the answers never went. */
const LEFT_OUT = " throw new Error('the answers never lead here') "

/** The cell with nothing in the functions of which `isCalled` says no; they are counted in the order of the text. */
export function withoutUncalled(cell: string, isCalled: (i: number) => boolean): string {
  const edits = codesIn(cell).flatMap((code, i): Edit[] => {
    if (isCalled(i)) return []
    const { start, end, type } = code.body
    if (type === 'BlockStatement') return [{ start: start! + 1, end: end! - 1, by: LEFT_OUT }]
    const arrow = cell.lastIndexOf('=>', start!) + 2
    return [{ start: arrow, end: code.end!, by: ` {${LEFT_OUT}}` }]
  })
  return edited(cell, edits).text
}

/** Which functions of a cell are called while `run` runs what the module of `solution` has with this cell. */
export function calledIn(
  exercise: Exercise,
  solution: string,
  cell: string,
  run: (exports: Exports) => void,
): ReadonlySet<number> {
  const whole = withCheck(exercise, solution, cell)
  const from = whole.text.search(/^\/\/ %% check[^\S\n]*$/m)
  const edits = codesFrom(whole, from).flatMap(({ body: { start, end, type } }, i): Edit[] => {
    const call = `globalThis[${JSON.stringify(CALLED)}](${i})`
    if (type === 'BlockStatement') return [{ start: start! + 1, end: start! + 1, by: `${call};` }]
    return [
      { start: start!, end: start!, by: `(${call}, ` },
      { start: end!, end: end!, by: ')' },
    ]
  })
  const called = new Set<number>()
  Reflect.set(globalThis, CALLED, (i: number) => called.add(i))
  try {
    run(exportsOf(exercise, whole, edits))
  } finally {
    Reflect.deleteProperty(globalThis, CALLED)
  }
  return called
}

const CALLED = 'backprop-ninja called'

/** Runs a solution's whole text on this side. */
export function exportsOf(exercise: Exercise, whole: ParsedText, edits: readonly Edit[] = []): Exports {
  const { script, fault } = scriptOf(whole, { besides: ['check'], exports: isExported, edits })
  if (script === null) throw new NinjaError('pack', `${exercise.id}: ${fault.message} (line ${fault.line})`)
  const modules = { ...scriptsOf(whole, exercise), [exercise.solution]: script.js }
  return loadModule(modules, exercise.solution, silent, compile)
}

const silent: object = new Proxy({}, { get: () => () => undefined })

function codesIn(cell: string): CodeNode[] {
  const source = sourceOf(cell)
  return source.program === null ? [] : codesFrom(source, 0)
}

type CodeNode = Node & { readonly body: Node }

const codesFrom = ({ program }: ParsedText, from: number): CodeNode[] =>
  placesIn(program)
    .map(({ node }) => node)
    .filter(isCode)
    .filter(({ start }) => start! >= from)
    .sort((a, b) => a.start! - b.start!)

/** Without what is imported or defined at its top and named nowhere else. */
export function withoutUnused(cell: string): string {
  for (let text = cell; ; ) {
    const next = withoutOneUnused(text)
    if (next === text) return text
    text = next
  }
}

function withoutOneUnused(cell: string): string {
  const { program } = sourceOf(cell)
  for (const [i, statement] of (program?.body ?? []).entries()) {
    if (statement.type === 'ImportDeclaration') {
      const { specifiers, source } = statement
      const kept = specifiers.filter(({ local }) => timesNamed(program!, local.name) > 0)
      if (kept.length === specifiers.length) continue
      const names = kept.map(one => cell.slice(one.start!, one.end!)).join(', ')
      const by = kept.length === 0 ? '' : `import { ${names} } from '${source.value}'`
      const end = statement.end! + (kept.length === 0 && cell[statement.end!] === '\n' ? 1 : 0)
      return cell.slice(0, statement.start!) + by + cell.slice(end)
    }
    const names = unusedNames(statement)
    if (names.length === 0 || names.includes('check') || names.some(name => timesNamed(program!, name) > 1))
      continue
    // With the comments above it.
    const start = i === 0 ? statement.start! : program!.body[i - 1].end!
    return cell.slice(0, start) + cell.slice(statement.end!)
  }
  return cell
}

/** What a statement declares that has no effect of its own. */
function unusedNames(statement: Statement): string[] {
  const made = declarationIn(statement)
  if (made === null) return []
  if (made.type === 'TSTypeAliasDeclaration' || made.type === 'TSInterfaceDeclaration') return [made.id.name]
  if (made.type === 'FunctionDeclaration') return namesDeclared(made)
  const isFunction =
    made.type === 'VariableDeclaration' &&
    made.declarations.every(one => one.init != null && isCode(one.init))
  return isFunction ? namesDeclared(made) : []
}

/** How often a name is used or declared, in types too; imports don't count. */
const timesNamed = (program: Node, name: string): number =>
  placesIn(program).filter(
    ({ node, parent }) =>
      node.type === 'Identifier' && node.name === name && (parent === null || !isLabel(node, parent)),
  ).length
