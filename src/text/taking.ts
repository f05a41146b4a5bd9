/** The body of a function taken over from another text of the same person, with what it needs: names, imports, helpers. */
import type { Statement } from '@babel/types'
import { dedented } from './bodies.ts'
import { bodySpan, definitionsIn, type FunctionNode, lineOfBlank } from './definitions.ts'
import { type Edit, edited } from './edits.ts'
import { bodyIn, type Filling, openFilling } from './filling.ts'
import { mergeImports } from './imports.ts'
import { LIBRARY } from './library.ts'
import { readable } from './salvage.ts'
import { declarationIn, type ParsedText, sourceOf } from './source.ts'
import { type Node, placesIn } from './tree.ts'
import { declaredIn, namesDeclared, namesIn, usesIn } from './values.ts'

/** A text whose blanks are to be filled in. */
export interface Recipient {
  readonly filling: Filling
  /** What it has at its top, its blanks included where they can't be read. */
  readonly known: ReadonlySet<string>
  readonly source: ParsedText | null
}

/** What a body needs to be put in place. */
export interface TakenBody {
  readonly edits: readonly Edit[]
  /** From the library, as an import has them. */
  readonly imported: readonly string[]
  readonly helpers: readonly Helper[]
}

/** A function, a constant or a type of the donor's own. */
export interface Helper {
  readonly names: readonly string[]
  readonly text: string
}

/** What a body uses that the text doesn't have and can't be given. */
export interface Lacking {
  readonly lacking: readonly string[]
}

/** The blanks of a text that are as in the fresh exercise, where there is nothing in them. */
export function emptyBlanks(text: string, fresh: string, blanks: readonly string[]): string[] {
  const [own, new_] = [openFilling(text, blanks), openFilling(fresh, blanks)]
  const { source } = readable(fresh, blanks)
  const definitions = source === null ? null : definitionsIn(source)
  return blanks.filter(name => {
    const code = definitions?.get(name)?.code
    const isBlank = code != null && lineOfBlank(code) !== null
    const body = bodyIn(own, name)
    return isBlank && body !== null && body === bodyIn(new_, name)
  })
}

export function openRecipient(text: string, blanks: readonly string[]): Recipient {
  const { source } = readable(text, blanks)
  const known = new Set([...blanks, ...(source === null ? [] : namesAtTop(source))])
  return { filling: openFilling(text, blanks), known, source }
}

/** The donor's body of a function, comments and all; null where the donor has no such function, or a blank one. */
export function pieceFrom(donor: string, name: string, to: Recipient): TakenBody | Lacking | null {
  const whole = sourceOf(donor)
  const source = whole.program === null ? readable(donor).source : whole
  const code = source === null ? null : definitionsIn(source).get(name)?.code
  const body = to.filling.bodies.get(name)
  if (source === null || code == null || lineOfBlank(code) !== null || body === undefined) return null
  const braces = bracesOf(source, code)
  const offered = new Set([...body.given, ...to.filling.offered])
  const { given, positional, elsewhere, imported, helpers } = needsOf(source, code, braces, to.known)
  const own = parametersOf(to.source, name)
  const added = given.filter(one => !body.given.includes(one))
  const lacking = [
    ...elsewhere,
    ...added.filter(one => body.added === null || !offered.has(braces.get(one)!.key)),
    ...positional.filter(one => !own.has(one)),
  ]
  if (lacking.length > 0) return { lacking: [...new Set(lacking)] }
  const lines = bodyText(source, code).split('\n')
  const indented = lines.map(line => (line === '' ? '' : `${body.margin}  ${line}`)).join('\n')
  const filled = { start: body.start, end: body.end, by: `\n${indented}\n${body.margin}` }
  const more = added.map(one => `, ${braces.get(one)!.text}`).join('')
  return { edits: body.added === null ? [filled] : [{ ...body.added, by: more }, filled], imported, helpers }
}

/** The text with these in place, helpers at its end. */
export function withPieces({ filling, known }: Recipient, pieces: readonly TakenBody[]): string {
  const { text, imports } = filling
  const imported = [...new Set(pieces.flatMap(one => one.imported))]
  const added = imports === null ? [] : [{ ...imports, by: imported.map(one => `, ${one}`).join('') }]
  const filled = edited(text, [...pieces.flatMap(one => one.edits), ...added]).text
  const able = imports === null && imported.length > 0 ? mergeImports(filled, imported) : filled
  const helpers = helpersIn(pieces).filter(({ names }) => !names.some(name => known.has(name)))
  const end = helpers.map(one => `\n${one.text}\n`).join('')
  return end === '' ? able : `${able.trimEnd()}\n${end}`
}

/** Each once, by its first name. */
const helpersIn = (pieces: readonly TakenBody[]): Helper[] =>
  [
    ...new Map(
      pieces
        .flatMap(one => one.helpers)
        .toReversed()
        .map(one => [one.names[0], one]),
    ).values(),
  ].toReversed()

