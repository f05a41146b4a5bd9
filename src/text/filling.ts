/** Blanks filled in from outside of their file: bodies of functions taken out of its text, and put back into it. */
import { dedented } from './bodies.ts'
import { bodySpan, definitionsIn, type FunctionNode, forwardIn } from './definitions.ts'
import { namesUsedIn } from './expressions.ts'
import { LIBRARY } from './library.ts'
import { readable } from './salvage.ts'
import { importsIn } from './script.ts'
import { type ParsedText, sourceOf } from './source.ts'
import { nodesOf, type Span } from './tree.ts'
import { declaredIn, namesDeclared, namesIn } from './values.ts'

/** A file, and where in it the bodies of its blanks are. */
export interface Filling {
  readonly text: string
  /** By function or method: `dcounts`, `Value.mul`. Without those whose beginning cannot be told. */
  readonly bodies: ReadonlyMap<string, Body>
  /** What a function may have in its braces. */
  readonly offered: ReadonlySet<string>
  /** What can be imported, and neither is nor is anything else in the file. */
  readonly library: ReadonlySet<string>
  /** Behind the last name of the import, what was put there. */
  readonly imports: Span | null
}

interface Body extends Span {
  /** In front of the function itself. */
  readonly margin: string
  /** `=> …`, without braces of its own. */
  readonly isBare: boolean
  /** Behind the last name in the braces of its parameter, what was put there; null where it has no braces. */
  readonly added: Span | null
  /** What the braces give without that. */
  readonly given: readonly string[]
  /** Of its parameters and its result, as it is written: `(x: number): number`; null where its head is not known. */
  readonly signature: string | null
  /** What it has to be imported for. */
  readonly asked: readonly string[]
}

/** `names`: of the blanks. `library`: what can be imported. */
export function openFilling(
  text: string,
  names: readonly string[],
  library: readonly string[] = [],
): Filling {
  const { source, left } = readable(text, names)
  const starts = lineStarts(text)
  const bodies = new Map<string, Body>()
  const definitions = source === null ? null : definitionsIn(source)
  for (const name of names) {
    const code = definitions?.get(name)?.code
    const lines = left.get(name)
    // What was left out is empty there: places are counted by lines.
    const offset = source === null ? null : (at: number): number => moved(source.text, starts, at)
    const body =
      code != null
        ? bodyFrom(text, code, offset!)
        : lines === undefined
          ? null
          : brokenBody(text, lines, starts)
    if (body !== null) bodies.set(name, body)
  }
  const imports = source === null ? [] : importsIn(source)
  const known = new Set([
    ...(definitions?.keys() ?? []),
    ...imports.flatMap(one => one.specifiers.map(({ local }) => local.name)),
  ])
  const last = imports
    .find(one => one.source.value === LIBRARY && one.importKind !== 'type')
    ?.specifiers.findLast(({ type }) => type === 'ImportSpecifier')
  const at = source === null || last === undefined ? null : moved(source.text, starts, last.end!)
  return {
    text,
    bodies,
    offered: offeredIn(source),
    library: new Set(library.filter(name => !known.has(name))),
    imports: at === null ? null : { start: at, end: at },
  }
}

/** Where each line of a text begins. */
export const lineStarts = (text: string): number[] => {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The same line and column in another text of the same lines, of which it is known where they begin. */
export function moved(from: string, starts: readonly number[], at: number): number {
  const before = from.lastIndexOf('\n', at - 1)
  let line = 0
  for (let end = from.indexOf('\n'); end !== -1 && end < at; end = from.indexOf('\n', end + 1)) line++
  return starts[line] + at - before - 1
}

function bodyFrom(text: string, code: FunctionNode, offset: (at: number) => number): Body {
  const { start, end } = bodySpan(code)
  const place = { start: offset(start), end: offset(end) }
  const [parameter] = code.params
  const isBraced = parameter?.type === 'ObjectPattern'
  const last = isBraced ? parameter.properties.at(-1) : undefined
  const at = last === undefined ? null : offset(last.end!)
  return {
    ...place,
    margin: marginAt(text, offset(code.start!)),
    isBare: code.body.type !== 'BlockStatement',
    added: at === null ? null : { start: at, end: at },
    given: isBraced ? namesIn(parameter) : [],
    signature: signatureOf(text, code, offset),
    asked: [],
  }
}

function signatureOf(
  text: string,
  { params, returnType, body }: FunctionNode,
  offset: (at: number) => number,
) {
  const inside = params.length === 0 ? '' : text.slice(offset(params[0].start!), offset(params.at(-1)!.end!))
  const behind = returnType == null ? '' : text.slice(offset(returnType.start!), offset(returnType.end!))
  return body === null ? null : `(${inside})${behind}`
}

const marginAt = (text: string, at: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))![0]

