import { describe, expect, test } from 'vitest'
import {
  assignmentsIn,
  type Expression,
  expressionsIn,
  expressionsOf,
  loopHeads,
  namesUsedIn,
  returnedBy,
} from './expressions.ts'
import type { Span } from './tree.ts'

const texts = (code: string, spans: readonly Span[]): string[] =>
  spans.map(({ start, end }) => code.slice(start, end))

describe('the outermost expressions of a piece of code, in order', () => {
  test.each([
    ['what is returned', 'return a.mul(b)', ['a.mul(b)']],
    ['what is declared, not as what', 'const a = b, { c, d = e } = f', ['b', 'f']],
    ['what is assigned, not to what', 'a = b\na.c += d.e', ['b', 'd.e']],
    [
      'what a loop goes through',
      'for (const [i, x] of xs.entries()) if (x > 0) f(i)',
      ['xs.entries()', 'x > 0', 'f(i)'],
    ],
    [
      'what a function within is made of',
      'const f = (a, b = 1) => a.b\nfunction g(c) { return c }',
      ['a.b', 'c'],
    ],
    ['what is in brackets, with them', 'return (a + b)', ['(a + b)']],
    ['no types', 'const a: B<C> = d\ntype E = typeof f\nlet g = h as I', ['d', 'h']],
    ['no code that cannot be read', 'return a = = b', []],
    ['what a case is', 'switch (a) { case b: c }', ['a', 'b', 'c']],
    ['nothing', '', []],
  ])('are %s', (_, code, expected) => {
    expect(texts(code, expressionsOf(code))).toEqual(expected)
  })
})

/** A tree in brackets: kind, and what stands below. */
const drawn = (code: string, { kind, start, end, parts }: Expression): string =>
  parts.length === 0
    ? `${kind} ${code.slice(start, end)}`
    : `${kind} ${code.slice(start, end)} [${parts.map(part => drawn(code, part)).join(', ')}]`

describe('an expression is a tree with its parts in order', () => {
  test.each([
    ['a', 'name a'],
    ['1.5e-3', 'number 1.5e-3'],
    ["'a'", "other 'a'"],
    ['a.b', 'member a.b [name a]'],
    ['a.b(c, 1)', 'call a.b(c, 1) [member a.b [name a], name c, number 1]'],
    ['a + b * 2', 'binary a + b * 2 [name a, binary b * 2 [name b, number 2]]'],
    ['-a', 'unary -a [name a]'],
    ['!a', 'other !a [name a]'],
    ['[a, , ...b]', 'array [a, , ...b] [name a, name b]'],
    [
      'f({ a: 1, b, [c]: d, ...e })',
      'call f({ a: 1, b, [c]: d, ...e }) [name f, object { a: 1, b, [c]: d, ...e } [number 1, name b, name c, name d, name e]]',
    ],
    ['a[b]', 'other a[b] [name a, name b]'],
    ['a?.b', 'other a?.b [name a]'],
    ['a ? b : c', 'other a ? b : c [name a, name b, name c]'],
    ['f(x => x.T)', 'call f(x => x.T) [name f, other x => x.T [member x.T [name x]]]'],
    [
      'f((x, { y }, z = 1) => { return x })',
      'call f((x, { y }, z = 1) => { return x }) [name f, other (x, { y }, z = 1) => { return x } [name x]]',
    ],
    ['f(a = b)', 'call f(a = b) [name f, other a = b [name b]]'],
    ['a as B', 'name a'],
    ['f(a!, b as C)', 'call f(a!, b as C) [name f, name a, name b]'],
    ['new A(b)', 'other new A(b) [name A, name b]'],
    ['(a)', 'other (a) [name a]'],
    ['((a))', 'other ((a)) [name a]'],
    [
      'f((a), ( ( b + c ) ))',
      'call f((a), ( ( b + c ) )) [name f, other (a) [name a], other ( ( b + c ) ) [binary b + c [name b, name c]]]',
    ],
    ['( /* ( */ a /* ) */ )', 'other ( /* ( */ a /* ) */ ) [name a]'],
    ['(a.b).c', 'member (a.b).c [other (a.b) [member a.b [name a]]]'],
  ])('%s', (code, tree) => {
    const [root] = expressionsOf(`return ${code}`).map(one => drawn(`return ${code}`, one))
    expect(root).toBe(tree)
  })

  test('which says what each is', () => {
    const [root] = expressionsOf('return a.sum(0) ** 2')
    expect(root).toMatchObject({
      kind: 'binary',
      operator: '**',
      left: {
        kind: 'call',
        callee: { kind: 'member', name: 'sum', of: { kind: 'name', name: 'a' } },
        args: [{ kind: 'number', value: 0 }],
      },
      right: { kind: 'number', value: 2 },
    })
  })

  test('of which all are told, from the root', () => {
    const code = 'return a.b(1)'
    expect(texts(code, expressionsOf(code).flatMap(expressionsIn))).toEqual(['a.b(1)', 'a.b', 'a', '1'])
  })
})

test.each([
  ['return a.b', ['a.b']],
  ['if (a) return (1)\nreturn', ['(1)']],
  ['return a = = b', []],
])('%j returns %j', (code, expected) => {
  expect(texts(code, returnedBy(code))).toEqual(expected)
})

test.each([
  ['a = 1\nb += 2\nc.d **= 3', ['=', '+=', '**=']],
  ['const a = b == c', []],
  ['a /* = */ = b', ['=']],
  ['a[b = 1] = 2', ['=', '=']],
  ['a = = b', []],
])('%j assigns by %j', (code, signs) => {
  const found = assignmentsIn(code)
  expect(found.map(({ sign }) => sign)).toEqual(signs)
  expect(texts(code, found)).toEqual(signs)
})

test('a sign that assigns is found where it stands', () => {
  const [first, second] = assignmentsIn('a[b = 1] = 2').sort((a, b) => a.start - b.start)
  expect([first.start, second.start]).toEqual([4, 9])
  expect(assignmentsIn('a /* = */ = b')[0].start).toBe(10)
})

test.each([
  ['for (let i = 0; i < n; i++) a()', ['for (let i = 0; i < n; i++) ']],
  ['for (const a of b) { c }', ['for (const a of b) ']],
  ['for (const a in b) c', ['for (const a in b) ']],
  ['while (a) { while (b) c }', ['while (a) ', 'while (b) ']],
  ['do { a } while (b)', [' while (b)']],
  ['if (a) b', []],
  ['for (', []],
])('the heads of loops in %j are %j', (code, heads) => {
  expect(texts(code, loopHeads(code))).toEqual(heads)
})

test('names are told once each: those of values, not of members, options and literals', () => {
  expect(namesUsedIn("return a.b(c, { keepdim: true, a }) // d\nconst e = 'f'")).toEqual(['a', 'c', 'e'])
  expect(namesUsedIn('return a = = b')).toEqual([])
})
