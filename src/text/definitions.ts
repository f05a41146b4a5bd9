/** What a text defines, by name: functions, methods, constants; and where the values of a forward pass are made. */
import type { ClassDeclaration } from '@babel/types'
import { readable } from './salvage.ts'
import { declarationIn, type ParsedText, sourceOf } from './source.ts'
import { lineOf, type Node, nodesOf, ownOf, type Span } from './tree.ts'
import { namesDeclared, namesIn } from './values.ts'

/** A function, a method, or a name for a value. */
export interface Definition {
  /** Of a method with its class: `Value.mul`. */
  readonly name: string
  /** All of it, `export` left out. */
  readonly node: Node
  /** The first line, from 1. */
  readonly line: number
  /** What is called; null for a value that is no function. */
  readonly code: FunctionNode | null
}

export type FunctionNode = Extract<
  Node,
  {
    type:
      | 'FunctionDeclaration'
      | 'FunctionExpression'
      | 'ArrowFunctionExpression'
      | 'ClassMethod'
      | 'ClassPrivateMethod'
  }
>

/** At the top of a text and in its classes. Of several definitions of one name the last counts, as when the file runs. */
export function definitionsIn(source: ParsedText): ReadonlyMap<string, Definition> {
  const found = new Map<string, Definition>()
  for (const statement of source.program.body) {
    const made = declarationIn(statement)
    if (made === null) continue
    for (const one of definedBy(made, statement)) found.set(one.name, one)
  }
  return found
}

function definedBy(made: Node, statement: Node): Definition[] {
  const line = lineOf(statement)
  if (made.type === 'FunctionDeclaration')
    return made.id == null ? [] : [{ name: made.id.name, node: made, line, code: made }]
  if (made.type === 'ClassDeclaration') return membersOf(made)
  if (made.type !== 'VariableDeclaration') return []
  return made.declarations.flatMap(({ id, init }) =>
    namesIn(id).map(name => ({ name, node: made, line, code: isFunction(init) ? init : null })),
  )
}

function membersOf(made: ClassDeclaration): Definition[] {
  const owner = made.id?.name ?? ''
  return made.body.body.flatMap(member => {
    if (!('key' in member) || member.key.type !== 'Identifier') return []
    if ('computed' in member && member.computed === true) return []
    const code =
      member.type === 'ClassMethod' ? member : member.type === 'ClassProperty' ? member.value : null
    const place = { name: `${owner}.${member.key.name}`, node: member, line: lineOf(member) }
    return isFunction(code) ? [{ ...place, code }] : []
  })
}

const FUNCTIONS = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ClassMethod)$/

const isFunction = (node: Node | null | undefined): node is FunctionNode =>
  node != null && FUNCTIONS.test(node.type)

/** The class declarations of a text, by name. */
export const classesIn = ({ program }: ParsedText): ReadonlyMap<string, ClassDeclaration> =>
  new Map(
    program.body.flatMap(statement => {
      const made = declarationIn(statement)
      return made?.type === 'ClassDeclaration' && made.id != null ? [[made.id.name, made] as const] : []
    }),
  )

/** What is inside a function's braces, or behind its arrow. */
export const bodySpan = ({ body }: FunctionNode): Span =>
  body.type === 'BlockStatement'
    ? { start: body.start! + 1, end: body.end! - 1 }
    : { start: body.start!, end: body.end! }

/** The line of the first `TODO()` in a function; null where it has none. */
export function lineOfBlank(code: FunctionNode): number | null {
  const blank = nodesOf(code, 'CallExpression').find(
    ({ callee }) => callee.type === 'Identifier' && callee.name === 'TODO',
  )
  return blank === undefined ? null : lineOf(blank)
}

/** The line of what a function gives at its end: of its last `return` that is in no loop and behind no condition, if any is. */
export function lineOfReturn(code: FunctionNode): number | null {
  if (code.body.type !== 'BlockStatement') return lineOf(code.body)
  const own = code.body.body.filter(({ type }) => type === 'ReturnStatement')
  const all = own.length > 0 ? own : ownOf(code, nodesOf(code, 'ReturnStatement'))
  const last = all.at(-1)
  return last === undefined ? null : lineOf(last)
}

/** A statement of a forward pass. */
export interface Made {
  readonly name: string
  readonly line: number
  readonly text: string
}

/** By name, the first constant of that name inside a function. */
export function constantsIn({ program, text }: ParsedText): ReadonlyMap<string, Made> {
  const found = new Map<string, Made>()
  const top = new Set<Node>(program.body.flatMap(statement => declarationIn(statement) ?? []))
  for (const made of nodesOf(program, 'VariableDeclaration')) {
    if (top.has(made) || made.kind !== 'const') continue
    const statement = text
      .slice(made.start!, made.end!)
      .replace(/\s*\n\s*/g, ' ')
      .replace(/;$/, '')
    for (const name of namesDeclared(made))
      if (!found.has(name)) found.set(name, { name, line: lineOf(made), text: statement })
  }
  return found
}

/**
 * For each line of a text, from the first, the exported function or method (`Value.mul`) that it is in, or that it comes
 * after; empty where there is none.
 */
export function ownersIn(text: string): readonly string[] {
  const { program } = sourceOf(text)
  const starts: [line: number, name: string][] = []
  for (const statement of (program ?? readable(text).source?.program)?.body ?? []) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.declaration == null) continue
    const { declaration } = statement
    const line = lineOf(statement)
    if (declaration.type === 'FunctionDeclaration') starts.push([line, declaration.id?.name ?? ''])
    if (declaration.type !== 'ClassDeclaration') continue
    starts.push([line, ''], ...membersOf(declaration).map(({ line, name }): [number, string] => [line, name]))
  }
  let name = ''
  return text.split('\n').map((_, i) => {
    name = starts.findLast(([line]) => line === i + 1)?.[1] ?? name
    return name
  })
}

/** The function `forward`, and those of the text that it is made of: the ones that it calls. */
export function forwardIn(source: ParsedText): string[] {
  const definitions = definitionsIn(source)
  const forward = definitions.get('forward')?.code
  if (forward == null) return []
  const called = nodesOf(forward, 'CallExpression').flatMap(({ callee }) =>
    callee.type === 'Identifier' && definitions.has(callee.name) ? [callee.name] : [],
  )
  return [...new Set(['forward', ...called])]
}

/** What a function makes by itself, one name in a statement, and the comment behind the line of each. */
export function remarksIn(
  source: ParsedText,
  name: string,
): { readonly made: string; readonly comment: string }[] {
  const code = definitionsIn(source).get(name)?.code
  if (code == null) return []
  const made = ownOf(code, nodesOf(code, 'VariableDeclaration'))
  return made.flatMap(statement => {
    const comment = source.comments.find(
      one => one.start! >= statement.end! && one.loc!.start.line === statement.loc!.end.line,
    )
    const names = namesDeclared(statement)
    return comment === undefined || names.length > 1
      ? []
      : names.map(made => ({ made, comment: comment.value.trim() }))
  })
}
