import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import { transform } from 'sucrase'
import { describe, expect, test } from 'vitest'
import { withoutAnnotations } from './annotations.ts'
import { wrap } from './load.ts'
import { isPlain } from './plain.ts'
import { strip } from './strip.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const texts = ['exercises', 'solutions'].flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => [join(folder, path), readFileSync(join(root, folder, path), 'utf8')] as const),
)

const bySucrase = (text: string): string =>
  transform(text, { transforms: ['typescript', 'imports'], disableESTransforms: true }).code

/** What is left, or null where it is no JavaScript. */
function taken(text: string): string | null {
  const js = withoutAnnotations(text)
  try {
    if (js !== null) new vm.Script(wrap(js))
    return js
  } catch {
    return null
  }
}

/** Line by line, without how a module's imports and exports are written, layout left aside. */
const codeOf = (js: string): string =>
  js
    .replace(/^"use strict";(?:Object\.defineProperty\(exports, "__esModule", \{value: true\}\);)?/, '')
    .replace(/function _createStarExport\(.*?\}\); \}\); \}/, '')
    .replace(/_createStarExport\(\w+\);|Object\.assign\(exports, require\('.*?'\)\)/g, '')
    .replace(/(?:var _\w+|const \{[^}]*\}) = require\('[^']*'\);?/g, '')
    .replace(/\b_\w+\.(\w+)/g, '$1')
    .replace(/(\w+)\.call\(void 0, /g, '$1(')
    .replace(/^;|(?<=\n);/g, '')
    .replace(/;? ?exports\.([\w$]+) = \1;?/g, '')
    .replace(/[^\S\n]+|;(?=\n|$)/g, '')
    .trimEnd()

const exportsOf = (js: string): string[] =>
  [...js.matchAll(/exports\.([\w$]+) = \1(?![\w$])/g)].map(([, name]) => name).sort()

function expectSame(text: string): void {
  const [mine, theirs] = [taken(text)!, bySucrase(text)]
  expect(codeOf(mine)).toBe(codeOf(theirs))
  expect(exportsOf(mine)).toEqual(exportsOf(theirs))
}

describe('what is left is what a parser of TypeScript leaves, line by line', () => {
  const understood = texts.filter(([, text]) => taken(text) !== null)

  test.each(understood)('%s', (_, text) => expectSame(text))

  test('that goes for every exercise that is a forward pass', () => {
    const names = understood.map(([name]) => name)
    const forward = texts.filter(([name]) => /^exercises.makemore.0[1-9]/.test(name)).map(([name]) => name)
    expect(forward.length).toBe(9)
    expect(names).toEqual(expect.arrayContaining(forward))
  })

  test.each([
    [
      'several imports, types among them',
      "import { type Tensor, zeros } from 'backprop-ninja'\nimport type { A } from './a.ts'\nzeros(1)",
    ],
    [
      'an import over several lines',
      "import {\n  type Tensor,\n  tensor,\n  zeros,\n} from 'backprop-ninja'\ntensor(zeros(1))",
    ],
    ['a parameter that may be left out', 'function f(a: number, b?: string): void {\n}'],
    [
      'a type with parameters',
      'function f(a: Map<string, number>, { b, c: d }: ReturnType<typeof f>, e: a.b[]) {\n  return d\n}',
    ],
    ['names that are given others', 'export function f({ a: b, c = 2 }: Scope): Tensor {\n  return b + c\n}'],
    [
      'a trailing comma and a comment',
      'export function f(\n  a: Tensor,\n  b: Tensor,\n): Tensor {\n  return a // : Tensor\n}',
    ],
    ['constants, and comments with <', 'export const a = { b: 1 }\n// a < b\nconst c = "x < y"'],
    ['names with a $', 'export const LR$ = 1\nexport function f$(a) {\n  return a\n}'],
    ['no type at all', 'function f(a, b) {\n  return { a: b ? a : b }\n}'],
  ])('%s', (_, text) => expectSame(text))
})

describe('left to a parser, which reads it right', () => {
  test.each([
    [
      'a type within a function',
      'function f(a: number) {\n  const b: number = a\n  return b\n}',
      'const b = a',
    ],
    ['a cast', 'const a = 1 as unknown as string', 'const a = 1'],
    ['what is a comparison in JavaScript', 'const g = (a) => a\nconst a = (g<string>("x"))', '(g("x"))'],
    ['an alias over several lines', 'export type A =\n  B\nconst a = 1', 'const a = 1'],
    ['an alias in braces', 'export type A = {\n  b: number\n}\nconst a = 1', 'const a = 1'],
    ['an alias that is not exported', 'type A = number\nconst a = 1', 'const a = 1'],
    [
      'a template over several lines',
      'const a = `\nexport function f(b: B) {\n`',
      'export function f(b: B) {',
    ],
    ['a comment over several lines', '/*\nexport function f(b: B) {\n*/\nconst a = 1', 'const a = 1'],
    ['an alias that goes on', "const half = 1.5\nexport type A = B\n  | 'b'\nhalf", 'const half = 1.5'],
    ['an alias that goes on behind a comment', 'export type A = B\n// a\n  | C\nconst a = 1', 'const a = 1'],
    ['an alias with code behind it', 'export type A = B; export const a = 1', 'const a = 1'],
    ['names beyond ASCII', 'export const dσ = (x) => x', 'exports.dσ = dσ'],
    [
      'two imports',
      "import { zeros } from 'backprop-ninja'\nimport { ones } from 'backprop-ninja'\nzeros(ones)",
      'zeros',
    ],
    ['a quote in a regex', "const a = 'b'.replace(/'/g, ''); const c = f<number>(7)", 'f(7)'],
    [
      'an import of what there is not',
      "import { Tensr } from 'backprop-ninja'\nTensr()",
      '_backpropninja.Tensr',
    ],
    [
      'an import of a type that does not say so',
      "import { Scope, zeros } from 'backprop-ninja'\nzeros()",
      'zeros',
    ],
    [
      'an import of a name under another',
      "import { zeros as o } from 'backprop-ninja'\no()",
      '_backpropninja.zeros',
    ],
  ])('%s', (_, text, left) => {
    expect(taken(text)).toBeNull()
    expect(strip(text).js).toContain(left)
  })
})

describe('nothing is completed or joined that was not', () => {
  test.each(['const a =', 'export const a = (x) =>', 'export const b = 1\nexport const a ='])('%s', text => {
    expect(strip(text).js).toBeNull()
  })

  test.each([
    ["import { zeros } from 'backprop-ninja';\n(() => zeros(1))()", 'a call'],
    ["import { zeros } from 'backprop-ninja'\n;[1, 2].forEach(x => x)", 'a list'],
    ["import { zeros } from 'backprop-ninja'\n+ 1", 'a sign'],
    ["const a = 1\nimport type { A } from './a.ts'\n(() => a)()", 'a line before'],
  ])('%j: %s', text => {
    const js = taken(text)!
    const exports = {}
    new Function('exports', 'require', js)(exports, () => ({ zeros: () => 0 }))
    expect(js.split('\n').length).toBeGreaterThan(2)
  })
})

test('nothing hangs, however long or strange it is', () => {
  const strange = [
    '\n',
    '\r\n',
    '\t\n',
    '// abc\n',
    '`a\n',
    'import { a\n',
    'function f(a'.padEnd(9, ' '),
    '(',
    "'",
  ]
  for (const piece of strange) {
    for (const size of [60_000, 200_000]) {
      const text = piece.repeat(Math.floor(size / piece.length))
      const begun = performance.now()
      withoutAnnotations(text)
      isPlain(text)
      expect([piece, size, performance.now() - begun > 1000]).toEqual([piece, size, false])
    }
  }
  const begun = performance.now()
  withoutAnnotations(`function f(a${' '.repeat(60_000)}x`)
  expect(performance.now() - begun).toBeLessThan(1000)
})
