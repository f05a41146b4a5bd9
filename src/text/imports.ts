/** The one import that every exercise has: names from 'backprop-ninja'. */
import type { ImportDeclaration, Statement } from '@babel/types'
import { blank, edited } from './edits.ts'
import { LIBRARY } from './library.ts'
import { type ParsedText, statementsOf } from './source.ts'
import type { Span } from './tree.ts'

const CODE_CELL = /^\/\/ %%(?! \[markdown\])/m

/**
 * The text with a single such import, in place of its first, that has all of its names and the given ones. Where
 * it has none, a cell for the import is put in front of the code. A text that cannot be read stays as it is.
 */
export function mergeImports(text: string, names: readonly string[]): string {
  const body = statementsOf(text)
  if (body === null) return text
  const statements = libraryImports(body)
  if (names.length > 0 && statements.length === 0)
    return text.replace(CODE_CELL, cell => `// %%\n${importOf([...new Set(names)].sort(byName))}\n\n${cell}`)
  const all = [...new Set([...statements.flatMap(namesOf), ...names])]
  // `type X` and `X` are one name: the value import serves both.
  const needed = all.filter(name => !name.startsWith('type ') || !all.includes(name.slice(5))).sort(byName)
  const edits = statements.map(({ start, end }, i) => ({
    start: start!,
    end: end!,
    by: i === 0 ? importOf(needed) : '',
  }))
  return edited(text, edits).text
}

/** The names a text imports, types as `type X`. */
export const importedNames = (text: string): string[] =>
  libraryImports(statementsOf(text) ?? []).flatMap(namesOf)

/** The same of a text that is parsed. */
export const importedIn = ({ program }: ParsedText): string[] => libraryImports(program.body).flatMap(namesOf)

/** Where the first of them is; null where there is none. */
export function libraryImportIn({ program }: ParsedText): Span | null {
  const [first] = libraryImports(program.body)
  return first === undefined ? null : { start: first.start!, end: first.end! }
}

/** The text with nothing where it imports from anywhere; one that cannot be read stays as it is. */
export function withoutImports(text: string): string {
  const imports = (statementsOf(text) ?? []).filter(({ type }) => type === 'ImportDeclaration')
  return edited(
    text,
    imports.map(({ start, end }) => blank(text, start!, end!)),
  ).text
}

/** Those by names alone. */
const libraryImports = (statements: readonly Statement[]): ImportDeclaration[] =>
  statements
    .filter(one => one.type === 'ImportDeclaration')
    .filter(({ source }) => source.value === LIBRARY)
    .filter(({ specifiers }) => specifiers.every(({ type }) => type === 'ImportSpecifier'))

const namesOf = ({ specifiers, importKind }: ImportDeclaration): string[] =>
  specifiers.flatMap(one => {
    if (one.type !== 'ImportSpecifier') return []
    const imported =
      one.imported.type === 'Identifier' ? one.imported.name : JSON.stringify(one.imported.value)
    const name = imported === one.local.name ? imported : `${imported} as ${one.local.name}`
    return importKind === 'type' || one.importKind === 'type' ? `type ${name}` : name
  })

/** As a dictionary has it, `tensor` before `Tensor`. Comparing by locale takes longer to start than all the rest. */
function byName(a: string, b: string): number {
  const [x, y] = [a.replace('type ', ''), b.replace('type ', '')]
  const [left, right] = [x.toLowerCase(), y.toLowerCase()]
  if (left !== right) return left < right ? -1 : 1
  return x > y ? -1 : 1
}

function importOf(names: readonly string[]): string {
  const line = `import { ${names.join(', ')} } from '${LIBRARY}'`
  if (line.length <= 110) return line
  const rows: string[] = []
  for (const name of names) {
    const row = rows.at(-1)
    if (row !== undefined && `${row} ${name},`.length <= 108) rows[rows.length - 1] = `${row} ${name},`
    else rows.push(`${name},`)
  }
  return `import {\n${rows.map(row => `  ${row}`).join('\n')}\n} from '${LIBRARY}'`
}
