/** The words and signs of a piece of code: to tell whether two pieces say the same, and to colour them. */
import { parse } from '@babel/parser'
import { piece } from './source.ts'
import type { Node } from './tree.ts'

interface Token {
  readonly kind: 'comment' | 'quoted' | 'other'
  readonly text: string
  readonly start: number
}

/** What @babel/parser says of a token: of a comment its type is a word. */
interface ParserToken {
  readonly type: string | { readonly label: string }
  readonly start: number
  readonly end: number
}

interface Read {
  readonly tokens: readonly Token[]
  readonly program: Node
}

/** Null where the code cannot be read. */
function read(code: string): Read | null {
  try {
    const { tokens, program } = parse(code, { ...piece, tokens: true })
    const all = tokens as unknown as readonly ParserToken[]
    return {
      program,
      tokens: all.map(({ type, start, end }) => ({
        kind: kindOf(type),
        text: code.slice(start, end),
        start,
      })),
    }
  } catch {
    return null
  }
}

function kindOf(type: ParserToken['type']): Token['kind'] {
  if (typeof type === 'string') return 'comment'
  return ['string', 'template', '`'].includes(type.label) ? 'quoted' : 'other'
}

/** Whether two pieces of code differ in nothing but layout: white space, comments, commas and semicolons at an end. */
export function sameCode(a: string, b: string): boolean {
  if (a === b) return true
  const essence = essenceOf(a)
  return essence !== null && essence === essenceOf(b)
}

/** The words and signs, and the tree, which tells what commas and semicolons do. */
function essenceOf(code: string): string | null {
  const known = read(code)
  if (known === null) return null
  const said = known.tokens.filter(({ kind, text }) => kind !== 'comment' && text !== ',' && text !== ';')
  try {
    return JSON.stringify([said.map(({ text }) => text), shapeOf(known.program)])
  } catch {
    // So deep a tree that nobody wrote it.
    return null
  }
}

const LAYOUT: ReadonlySet<string> = new Set(['start', 'end', 'extra'])

const shapeOf = (program: Node): string =>
  JSON.stringify(program, (key, value) => {
    if (LAYOUT.has(key)) return undefined
    return Array.isArray(value) ? value.filter(one => one?.type !== 'EmptyStatement') : value
  })

/** A stretch of code in one colour. */
export interface Stretch {
  readonly text: string
  readonly look: 'plain' | 'comment' | 'quoted' | 'blank' | 'keyword'
}

const BLANK = 'TODO()'

const KEYWORDS = new Set(
  'const let return export import from function type typeof if else for of in while new async await class'.split(
    ' ',
  ),
)

/** All of a piece of code, in its order. What cannot be read as a whole is read line by line; else it is plain. */
export function stretchesOf(code: string): Stretch[] {
  const known = read(code)
  if (known !== null) return coloured(code, known.tokens)
  if (!code.includes('\n')) return [{ text: code, look: 'plain' }]
  return code.split('\n').flatMap((line, i) => [...(i === 0 ? [] : [LINE_END]), ...stretchesOf(line)])
}

const LINE_END: Stretch = { text: '\n', look: 'plain' }

function coloured(code: string, tokens: readonly Token[]): Stretch[] {
  const stretches: Stretch[] = []
  let at = 0
  const add = (end: number, look: Stretch['look']): void => {
    if (end > at) stretches.push({ text: code.slice(at, end), look })
    at = Math.max(at, end)
  }
  for (const token of tokens) {
    const look = lookOf(token, code)
    if (look === 'plain') continue
    add(token.start, 'plain')
    add(token.start + (look === 'blank' ? BLANK : token.text).length, look)
  }
  add(code.length, 'plain')
  return stretches
}

function lookOf({ kind, text, start }: Token, code: string): Stretch['look'] {
  if (kind !== 'other') return kind
  if (code.startsWith(BLANK, start)) return 'blank'
  return KEYWORDS.has(text) && code[start - 1] !== '.' ? 'keyword' : 'plain'
}