function bodyText({ text }: ParsedText, code: FunctionNode): string {
  const { start, end } = bodySpan(code)
  const lines = dedented(text.slice(start, end))
  return code.body.type === 'BlockStatement' ? lines : `return ${lines}`
}

interface Brace {
  /** The name that the scope has for it. */
  readonly key: string
  /** As it is in the braces: `n`, `counts: c`. */
  readonly text: string
}

/** What a function has in braces, by the name that its body uses. */
function bracesOf({ text }: ParsedText, { params: [first] }: FunctionNode): ReadonlyMap<string, Brace> {
  if (first?.type !== 'ObjectPattern') return new Map()
  return new Map(
    first.properties.flatMap(one => {
      if (one.type !== 'ObjectProperty' || one.key.type !== 'Identifier') return []
      const { key, value } = one
      return namesIn(value).map(name => [name, { key: key.name, text: text.slice(one.start!, one.end!) }])
    }),
  )
}

/** The names that a function gets in their order. */
function parametersOf(source: ParsedText | null, name: string): ReadonlySet<string> {
  const code = source === null ? null : definitionsIn(source).get(name)?.code
  return new Set((code?.params ?? []).flatMap(namesIn))
}

interface Needs {
  /** From the braces. */
  readonly given: readonly string[]
  /** Parameters that are in no braces. */
  readonly positional: readonly string[]
  /** From the library, as an import has them. */
  readonly imported: string[]
  readonly helpers: Helper[]
  /** What can't come along. */
  readonly elsewhere: string[]
}

function needsOf(
  donor: ParsedText,
  code: FunctionNode,
  braces: ReadonlyMap<string, Brace>,
  known: ReadonlySet<string>,
): Needs {
  const used = freeIn(code.body)
  const parameters = code.params.flatMap(namesIn)
  const needs: Needs = {
    given: used.filter(name => braces.has(name)),
    positional: used.filter(name => parameters.includes(name) && !braces.has(name)),
    imported: [],
    helpers: [],
    elsewhere: [],
  }
  const [imports, statements] = [importsOf(donor), statementsOf(donor)]
  const seen = new Set([...known, ...parameters])
  const waiting = used.filter(name => !seen.has(name))
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (seen.has(name)) continue
    seen.add(name)
    const imported = imports.get(name)
    const statement = statements.get(name)
    if (imported !== undefined) (imported.isOurs ? needs.imported : needs.elsewhere).push(imported.written)
    else if (statement !== undefined) {
      const names = namesMade(statement)
      const taken = names.find(one => one !== name && known.has(one))
      if (taken !== undefined) needs.elsewhere.push(name)
      for (const one of names) seen.add(one)
      needs.helpers.push({ names, text: textOf(donor, statement) })
      waiting.push(...freeIn(declarationIn(statement)!))
    }
  }
  return needs
}

/** The names that a piece of code uses and doesn't declare, those of types too. */
function freeIn(root: Node): string[] {
  const own = declaredIn(root)
  const types = placesIn(root).flatMap(({ node }) =>
    node.type === 'TSTypeReference' && node.typeName.type === 'Identifier' ? [node.typeName.name] : [],
  )
  return [...new Set([...usesIn(root).map(({ name }) => name), ...types])].filter(name => !own.has(name))
}

interface Imported {
  readonly isOurs: boolean
  readonly written: string
}

/** By the name that the text uses. */
function importsOf({ text, program }: ParsedText): ReadonlyMap<string, Imported> {
  const found = new Map<string, Imported>()
  for (const one of program.body) {
    if (one.type !== 'ImportDeclaration') continue
    for (const specifier of one.specifiers) {
      const name = specifier.local.name
      const isOurs = one.source.value === LIBRARY && specifier.type === 'ImportSpecifier'
      const written = text.slice(specifier.start!, specifier.end!)
      found.set(name, { isOurs, written: one.importKind === 'type' ? `type ${written}` : written })
    }
  }
  return found
}

const namesMade = (statement: Statement): string[] => {
  const made = declarationIn(statement)
  if (made === null) return []
  const isType = made.type === 'TSTypeAliasDeclaration' || made.type === 'TSInterfaceDeclaration'
  return isType ? [made.id.name] : namesDeclared(made)
}

const statementsOf = ({ program }: ParsedText): ReadonlyMap<string, Statement> =>
  new Map(program.body.flatMap(one => namesMade(one).map(name => [name, one] as const)))

const namesAtTop = (source: ParsedText): string[] => [
  ...importsOf(source).keys(),
  ...statementsOf(source).keys(),
]

/** A statement with the comments right above it, which aren't the beginning of a cell. */
function textOf({ text, comments }: ParsedText, statement: Statement): string {
  let start = statement.start!
  for (const one of comments.toReversed()) {
    const between = text.slice(one.end!, start)
    if (one.end! > start || between.trim() !== '' || between.split('\n').length > 2) continue
    if (one.value.startsWith(' %%')) break
    start = one.start!
  }
  const made = declarationIn(statement)!
  return text.slice(start, statement.start!) + text.slice(made.start!, made.end!)
}
