/** Pieces of a text that are only ever taken whole: the functions that are asked for, and the import of the library. */
import { definitionsIn, type FunctionNode } from './definitions.ts'
import type { Fault } from './fault.ts'
import { lineStarts, moved } from './filling.ts'
import { libraryImportIn } from './imports.ts'
import { readable } from './salvage.ts'
import { declarationIn, type ParsedText } from './source.ts'
import type { Span } from './tree.ts'
import { namesDeclared } from './values.ts'

/** What the import is called among the pieces: no function can have that name. */
export const IMPORT = 'import'

export interface Piece extends Span {
  /** Whether it only says `return TODO()`. */
  readonly isBlank: boolean
}

export interface Pieces {
  /** By function or method, `export` left out; and the import. */
  readonly pieces: ReadonlyMap<string, Piece>
  /** Functions with a mistake in them that can't be read. */
  readonly unreadable: readonly string[]
  /** What is defined more than once at the top. */
  readonly twice: readonly string[]
  /** Where nothing can be told: why. */
  readonly fault: Fault | null
}

/** The pieces of a text, the functions of these names; none where it has a mistake outside of those. */
export function piecesIn(text: string, names: readonly string[]): Pieces {
  const { source, left, faults, fault } = readable(text, names)
  if (source === null) return { pieces: new Map(), unreadable: [], twice: [], fault }
  const starts = lineStarts(text)
  const place = ({ start, end }: Span): Span => ({
    start: moved(source.text, starts, start),
    end: moved(source.text, starts, end),
  })
  const pieces = new Map<string, Piece>()
  const add = (name: string, span: Span, isBlank: boolean): void => {
    const overlaps = [...pieces.values()].some(one => span.start < one.end && one.start < span.end)
    if (!overlaps) pieces.set(name, { ...span, isBlank })
  }
  const definitions = definitionsIn(source)
  for (const name of names) {
    const lines = left.get(name)
    const definition = definitions.get(name)
    if (lines !== undefined) add(name, brokenPiece(text, lines, starts), false)
    else if (definition !== undefined)
      add(name, place(definition.node as Span), definition.code !== null && isEmpty(definition.code))
  }
  const statement = libraryImportIn(source)
  if (statement !== null) add(IMPORT, place(statement), false)
  return { pieces, unreadable: [...faults.keys()], twice: twiceIn(source), fault: null }
}

/** The names of the functions that say nothing but `return TODO()`. */
export function blanksIn(text: string): string[] {
  const { source } = readable(text)
  return source === null ? [] : emptyIn(source)
}

/** The same of a text that is parsed. */
export const emptyIn = (source: ParsedText): string[] =>
  [...definitionsIn(source).values()]
    .filter(({ code }) => code !== null && isEmpty(code))
    .map(({ name }) => name)

function isEmpty({ body }: FunctionNode): boolean {
  if (body.type !== 'BlockStatement') return isTodo(body)
  const [only] = body.body
  return (
    body.body.length === 1 &&
    only.type === 'ReturnStatement' &&
    only.argument != null &&
    isTodo(only.argument)
  )
}

const isTodo = (node: { readonly type: string }): boolean =>
  node.type === 'CallExpression' && (node as { callee?: { name?: string } }).callee?.name === 'TODO'

const EXPORT = /^(?:export\s+)?(?:default\s+)?/

/** Of a function that can't be read: from its head to the last bracket at its margin, else to the end of what it says. */
function brokenPiece(
  text: string,
  { first, until }: { readonly first: number; readonly until: number },
  starts: readonly number[],
): Span {
  const all = text.split('\n').slice(first, until)
  const marker = all.findIndex((line, i) => i > 0 && line.startsWith('// %%'))
  const lines = marker === -1 ? all : all.slice(0, marker)
  const margin = /^[ \t]*/.exec(lines[0])![0]
  const begins = margin.length + EXPORT.exec(lines[0].slice(margin.length))![0].length
  const closes = lines.findLastIndex(line => line.startsWith(`${margin}}`))
  const last = closes === -1 ? lines.findLastIndex(line => line.trim() !== '') : closes
  const width = closes === -1 ? lines[last].trimEnd().length : margin.length + 1
  return { start: starts[first] + begins, end: starts[first + last] + width }
}

/** Of several functions of one name the last counts, which is a surprise where two people wrote them. */
function twiceIn({ program }: ParsedText): string[] {
  const names = program.body.flatMap(statement => {
    const made = declarationIn(statement)
    return made === null ? [] : namesDeclared(made)
  })
  return names.filter((name, i) => names.indexOf(name) !== i)
}
