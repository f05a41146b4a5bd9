import { describe, expect, test } from 'vitest'
import { declarationIn, pieceOf, sourceOf } from './source.ts'

describe('of functions with one name the last counts, as in a script; everything else may be there once', () => {
  test.each([
    'function f() {}\nfunction f() {}',
    'export function f() {}\nexport function f() {}\nfunction f() {}',
    'export default function f() {}\nfunction f() {}',
    'async function f() {}\nfunction* f() {}',
    'function f(a: number): void\nfunction f() {}',
  ])('%j is fine', text => {
    expect(sourceOf(text).fault).toBeNull()
  })

  test.each([
    ['class A {}\nfunction A() {}', 2],
    ['function f() {}\nclass f {}', 2],
    ['const f = 1\nfunction f() {}\nfunction f() {}', 2],
    ['function f() {}\nfunction f() {}\nconst { f } = g', 2],
    ['function f() {}\nfunction f() {}\nconst a = 1\nconst a = 2', 4],
    ['{\n  function f() {}\n  function f() {}\n}', 3],
  ])('%j is not', (text, line) => {
    expect(sourceOf(text).fault).toMatchObject({
      line,
      message: expect.stringContaining('is already declared'),
    })
  })
})

test.each([
  ['function f(a) {\n  const a = 1\n}', 2, 3],
  ['const f = ({ a }, [b]) => {\n  if (a) return\n  let c = 1, b = 2\n}', 3, 3],
  ['class A {\n  f(a, b) {\n    const { b } = a\n  }\n}', 3, 5],
])('%j: what a parameter is called already is told where it is declared once more', (text, line, column) => {
  expect(sourceOf(text).fault).toMatchObject({ line, column, message: expect.stringContaining('use the') })
})

describe('what is wrong first is told', () => {
  test.each([
    ['a fault that can be got over, and one that cannot', 'const a\nb = = c', 1],
    ['two that can be got over', 'const a\nconst b', 1],
    ['one that is only found at the end', 'export { a }\nconst b\n', 1],
    ['behind a function that is there twice', 'function f() {}\nfunction f() {}\n\na = = b', 4],
  ])('%s', (_, text, line) => {
    expect(sourceOf(text).fault).toMatchObject({ line })
  })
})

test.each([
  ['brackets', '('.repeat(60_000)],
  ['calls', `${'f('.repeat(60_000)}${')'.repeat(60_000)}`],
  ['signs', `${'!'.repeat(60_000)}a`],
  ['sums', `${'1+'.repeat(60_000)}1`],
  ['blocks', 'if (a) {'.repeat(60_000)],
])('%s too deep to be read are a fault', (_, text) => {
  expect(sourceOf(text).fault).toEqual({ message: 'it is nested too deeply to read', line: 1, column: 1 })
})

test('only a piece of a file may return; both are modules', () => {
  expect(sourceOf('return 1').fault).not.toBeNull()
  expect(pieceOf('return await 1').fault).toBeNull()
  expect(sourceOf('import a from "a"\nawait a').fault).toBeNull()
  expect(sourceOf('010').fault).not.toBeNull()
})

test('a text that is asked for again is not read again, unless many others were asked for in between', () => {
  const source = sourceOf('a')
  for (let i = 0; i < 10; i++) sourceOf(`c${i}`)
  expect(sourceOf('a')).toBe(source)
  for (let i = 0; i < 100; i++) sourceOf(`b${i}`)
  expect(sourceOf('a')).not.toBe(source)
  expect(sourceOf('a')).toEqual(source)
})

test('what is exported is what is declared', () => {
  const text =
    'const a = 1\nexport const b = 2\nexport default function c() {}\nexport { a }\nexport * from "d"\nd()'
  const made = sourceOf(text).program!.body.map(one => declarationIn(one)?.type ?? null)
  expect(made).toEqual([
    'VariableDeclaration',
    'VariableDeclaration',
    'FunctionDeclaration',
    null,
    'ExportAllDeclaration',
    'ExpressionStatement',
  ])
})

test('comments are told in order, and a text without any has none', () => {
  const source = sourceOf('// a\nb /* c */')
  expect(source.program === null ? [] : source.comments.map(({ value }) => value.trim())).toEqual(['a', 'c'])
  expect(sourceOf('b')).toMatchObject({ comments: [] })
})