/** Of a function with a mistake in it: its head is as many lines as it takes to make one that can be read. */
function brokenBody(
  text: string,
  { first, until }: { readonly first: number; readonly until: number },
  starts: readonly number[],
): Body | null {
  const lines = text.split('\n').slice(first, until)
  const margin = /^[ \t]*/.exec(lines[0])![0]
  const closes = lines.findLastIndex(line => line.startsWith(`${margin}}`))
  const isHead = (count: number): boolean => {
    const head = [...lines.slice(0, count), '}'].join('\n')
    const { program } = sourceOf(margin === '' ? head : `class A {\n${head}\n}`)
    return program !== null
  }
  const head = lines.findIndex((_, i) => isHead(i + 1)) + 1
  if (head === 0 || closes < head) return null
  const end = starts[first + closes] + margin.length
  return {
    start: starts[first + head] - 1,
    end,
    margin,
    isBare: false,
    added: null,
    given: [],
    signature: null,
    asked: [],
  }
}

/** Of exercises with a forward pass: what it and its inputs make, and the gradients of those. */
function offeredIn(source: ParsedText | null): ReadonlySet<string> {
  if (source === null) return new Set()
  const definitions = definitionsIn(source)
  const made = ['inputs', ...forwardIn(source)].flatMap(name => {
    const code = definitions.get(name)?.code
    return code == null
      ? []
      : [...nodesOf(code, 'VariableDeclaration').flatMap(namesDeclared), ...returnedBy(code)]
  })
  return new Set(made.flatMap(name => [name, `d${name}`]))
}

/** Sizes are returned as they came. */
const returnedBy = (code: FunctionNode): string[] =>
  nodesOf(code, 'ReturnStatement').flatMap(({ argument }) =>
    argument?.type === 'ObjectExpression'
      ? argument.properties.flatMap(one => (one.type === 'ObjectProperty' ? namesIn(one.key) : []))
      : [],
  )

/** What a learner wrote into a blank, as they wrote it. */
export function bodyIn({ text, bodies }: Filling, name: string): string | null {
  const body = bodies.get(name)
  return body === undefined ? null : dedented(text.slice(body.start, body.end))
}

/** What a blank works with: the names in its braces, those put there by itself too; else its signature. */
export function headIn(
  { text, bodies }: Filling,
  name: string,
): { readonly given: readonly string[]; readonly signature: string | null } | null {
  const body = bodies.get(name)
  if (body === undefined) return null
  if (body.added === null) return { given: [], signature: body.signature }
  const added = text.slice(body.added.start, body.added.end).split(', ').slice(1)
  return { given: [...body.given, ...added], signature: null }
}

/**
 * The file with another body in a blank. What its lines use and the braces don't give is put into them, and what is not
 * imported into the import.
 */
export function filledIn(filling: Filling, name: string, lines: string): Filling {
  const body = filling.bodies.get(name)
  if (body === undefined) return filling
  const inner = `${body.margin}  `
  const indented = lines.split('\n').map(line => (line === '' ? '' : `${inner}${line}`))
  const by = body.isBare ? lines : `\n${indented.join('\n')}\n${body.margin}`
  const filled = withBody(replaced(filling, body, by), name, {
    start: body.start,
    end: body.start + by.length,
  })
  const missing = missingIn(filling, body, lines)
  if (missing === null) return filled
  return withImports(withBraces(filled, name, missing.given), name, missing.imported)
}

const listed = (names: readonly string[]): string => names.map(name => `, ${name}`).join('')

function withBraces(filling: Filling, name: string, missing: readonly string[]): Filling {
  const { added } = filling.bodies.get(name)!
  if (added === null) return filling
  const by = listed(missing)
  const place = { start: added.start, end: added.start + by.length }
  return withBody(replaced(filling, added, by), name, { added: place })
}

function withImports(filling: Filling, name: string, asked: readonly string[]): Filling {
  const asking = withBody(filling, name, { asked })
  const { imports } = asking
  if (imports === null) return asking
  const by = listed([...new Set([...asking.bodies.values()].flatMap(body => body.asked))])
  return {
    ...replaced(asking, imports, by),
    imports: { start: imports.start, end: imports.start + by.length },
  }
}

const withBody = (filling: Filling, name: string, changes: Partial<Body>): Filling => ({
  ...filling,
  bodies: new Map(filling.bodies).set(name, { ...filling.bodies.get(name)!, ...changes }),
})

/** What lines use and have not; null while they can't be read. */
function missingIn(
  { offered, library }: Filling,
  { given }: Body,
  lines: string,
): { readonly given: string[]; readonly imported: string[] } | null {
  const { program } = sourceOf(`() => {\n${lines}\n}`)
  if (program === null) return null
  const known = new Set([...given, ...declaredIn(program)])
  const missing = namesUsedIn(lines).filter(name => !known.has(name))
  return {
    given: missing.filter(name => offered.has(name)),
    imported: missing.filter(name => library.has(name) && !offered.has(name)),
  }
}

/** A piece of the text replaced, and all places behind it moved. */
function replaced(filling: Filling, { start, end }: Span, by: string): Filling {
  const { text, bodies, imports } = filling
  const grown = by.length - (end - start)
  const after = <S extends Span | null>(span: S): S =>
    span !== null && span.start >= end ? { ...span, start: span.start + grown, end: span.end + grown } : span
  const moved = [...bodies].map(([name, body]): [string, Body] => [
    name,
    { ...after(body), added: after(body.added) },
  ])
  const changed = text.slice(0, start) + by + text.slice(end)
  return { ...filling, text: changed, bodies: new Map(moved), imports: after(imports) }
}
