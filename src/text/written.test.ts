import { describe, expect, test } from 'vitest'
import { type ParsedText, sourceOf } from './source.ts'
import type { Node } from './tree.ts'
import {
  assigns,
  callsOf,
  importedBy,
  isClass,
  isField,
  isMethod,
  isName,
  operands,
  otherFunctions,
  resultType,
  returned,
  takenApart,
  textOf,
  typedParameters,
  type Written,
  within,
  writtenIn,
} from './written.ts'

const written = (text: string, name = 'f'): Written => writtenIn(sourceOf(text) as ParsedText, name)!

/** A function `f` with this body. */
const withBody = (body: string): Written => written(`function f(a, b) {\n${body}\n}`)

const texts = (of: Written, nodes: readonly Node[]): string[] => nodes.map(node => textOf(of, node))

test.each([
  ['a function', 'export function f(a, { b, c: [d] }, e = 1, ...g) {}', ['a', 'b', 'd', 'e', 'g']],
  ['an arrow', 'const f = async ({ a }) => a', ['a']],
  ['a function that is a value', 'let f = function (a) {}', ['a']],
  ['one without parameters', 'function f() {}', []],
])('%s is found with the names that it takes', (_, text, parameters) => {
  expect(written(text)).toMatchObject({ name: 'f', parameters })
})

test('a method is found by its class and its name', () => {
  const text = 'class A { f(a) {}; g = b => b }\nfunction f(c) {}'
  expect(written(text, 'A.f').parameters).toEqual(['a'])
  expect(written(text, 'A.g').parameters).toEqual(['b'])
  expect(written(text, 'f').parameters).toEqual(['c'])
  expect([isMethod(written(text, 'A.f')), isMethod(written(text, 'f'))]).toEqual([true, false])
})

test.each(['const f = 1', 'class f {}', 'function g() {}', ''])('%j has no function f', text => {
  expect(writtenIn(sourceOf(text) as ParsedText, 'f')).toBeNull()
})

test('types are noted beside parameters that have a name, and behind them', () => {
  const f = written('function f(a: Value | number, b, { c }: C, ...d: D[]): readonly Value[] {}')
  expect(typedParameters(f)).toEqual([
    { name: 'a', type: 'Value | number' },
    { name: 'b', type: '' },
  ])
  expect(resultType(f)).toBe('readonly Value[]')
  expect(resultType(written('const f = () => 1'))).toBe('')
})

describe('the object that a function takes apart in braces', () => {
  const scope =
    "interface Scope {\n  a: number\n  readonly b?: Tensor\n  'c d': E\n  f(): G\n}\ninterface Other { x: number }\n"
  test.each([
    ['has the fields of its type', 'function f({ a }: Scope) {}', { type: 'Scope', fields: ['a', 'b'] }],
    [
      'has none where the type is none of the file',
      'function f({ a }: Elsewhere) {}',
      { type: 'Elsewhere', fields: [] },
    ],
    [
      'has the fields that are not left out',
      "function f({ a }: Omit<Scope, 'b' | 'x'>) {}",
      { type: 'Scope', fields: ['a'] },
    ],
    ['has a type of elsewhere', 'function f({ a }: A.B) {}', null],
    ['is not said to leave out from what', 'function f({ a }: Omit) {}', { type: '', fields: [] }],
    ['has no type', 'function f({ a }) {}', null],
    ['has a type without a name', 'function f({ a }: { a: number }) {}', null],
    ['is not there: it has a name', 'function f(a: Scope) {}', null],
    ['is not the first', 'function f(a, { b }: Scope) {}', null],
    ['is not there', 'function f() {}', null],
  ])('%s', (_, text, expected) => {
    expect(takenApart(written(`${scope}${text}`))).toEqual(expected)
    expect(takenApart(written(`export ${scope}${text}`))).toEqual(expected)
    expect(takenApart(written(`const x = 1\nx()\n${text}\n${scope}`))).toEqual(expected)
  })
})

