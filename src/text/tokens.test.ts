import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sameCode, stretchesOf } from './tokens.ts'

describe('the same code is', () => {
  test.each([
    ['return a.sum(0, { keepdim: true })', 'return a // first\n  .sum(0, {keepdim: true,}, );\n'],
    ['const a = [1, 2]\nreturn a', '/* b */ const a = [\n  1,\n  2,\n];\n\nreturn a;;'],
    ['function f(a, b) { return 1 }', 'function f(\n  a,\n  b,\n)\n{\nreturn 1;\n}'],
    ['if (a) { b() }', 'if(a){b();}'],
    ['a = b;\n(c)', 'a = b\n;(c)'],
    ['for (;;) a()', 'for ( ; ; )\n  a()'],
    ['class A { b = 1; c() {} }', 'class A {\n  b = 1\n  c() {}\n}'],
    ['', '// nothing\n'],
    ['a = = b', 'a = = b'],
  ])('%j, and %j', (one, other) => {
    expect(sameCode(one, other)).toBe(true)
    expect(sameCode(other, one)).toBe(true)
  })
})

describe('not the same code is', () => {
  test.each([
    ['return a.add(b)', 'return b.add(a)'],
    ['return a.sum(0)', 'return a.sum(0, 1)'],
    ['a = b;(c)', 'a = b\n(c)'],
    ['return a', 'return\na'],
    ['[a, , b]', '[a, b]'],
    ['[,]', '[]'],
    ['[a, , ]', '[a, ]'],
    ['for (; a;) b()', 'for (; ; a) b()'],
    ['f(1.0)', 'f(1)'],
    ['(a)', 'a'],
    // What is quoted counts to the letter.
    ["f('a b')", "f('ab')"],
    ["f('// a')", "f('// b')"],
    ["f('a')", 'f("a")'],
    ["f(';')", "f('')"],
    ["f(',')", "f('')"],
    ['f(`a  b`)', 'f(`a b`)'],
    ['f(`;`)', 'f(``)'],
    // What cannot be read is the same to the letter only.
    ['a = = b', 'a == b'],
    ['a = = b', 'a  = = b'],
    ['a', 'a = ='],
  ])('%j, and %j', (one, other) => {
    expect(sameCode(one, other)).toBe(false)
    expect(sameCode(other, one)).toBe(false)
  })
})

test('code of any depth is the same to the letter, or is not', () => {
  const deep = `a${'.b'.repeat(60_000)}`
  expect(sameCode(deep, deep)).toBe(true)
  expect(sameCode(deep, `${deep};`)).toBe(false)
})

/** The stretches of one look, spaces at their ends left aside. */
const stretches = (code: string, look: string): string[] =>
  stretchesOf(code)
    .filter(one => one.look === look)
    .map(({ text }) => text.trim())

describe('in a colour of its own is', () => {
  test.each([
    [
      'a comment',
      'comment',
      '// one\na /* two\nthree */ + b // four',
      ['// one', '/* two\nthree */', '// four'],
    ],
    ['what is quoted', 'quoted', `a('b', "c // d") + 'e\\'f'`, ["'b'", '"c // d"', "'e\\'f'"]],
    ['a template, but not what it asks for', 'quoted', `f(\`a$\{b}c\`)`, ['`', 'a', 'c', '`']],
    ['what is to fill in', 'blank', 'return TODO() // TODO()\nTODO().TODO', ['TODO()', 'TODO()']],
    [
      'a word of the language',
      'keyword',
      'const a = async () => { for (const b of c) await new D() }',
      'const async for const of await new'.split(' '),
    ],
    ['not a member', 'keyword', 'a.of(b.from).class?.import', []],
    ['not a part of a word', 'keyword', 'constant + of_ + $if + newer', []],
    ['not a word that is quoted', 'keyword', "'const' // let", []],
    ['nothing else', 'plain', "a(1, 'b')", ['a(1,', ')']],
  ])('%s', (_, look, code, expected) => {
    expect(stretches(code, look)).toEqual(expected)
  })
})

test('what cannot be read as a whole is read line by line, and what cannot be read so either is plain', () => {
  expect(stretchesOf("const a = = 'b' // c")).toEqual([{ text: "const a = = 'b' // c", look: 'plain' }])
  expect(stretchesOf("f(= {\n  return 'a' // b\n\n}")).toEqual([
    { text: 'f(= {', look: 'plain' },
    { text: '\n', look: 'plain' },
    { text: '  ', look: 'plain' },
    { text: 'return', look: 'keyword' },
    { text: ' ', look: 'plain' },
    { text: "'a'", look: 'quoted' },
    { text: ' ', look: 'plain' },
    { text: '// b', look: 'comment' },
    { text: '\n', look: 'plain' },
    { text: '\n', look: 'plain' },
    { text: '}', look: 'plain' },
  ])
  expect(stretchesOf('')).toEqual([])
})

test('every character belongs to one stretch, and none is empty', () => {
  const folder = new URL('.', import.meta.url)
  const files = readdirSync(folder).filter(name => name.endsWith('.ts'))
  expect(files.length).toBeGreaterThan(0)
  for (const name of files) {
    const text = readFileSync(new URL(name, folder), 'utf8')
    const all = stretchesOf(text)
    expect(all.map(one => one.text).join('')).toBe(text)
    expect(all.filter(one => one.text === '')).toEqual([])
    expect(all.length).toBeGreaterThan(1)
  }
})
