/** Classes: which there are, what their members are called, and whose each line of a text is. */
import { describe, expect, test } from 'vitest'
import { bodySpan, classesIn, definitionsIn, ownersIn, remarksIn } from './definitions.ts'
import { type ParsedText, sourceOf } from './source.ts'

const parsed = (text: string): ParsedText => sourceOf(text) as ParsedText

test('classes are found at the top, exported or not', () => {
  const text = `class A {}
export class B<T> extends A implements C {}
export abstract class D {}
export default class E {}
const F = class {}
function g() { class H {} }
interface I {}
const j = 1`
  expect([...classesIn(parsed(text)).keys()]).toEqual(['A', 'B', 'D', 'E'])
  expect([...classesIn(parsed('export default class {}')).keys()]).toEqual([])
})

test('of a class each member is told that can be called and has a name, with its own line', () => {
  const text = `export class A {
  a = 1
  b() {}
  static c<T>(): T { return 1 as T }
  async *d() {}
  get e() { return 1 }
  readonly f = () => {}
  g = function () {}
  private h(): void {}
  constructor() {}
  i(): void
  i() {}
  [j]() {}
  'k'() {}
  #l() {}
  static {}
  m: () => void
  [n: string]: unknown
}`
  const members = [...definitionsIn(parsed(text))].map(([name, { line, code }]) => [
    name,
    line,
    code !== null,
  ])
  expect(members).toEqual([
    ['A.b', 3, true],
    ['A.c', 4, true],
    ['A.d', 5, true],
    ['A.e', 6, true],
    ['A.f', 7, true],
    ['A.g', 8, true],
    ['A.h', 9, true],
    ['A.constructor', 10, true],
    ['A.i', 12, true],
  ])
})

test('of a class that has no name, members have none before their own', () => {
  expect([...definitionsIn(parsed('export default class {\n  a() {}\n}')).keys()]).toEqual(['.a'])
})

test('what is defined is all of it, but for `export`', () => {
  const text =
    'export function f(): void {}\nexport const g = 1, h = () => 2;\nclass A {\n  static async b() {}\n}'
  const all = [...definitionsIn(parsed(text)).values()]
  expect(all.map(({ node }) => text.slice(node.start!, node.end!))).toEqual([
    'function f(): void {}',
    'const g = 1, h = () => 2;',
    'const g = 1, h = () => 2;',
    'static async b() {}',
  ])
  expect(all.map(({ code }) => code?.type ?? null)).toEqual([
    'FunctionDeclaration',
    null,
    'ArrowFunctionExpression',
    'ClassMethod',
  ])
})

test('values that are taken apart are defined each by itself', () => {
  const found = definitionsIn(parsed('const { a, b: [c], ...d } = f()'))
  expect([...found.values()].map(({ name, code }) => [name, code])).toEqual([
    ['a', null],
    ['c', null],
    ['d', null],
  ])
})

test.each([
  ['function f(a = {}) { return 1 }', ' return 1 '],
  ['const f = () => {}', ''],
  ['const f = a => a.b', 'a.b'],
  ['const f = function (): { a: 1 } { return b }', ' return b '],
])('the body of %j is %j', (text, body) => {
  const { start, end } = bodySpan(definitionsIn(parsed(text)).get('f')!.code!)
  expect(text.slice(start, end)).toBe(body)
})

describe('each line belongs to the exported function or method that it is in, or comes after', () => {
  /** A line each, and whose it is. */
  const ownersOf = (...rows: readonly (readonly [line: string, owner: string])[]): void => {
    expect(ownersIn(rows.map(([line]) => line).join('\n'))).toEqual(rows.map(([, owner]) => owner))
  }

  test('of functions', () => {
    ownersOf(
      ['// begin', ''],
      ['export function f(', 'f'],
      ['  a,', 'f'],
      [') {', 'f'],
      ['}', 'f'],
      ['// between', 'f'],
      ['function help() {}', 'f'],
      ['const g = () => 1', 'f'],
      ['export async function* h() {}', 'h'],
      ['', 'h'],
    )
  })

  test('of methods', () => {
    ownersOf(
      ['export function f() {}', 'f'],
      ['export class A {', ''],
      ['  a = 1', ''],
      ['  static b() {', 'A.b'],
      ['  }', 'A.b'],
      ['  c = 2', 'A.b'],
      ['  d = () => 3', 'A.d'],
      ['}', 'A.d'],
      ['export const g = 1', 'A.d'],
      ['class B { h() {} }', 'A.d'],
      ['export class C { i() {} }', 'C.i'],
      ['export type D = 1', 'C.i'],
      ['export { g as j }', 'C.i'],
      ['export default function k() {}', 'C.i'],
    )
  })

  test('of a text that has a mistake in it', () => {
    ownersOf(
      ['export function f() {', ''],
      ['  return (', ''],
      ['}', ''],
      ['', ''],
      ['export function g() {', 'g'],
      ['}', 'g'],
    )
    expect(ownersIn('a = = b\nexport function f() {}')).toEqual(['', ''])
  })
})

test('remarks are what stands behind the statements in which a function makes one value', () => {
  const text = `export function forward({ x }) {
  const a = x.mul(2)      // (n, 1)
  let b = a               /* a number */
  const c = a
    .sum()                //   over two lines
  const d = 1; const e = 2 // last
  const f = 3
  // not behind
  const { g, h } = x      // two
  const i = () => {
    const j = 1           // within
  }                       // of i
  return a                // no value
}
const k = 1               // outside`
  expect(remarksIn(parsed(text), 'forward')).toEqual([
    { made: 'a', comment: '(n, 1)' },
    { made: 'b', comment: 'a number' },
    { made: 'c', comment: 'over two lines' },
    { made: 'd', comment: 'last' },
    { made: 'e', comment: 'last' },
    { made: 'i', comment: 'of i' },
  ])
  expect(remarksIn(parsed(text), 'k')).toEqual([])
  expect(remarksIn(parsed(text), 'other')).toEqual([])
})
