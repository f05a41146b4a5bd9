/**
 * A module as a script: types taken away, imports handed in, exports handed out. No line moves, so that an error's line
 * is that of the text.
 */
import type { ExportNamedDeclaration, Identifier, ImportDeclaration, StringLiteral } from '@babel/types'
import { blank, closing, type Edit, edited } from './edits.ts'
import type { Fault } from './fault.ts'
import { declarationIn, type ParsedText } from './source.ts'
import { isType, lineOf, type Node, nodesOf, ownOf, type Span } from './tree.ts'
import { typesIn } from './types.ts'
import { namesDeclared, usesIn } from './values.ts'

/** By this name a script asks for other modules. No text may use it by itself. */
export const REQUIRE = '$require'

/**
 * An expression in JavaScript: a function from what gives a module by its name (and the line that asks for it), and a
 * console, to what it exports.
 */
export interface Script {
  readonly js: string
  /** For each line, from the first, the line of the module's text that it was; 0: it is in none. */
  readonly lines: readonly number[]
}

export type Scripted =
  | { readonly script: Script; readonly fault: null }
  | { readonly script: null; readonly fault: Fault }

export interface How {
  /** Names of the module that are handed out though it does not export them: functions, classes, constants. */
  readonly besides?: readonly string[]
  /** What is put in place of parts of the text. */
  readonly edits?: readonly Edit[]
  /** Whether another module exports a name. Where it does not, the import is left out, and whoever uses it told. */
  readonly exports?: (module: string, name: string) => boolean
}

export function scriptOf(
  source: ParsedText,
  { besides = [], edits = [], exports = () => true }: How = {},
): Scripted {
  const types = typesIn(source)
  const fault = types.fault ?? refusalIn(source)
  if (fault !== null) return { script: null, fault }
  const { text, program } = source
  const used = new Set(usesIn(program).map(({ name }) => name))
  const imports = importsIn(source).map(each => requiredBy(each, used, exports))
  const out = exportsOf(source, besides, edits)
  const { text: body, lines } = edited(text, [...types.edits, ...out.edits, ...importEdits(source), ...edits])
  const head = `(function (${REQUIRE}, console) { 'use strict'; ${imports.join(' ')} return (function () { `
  return { script: { js: `${head}${body}\nreturn { ${out.handed.join(', ')} } })() })`, lines }, fault: null }
}

/** What a script, which runs at once and from beginning to end, cannot do. */
function refusalIn(source: ParsedText): Fault | null {
  const { program } = source
  const found: [Node | undefined, string][] = [
    [
      ownOf(program, [
        ...nodesOf(program, 'AwaitExpression'),
        ...nodesOf(program, 'ForOfStatement').filter(one => one.await),
      ])[0],
      'await outside an async function: nothing here has to wait, so leave it out',
    ],
    [
      nodesOf(program, 'MetaProperty').find(({ meta }) => meta.name === 'import'),
      'import.meta does not exist here: import what you need by name',
    ],
    [
      nodesOf(program, 'Identifier').find(({ name }) => name === REQUIRE),
      `ninja uses the name ${REQUIRE} itself: choose another`,
    ],
  ]
  const [node, message] = found.find(([node]) => node !== undefined) ?? []
  if (node !== undefined) return { message: message!, line: lineOf(node), column: node.loc!.start.column + 1 }
  return oldCommentIn(source)
}

/** In a script `<!--` begins a comment, as it did in web pages once. In a module, which is what was read, it is code. */
function oldCommentIn({ text, program, comments }: ParsedText): Fault | null {
  for (let at = text.indexOf('<!--'); at !== -1; at = text.indexOf('<!--', at + 1)) {
    const isText = [...comments, ...LITERALS.flatMap(type => nodesOf(program, type))].some(
      ({ start, end }) => start! <= at && at < end!,
    )
    if (isText) continue
    const before = text.slice(0, at).split(/\r\n|[\n\r\u2028\u2029]/)
    const message = 'write a space between < and !: `<!--` starts a comment in old scripts'
    return { message, line: before.length, column: before.at(-1)!.length + 1 }
  }
  return null
}

const LITERALS = ['StringLiteral', 'DirectiveLiteral', 'TemplateElement', 'RegExpLiteral'] as const

/** The import statements of a module that import values, or nothing. */
export const importsIn = ({ program }: ParsedText): ImportDeclaration[] =>
  program.body.filter(one => one.type === 'ImportDeclaration').filter(one => one.importKind !== 'type')

