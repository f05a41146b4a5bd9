import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import { transform } from 'sucrase'
import { describe, expect, test } from 'vitest'
import { withoutAnnotations } from './annotations.ts'
import { wrap } from './load.ts'
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
    .replace(/;? ?exports\.(\w+) = \1;?/g, '')
    .replace(/[^\S\n]+|;(?=\n|$)/g, '')
    .trimEnd()

const exportsOf = (js: string): string[] =>
  [...js.matchAll(/exports\.(\w+) = \1\b/g)].map(([, name]) => name).sort()

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