test('other functions of the file are told, without those that its parameters hide', () => {
  const text =
    'function f(g, { h }) {}\nfunction g() {}\nconst h = () => 1\nconst i = () => 2\nconst j = 3\nclass K { m() {} }'
  expect(otherFunctions(written(text))).toEqual(['i', 'K.m'])
})

test('classes of the file and their fields are told', () => {
  const f = written(
    'class A { a = 1; b: number; c() {}; static d = 2; #e = 3 }\nexport class B {}\nconst C = class {}\nfunction f() {}',
  )
  expect(['A', 'B', 'C', 'f'].filter(name => isClass(f, name))).toEqual(['A', 'B'])
  expect(['a', 'b', 'c', 'd', 'e', 'A'].filter(name => isField(f, name))).toEqual(['a', 'b', 'd'])
})

test('what its file imports from the library is told, nothing else', () => {
  expect(
    importedBy(written("import { a } from 'backprop-ninja'\nimport { b } from './b.ts'\nfunction f() {}")),
  ).toEqual(['a'])
})

test('nodes are told in the order of the text, types of them only', () => {
  const f = withBody('b(a(1))\nconst c = g(2)')
  expect(texts(f, within(f, 'CallExpression'))).toEqual(['b(a(1))', 'a(1)', 'g(2)'])
  expect(texts(f, within(f, 'VariableDeclaration'))).toEqual(['const c = g(2)'])
})

describe('it returns', () => {
  test.each([
    ['what stands behind return', 'if (a) return 1\nreturn [b]', ['1', '[b]']],
    [
      'nothing that a function within returns',
      'return c(() => { return 1 }, { d() { return 2 } })',
      ['c(() => { return 1 }, { d() { return 2 } })'],
    ],
    ['not nothing', 'return\nreturn', []],
  ])('%s', (_, body, expected) => {
    const f = withBody(body)
    expect(texts(f, returned(f))).toEqual(expected)
  })

  test('what stands behind the arrow', () => {
    const f = written('const f = a => a.b(() => { return 1 })')
    expect(texts(f, returned(f))).toEqual(['a.b(() => { return 1 })'])
  })
})

test.each([
  ['a + b * c', ['a', 'b * c', 'b', 'c']],
  ['a - b / c ** d', ['a', 'b / c ** d', 'b', 'c ** d', 'c', 'd']],
  ['-a', ['a']],
  ['a += b; c **= d; e = f; g ||= h', ['b', 'd']],
  ['a % b; a < b; a === b; a & b; !a; +b; a && b; a++', []],
])('the operands of %j', (body, expected) => {
  const f = withBody(body)
  expect(texts(f, operands(f)).sort()).toEqual([...expected].sort())
})

test('a node is a name, or is more than that', () => {
  const f = withBody('a; this; a.b; (a); this.a; a()')
  const nodes = within(f, 'ExpressionStatement').map(({ expression }) => expression)
  expect(nodes.map(node => isName(node, 'a'))).toEqual([true, false, false, true, false, false])
  expect(nodes.map(node => isName(node, 'this'))).toEqual([false, true, false, false, false, false])
  expect([isName(null, 'a'), isName(undefined, 'this')]).toEqual([false, false])
})

test('calls are those of the function by its name', () => {
  const f = withBody('a(1); b.a(2); c(a); d(() => a(3)); new a(4)')
  expect(texts(f, callsOf(f, 'a'))).toEqual(['a(1)', 'a(3)'])
})

test.each([
  ['d = 1', true],
  ['if (a) { b(() => { d = 1 }) }', true],
  ['d += 1', false],
  ['a.d = 1', false],
  ['const d = 1', false],
  ['d == 1', false],
  ['[d] = a', false],
])('%j gives d a value: %s', (body, expected) => {
  expect(assigns(withBody(body), 'd')).toBe(expected)
})
