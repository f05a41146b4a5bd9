/** What a script is given, what it refuses, and which line of its module each of its lines is. */
import vm from 'node:vm'
import { describe, expect, test } from 'vitest'
import { type How, modulesIn, REQUIRE, scriptOf } from './script.ts'
import { type ParsedText, sourceOf } from './source.ts'

const parsed = (text: string): ParsedText => sourceOf(text) as ParsedText

/** Runs a module. `given`: what its imports are. */
function run(text: string, how: How = {}, given: object = {}, console: object = {}): Record<string, unknown> {
  const { script } = scriptOf(parsed(text), how)
  return vm.runInThisContext(script!.js)(() => given, console)
}

describe('refused is', () => {
  test.each([
    ['a\n  await b', 'await outside an async function', 2, 3],
    ['for await (const a of b) {}', 'await outside an async function', 1, 1],
    ['const f = [() => 1, await a]', 'await outside an async function', 1, 21],
    ['if (a) {\n  b(import.meta.url)\n}', 'import.meta does not exist here', 2, 5],
    ['const f = () => import.meta', 'import.meta does not exist here', 1, 17],
    [`${REQUIRE}('a')`, `ninja uses the name ${REQUIRE} itself`, 1, 1],
    [`function f(a,\n  { ${REQUIRE} }) {}`, `ninja uses the name ${REQUIRE} itself`, 2, 5],
    ['await a\nenum B {}', 'an enum makes code', 2, 1],
  ])('%j: %s', (text, message, line, column) => {
    const { script, fault } = scriptOf(parsed(text))
    expect(script).toBeNull()
    expect(fault).toMatchObject({ line, column })
    expect(fault!.message).toContain(message)
  })

  test.each([
    'async function f() { await a }',
    'for (const a of b) {}',
    'const f = async () => { for await (const a of b) await c }',
    'const f = { async g() { await a } }',
    'class A { async f() { await a }\nasync #g() { await b } }',
    'const f = async function () { await a }',
    'function f() { return new.target }',
    `const a = '${REQUIRE}' // ${REQUIRE} await import.meta`,
  ])('not %j', text => {
    expect(scriptOf(parsed(text)).fault).toBeNull()
  })
})

describe('lines', () => {
  const text = `import type { A } from 'a'
import {
  b,
} from 'b'
export function f(c: {
  d: A
}): A {
  return g(c)
}
export default (
  () => {
    throw new Error('here')
  }
)
`

  test('are where they were, columns too, but for what stands before the first', () => {
    const { js, lines } = scriptOf(parsed(text)).script!
    const mine = text.split('\n')
    const theirs = js.split('\n')
    expect(theirs).toHaveLength(mine.length + 1)
    expect(lines).toEqual(mine.map((_, i) => i + 1))
    for (const word of ['return', 'g(c)', 'throw', 'new Error']) {
      const at = mine.findIndex(line => line.includes(word))
      expect(theirs[at].indexOf(word)).toBe(mine[at].indexOf(word))
    }
  })

  test('are what the engine tells of an error', () => {
    const { js } = scriptOf(parsed(text)).script!
    const made = new vm.Script(js, { filename: 'here.ts' }).runInThisContext()(() => ({}), {})
    expect(() => made.default()).toThrow(
      expect.objectContaining({ stack: expect.stringContaining('here.ts:12:11') }),
    )
  })

  test('under edits are told by the map', () => {
    const words = ['one()', 'two()', 'three()', 'four()', 'five()', 'six()']
    const numbered = `import 'a'\n${words.join('\n')}`
    const at = (piece: string) => ({
      start: numbered.indexOf(piece),
      end: numbered.indexOf(piece) + piece.length,
    })
    const edits = [
      { ...at('two()'), by: 'foreign()\nalien()', foreign: true },
      { ...at('four()\nfive()'), by: 'both()' },
      { start: numbered.length, end: numbered.length, by: '\nadded()', foreign: true },
    ]
    const { js, lines } = scriptOf(parsed(numbered), { edits }).script!
    const theirs = js.split('\n').slice(0, -1)
    expect(lines).toHaveLength(theirs.length)
    const told = Object.fromEntries(theirs.slice(1).map((line, i) => [line, lines[i + 1]]))
    expect(told).toEqual({
      'one()': 2,
      'foreign()': 0,
      'alien()': 0,
      'three()': 4,
      'both()': 5,
      'six()': 7,
      'added()': 0,
    })
  })
})

describe('a script is given', () => {
  test('its imports, and not those that there are not: who uses one of them is told', () => {
    const text = "import { a, b, c as d } from 'x'\nexport const e = a, f = () => b, g = () => d"
    const exports = (module: string, name: string): boolean => module === 'x' && name === 'a'
    const made = run(text, { exports }, { a: 1, b: 2, c: 3 })
    expect(made.e).toBe(1)
    expect(made.f).toThrow(new ReferenceError('b is not defined'))
    expect(made.g).toThrow(new ReferenceError('d is not defined'))
  })

  test('a console of its own', () => {
    const said: unknown[] = []
    run("console.log('a')", {}, {}, { log: (word: unknown) => said.push(word) })
    expect(said).toEqual(['a'])
  })

  test('imports that cannot be assigned to', () => {
    expect(() => run("import { a } from 'x'\na = 2", {}, { a: 1 })).toThrow(TypeError)
    expect(() => run("import * as a from 'x'\na = 2", {}, {})).toThrow(TypeError)
  })

  test('strictness, from its first line on and in it', () => {
    expect(() => run('undeclared = 1')).toThrow(ReferenceError)
    expect(run('export const a = (function () { return this })()')).toEqual({ a: undefined })
  })
})

test('what is asked for besides is handed out where there is such a thing, and nothing else', () => {
  const text =
    'function f() {}\nclass A {}\nconst { b } = { b: 1 }\nconst c = 2\nexport const d = 3\ndeclare const e: number\ntype g = 1'
  expect(Object.keys(run(text, { besides: ['f', 'A', 'b', 'd', 'e', 'g', 'h'] })).sort()).toEqual([
    'A',
    'b',
    'd',
    'f',
  ])
  expect(run('const a = 1\nexport { b as a }\nvar b = 2', { besides: ['a'] })).toEqual({ a: 2 })
})

test('of functions with one name the last counts', () => {
  expect(
    run('export function f() { return 1 }\nexport function f() { return 2 }\nexport const a = f()'),
  ).toMatchObject({
    a: 2,
  })
})

test('modules are told once each, those for types left out', () => {
  const text = `import { a } from 'a'
import { b } from 'a'
import { c } from 'c'
import type { d } from 'd'
import 'e'
export * from 'f'
export { g } from 'g'
export type { h } from 'h'
export type * from 'i'
a(b)`
  expect(modulesIn(parsed(text)).sort()).toEqual(['a', 'e', 'f', 'g'])
})
