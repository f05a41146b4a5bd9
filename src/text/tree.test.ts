import { describe, expect, test } from 'vitest'
import { type ParsedText, sourceOf } from './source.ts'
import { childrenOf, lineOf, type Node, nodesOf, ownOf, placesIn } from './tree.ts'

const programOf = (text: string) => (sourceOf(text) as ParsedText).program
const textOf = (text: string, { start, end }: Node): string => text.slice(start!, end!)

test('of a tree each node is told once, behind the one it belongs to', () => {
  const text = `class A { b = [1, , \`c$\{d}\`]; e({ f }: G = {}) { return /h/ } }`
  const places = placesIn(programOf(text))
  expect(new Set(places.map(({ node }) => node)).size).toBe(places.length)
  for (const [i, { node, parent }] of places.entries()) {
    const at = places.findIndex(place => place.node === parent)
    expect(at).toBeLessThan(i)
    expect(parent === null ? i : childrenOf(parent).includes(node)).toBe(parent === null ? 0 : true)
  }
  const words = places.flatMap(({ node }) => (node.type === 'Identifier' ? node.name : []))
  expect([...new Set(words)].sort()).toEqual(['A', 'G', 'b', 'd', 'e', 'f'])
})

test('a tree of any depth is told', () => {
  const places = placesIn(programOf(`a${'.b'.repeat(60_000)}`))
  expect(places.filter(({ node }) => node.type === 'MemberExpression')).toHaveLength(60_000)
})

describe('a node is a type, or belongs to one, where nothing is left of it when the program runs', () => {
  test.each([
    ['type t1 = t2', 't1 t2'],
    ['interface t1<T> extends t2 { t3: t4 }', 't1 t2 t3 t4'],
    ['let a: t1 = b as t2', 't1 t2'],
    ['f<t1>(a satisfies t2)', 't1 t2'],
    ['a!; <t1>b; c<t2>', 't1 t2'],
    [
      'declare const t1: t2\ndeclare function t3(t4: t5): void\ndeclare class t6 { t7: t8 }',
      't1 t2 t3 t4 t5 t6 t7 t8',
    ],
    ['declare namespace t1 { let t2: t3 }\ndeclare enum t4 { t5 }', 't1 t2 t3 t4 t5'],
    [
      'export declare const t1: t2\nexport type t3 = 1\nexport interface t4 {}\nexport default interface t5 {}',
      't1 t2 t3 t4 t5',
    ],
    ['import type t1 from "a"\nimport { type t2, b } from "a"\nimport type t4 = require("a")', 't1 t2 t4'],
    ['export type { t1 } from "a"\nexport { type t2, b } from "a"\nexport type * as t3 from "a"', 't1 t2 t3'],
    ['function f(): void\nfunction f(a?: t1): asserts a is t2 {}', 't1 t2'],
    [
      'abstract class A extends B<t1> implements t2 { abstract t3: t4; abstract t5(t6: t7): t8; [t9: string]: t10; a = 1 }',
      't1 t2 t3 t4 t5 t6 t7 t8 t9 t10',
    ],
    ['enum A {}\nnamespace B { c }\nexport = d', ''],
  ])('%s', (text, expected) => {
    const named = placesIn(programOf(text)).flatMap(({ node, typed }) =>
      node.type === 'Identifier' ? { name: node.name, typed } : [],
    )
    const types = named.filter(({ name, typed }) => typed && /^t\d/.test(name)).map(({ name }) => name)
    expect(named.filter(({ name, typed }) => !typed && /^t\d/.test(name))).toEqual([])
    expect([...new Set(types)].sort()).toEqual(expected.split(' ').filter(Boolean).sort())
  })

  test('and belongs to one where another is around it', () => {
    const places = placesIn(programOf('let a: B<C> = d'))
    expect(places.filter(({ inType }) => inType).every(({ typed }) => typed)).toBe(true)
    expect(places.flatMap(({ node, typed, inType }) => (typed && !inType ? node.type : []))).toEqual([
      'TSTypeAnnotation',
    ])
  })
})

test('nodes of a type are told in the order of the text', () => {
  const text = 'class A extends f(1) { [f(2)] = f(3) }\nf(4, f(5))'
  expect(nodesOf(programOf(text), 'CallExpression').map(node => textOf(text, node))).toEqual([
    'f(1)',
    'f(2)',
    'f(3)',
    'f(4, f(5))',
    'f(5)',
  ])
})

test('a node\u2019s own are those that no function within it has', () => {
  const text = `a(0); function f() { a(1) }
const g = () => a(2), h = function () { a(3) }, i = { j() { a(4) }, k: a(5) }
class A { l() { a(6) }; #m() { a(7) } }
if (n) { a(8) }`
  const own = (root: Node): string[] =>
    ownOf(root, nodesOf(root, 'CallExpression')).map(node => textOf(text, node))
  const program = programOf(text)
  expect(own(program)).toEqual(['a(0)', 'a(5)', 'a(8)'])
  expect(own(nodesOf(program, 'FunctionDeclaration')[0])).toEqual(['a(1)'])
})

test('a node has the line that it begins in', () => {
  expect(programOf('a\n\n\n  b(\n)').body.map(lineOf)).toEqual([1, 4])
})
