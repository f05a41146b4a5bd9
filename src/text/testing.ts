/** For tests: what TypeScript's own compiler makes of texts, and whether two texts are the same program. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from '@babel/parser'
import { blank, edited } from './edits.ts'
import { sourceOf } from './source.ts'
import type { Node } from './tree.ts'
import { typesIn } from './types.ts'

const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))

export interface Compiled {
  readonly js: string
  /** What is wrong with its syntax. */
  readonly errors: readonly string[]
}

const options = {
  target: 'esnext',
  module: 'preserve',
  moduleDetection: 'force',
  verbatimModuleSyntax: true,
  isolatedModules: true,
  noCheck: true,
  noLib: true,
  noResolve: true,
  types: [],
  removeComments: true,
  rootDir: 'in',
  outDir: 'out',
}

/** Each text as the compiler writes it, types gone and all else left as it is. */
export function compiledBy(texts: readonly string[], more: object = {}): Compiled[] {
  const folder = mkdtempSync(join(tmpdir(), 'types-'))
  try {
    mkdirSync(join(folder, 'in'))
    const files = texts.map((_, i) => `in/t${i}.ts`)
    for (const [i, file] of files.entries()) writeFileSync(join(folder, file), texts[i])
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...options, ...more }, files }),
    )
    const { stdout } = spawnSync(process.execPath, [compiler, '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
    })
    return files.map((file, i) => ({
      js: readFileSync(join(folder, `out/t${i}.js`), 'utf8'),
      errors: stdout.split('\n').filter(line => line.startsWith(`${file}(`)),
    }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A text without its types, imports and exports by name. Throws where it cannot be read, or what is wrong with it. */
export function untyped(text: string): string {
  const source = sourceOf(text)
  if (source.program === null) throw new Error(source.fault.message)
  const { edits, fault } = typesIn(source)
  if (fault !== null) throw new Error(fault.message)
  const doors = source.program.body.filter(isDoor).map(({ start, end }) => blank(text, start!, end!))
  return edited(text, [...edits, ...doors.map(door => ({ ...door, by: `;${door.by.slice(1)}` }))]).text
}

/** In what a text without its types is not what the compiler makes of it, and in its place; null where it is. */
export function differenceFrom({ js, errors }: Compiled, text: string): string | null {
  if (errors.length > 0) return errors[0]
  const left = untyped(text)
  if (layoutOf(left) !== layoutOf(text)) return 'a line is moved'
  const [mine, theirs] = [readJs(left), readJs(js)]
  const moved = mine.tokens.find(token => !text.startsWith(token.text, token.start))
  if (moved !== undefined) return `${moved.text} is moved`
  const at = mine.tokens.findIndex(({ text }, i) => text !== theirs.tokens[i]?.text)
  if (at !== -1) return `${around(mine.tokens, at)} in the place of ${around(theirs.tokens, at)}`
  if (mine.tokens.length < theirs.tokens.length)
    return `nothing after ${around(mine.tokens, mine.tokens.length)}`
  return mine.meaning === theirs.meaning ? null : `${left} is not ${js}`
}

/** A text with all of its characters made one, but for the ends of its lines. */
const layoutOf = (text: string): string => text.replace(/[^\n\r\u2028\u2029]/g, 'x')

const around = (tokens: readonly Token[], at: number): string =>
  tokens
    .slice(Math.max(0, at - 4), at + 5)
    .map(({ text }) => text)
    .join(' ')

interface Token {
  readonly text: string
  readonly start: number
}

/**
 * A text that must be JavaScript, as words and signs in order and as what they mean together. Left out are statements that
 * only import or export, and signs of which the meaning tells as much: brackets, and what marks an end.
 */
function readJs(js: string): { readonly tokens: readonly Token[]; readonly meaning: string } {
  const { program, tokens } = parse(js, { sourceType: 'module', tokens: true, attachComment: false })
  const doors = program.body.filter(isDoor)
  const all = (tokens as { type: unknown; start: number; end: number }[])
    .filter(
      ({ type, start }) =>
        typeof type === 'object' && !doors.some(one => one.start! <= start && start < one.end!),
    )
    .map(({ start, end }) => ({ text: js.slice(start, end), start }))
  const isMark = ({ text }: Token, next: Token | undefined): boolean =>
    /^[;()]?$/.test(text) || (text === ',' && /^[)\]}]$/.test(next?.text ?? ''))
  return {
    tokens: all.filter((token, i) => !isMark(token, all[i + 1])),
    meaning: meaningOf({ ...program, body: program.body.filter(one => !isDoor(one)) }),
  }
}

const isDoor = (node: Node): boolean =>
  node.type === 'ImportDeclaration' || (node.type === 'ExportNamedDeclaration' && node.declaration == null)

/** What a program says, as a text: two that differ in no more than layout have the same. */
export function meaningOf(node: Node): string {
  let said = node.type
  for (const [key, value] of Object.entries(node)) {
    if (!LAYOUT.has(key) && value != null) said += ` ${key} ${meaning(value)}`
  }
  return `(${said})`
}

const LAYOUT: ReadonlySet<string> = new Set(['type', 'start', 'end', 'loc', 'extra', 'interpreter'])

function meaning(value: unknown): string {
  if (Array.isArray(value)) return `[${value.filter(one => one?.type !== 'EmptyStatement').map(meaning)}]`
  return isNode(value) ? meaningOf(value) : JSON.stringify(value)
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value

/** Numbers that look random and are the same each time. */
export function numbers(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1
  return below => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0
    return (state >>> 8) % below
  }
}