/** The modules that a module imports from, each once; those that it takes types from only are left out. */
export function modulesIn(source: ParsedText): string[] {
  const used = new Set(usesIn(source.program).map(({ name }) => name))
  const imported = importsIn(source).flatMap(one =>
    requiredBy(one, used, () => true) === '' ? [] : one.source.value,
  )
  const handedOn = source.program.body.flatMap(one =>
    (one.type === 'ExportAllDeclaration' || (one.type === 'ExportNamedDeclaration' && one.source != null)) &&
    one.exportKind !== 'type'
      ? one.source!.value
      : [],
  )
  return [...new Set([...imported, ...handedOn])]
}

/** The constants that an import makes, those that are used; none where nothing but types is imported. */
function requiredBy(
  { specifiers, source }: ImportDeclaration,
  used: ReadonlySet<string>,
  exports: NonNullable<How['exports']>,
): string {
  if (specifiers.length === 0) return `${required(source)};`
  return specifiers
    .filter(one => used.has(one.local.name) && !isType(one))
    .map(one => {
      if (one.type === 'ImportNamespaceSpecifier') return `const ${one.local.name} = ${required(source)};`
      const imported = one.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(one.imported)
      if (!exports(source.value, imported)) return ''
      return `const { ${JSON.stringify(imported)}: ${one.local.name} } = ${required(source)};`
    })
    .join(' ')
}

const nameOf = (node: Identifier | StringLiteral): string =>
  node.type === 'Identifier' ? node.name : node.value

/** Imports come from elsewhere, and a first line for the shell has nobody to read it. */
function importEdits({ text, program: { body, interpreter } }: ParsedText): Edit[] {
  const imports = body.filter(({ type }) => type === 'ImportDeclaration')
  const gone = interpreter == null ? imports : [interpreter, ...imports]
  return gone.map(({ start, end }) => closing(blank(text, start!, end!)))
}

/** The statements of a module without their `export`, and what is handed out instead. */
function exportsOf(
  { text, program }: ParsedText,
  besides: readonly string[],
  added: readonly Edit[],
): { edits: Edit[]; handed: string[] } {
  const edits: Edit[] = []
  const all: string[] = []
  const handed = new Map<string, string>()
  const declared = new Set<string | undefined>(added.map(({ declares }) => declares))
  for (const statement of program.body) {
    const made = declarationIn(statement)
    const names = made === null ? [] : namesDeclared(made)
    for (const name of names) declared.add(name)
    const { start, end } = statement as Span
    if (statement.type === 'ExportAllDeclaration') {
      edits.push(closing(blank(text, start, end)))
      if (statement.exportKind !== 'type') all.push(`...${withoutDefault(required(statement.source))}`)
    } else if (statement.type === 'ExportNamedDeclaration') {
      if (made === null) edits.push(closing(blank(text, start, end)))
      else edits.push(blank(text, start, made.start!))
      for (const name of names) handed.set(name, name)
      for (const [name, value] of handedOn(statement)) handed.set(name, value)
    } else if (statement.type === 'ExportDefaultDeclaration') {
      const { declaration } = statement
      const from = (declaration.extra?.parenStart as number | undefined) ?? declaration.start!
      const gone = blank(text, start, from)
      edits.push(names.length > 0 ? gone : { ...gone, by: `const $default = ${gone.by}` })
      handed.set('default', names[0] ?? '$default')
    }
  }
  for (const name of besides) if (declared.has(name) && !handed.has(name)) handed.set(name, name)
  return {
    edits,
    handed: [...all, ...[...handed].map(([name, value]) => `${JSON.stringify(name)}: ${value}`)],
  }
}

/** What `export { … }` hands out, by name. */
function handedOn({
  specifiers,
  source,
  exportKind,
}: ExportNamedDeclaration): [name: string, value: string][] {
  return specifiers.flatMap((one): [string, string][] => {
    if (exportKind === 'type' || (one.type === 'ExportSpecifier' && one.exportKind === 'type')) return []
    const name = nameOf(one.exported)
    if (one.type !== 'ExportSpecifier') return [[name, required(source!)]]
    return [
      [name, source == null ? one.local.name : `${required(source)}[${JSON.stringify(nameOf(one.local))}]`],
    ]
  })
}

/** All are asked for before anything runs; where each stands is told to whoever cannot give it. */
const required = (source: StringLiteral): string =>
  `${REQUIRE}(${JSON.stringify(source.value)}, ${lineOf(source)})`

const withoutDefault = (exports: string): string =>
  `Object.fromEntries(Object.entries(${exports}).filter(([name]) => name !== 'default'))`
