/** Names by the grammar of ECMAScript: what refers to a value or binds one, and what only looks the same. */
import { describe, expect, test } from 'vitest'
import { type ParsedText, sourceOf } from './source.ts'
import { declaredIn, namesIn, usesIn } from './values.ts'

const programOf = (text: string) => (sourceOf(text) as ParsedText).program

/** In these texts a name with a number is a use, and no other word is. */
const numbered = (text: string): string[] => [...text.matchAll(/\b[ud]\d+\b/g)].map(([name]) => name)

describe('a use is', () => {
  test.each([
    ['a member\u2019s owner, not the member', 'u1.key; u2?.key; u3.key.key(); u4.key?.key'],
    ['what stands in brackets', 'u1[u2]; u3?.[u4]; u5.key[u6]'],
    [
      'the value of a field, not its key',
      "({ key: u1, 'key': u2, 3: u3, key() { u4 }, get key() { return u5 }, ...u6 })",
    ],
    ['the key of a field in brackets', '({ [u1]: u2, [u3]() {}, get [u4]() { return 1 } })'],
    ['a field in short, once', '({ u1, key: { u2 } })'],
    [
      'what a class is made of, not its members',
      'class u1 extends u2 { key = u3; static key = u4; key() { u5 }; static { u6 } }',
    ],
    ['the key of a member in brackets', 'class u1 { [u2] = u3; [u4]() {}; static [u5] }'],
    ['no private member', 'class u1 { #key = u2; #other() { this.#key; u3.#other() } }'],
    ['no label', 'key: for (;;) { if (u1) continue key; break key }'],
    ['no import', "import key from 'a'\nimport { other, x as y } from 'a'\nimport * as z from 'a'\nu1"],
    [
      'what is exported, not as what',
      'const u1 = 1, u2 = 2\nexport { u1, u2 as key }\nexport * as other from "a"',
    ],
    ['no word of its own', 'function u1() { return new.target }\nu2.meta'],
    ['a part that is taken, not the field it is in', 'const { key: u1 = u2, u3, u4 = u5, ...u6 } = u7'],
    ['a place of a list', 'const [u1, , [u2 = u3], ...u4] = u5'],
    ['what is assigned to', 'u1 = u2; ({ key: u3, u4 } = u5); [u6, u7.key] = u8; u9++; delete u10.key'],
    ['a parameter', 'function u1(u2, { key: u3 }, [u4] = u5, ...u6) { return u7 }'],
    ['a parameter of an arrow', 'const u1 = (u2, u3 = u4) => u5, u6 = async u7 => await u8'],
    ['what a loop goes through', 'for (const u1 of u2) u3\nfor (u4 in u5) {}\nfor (let u6 = u7; u8; u9) {}'],
    ['a case', 'switch (u1) { case u2: u3; break\ndefault: u4 }'],
    ['what is caught', 'try { u1 } catch (u2) { u3 } finally { u4 }\ntry {} catch ({ key: u5 }) {}'],
    ['what is in a template', `\`$\{u1}\`; u2\`key $\{u3}\``],
    ['no type', 'let u1: key = u2 as key; function u3<key>(u4?: key): key { return <key>u5! satisfies key }'],
    [
      'no declared type',
      'interface key { key: key }\ntype other = typeof key\nclass u1<key> implements key { [key: string]: key }',
    ],
    [
      'nothing that is only declared',
      'declare const key: other\ndeclare function other(x: key): void\ndeclare class x extends y {}\nu1',
    ],
    ['no abstract member', 'abstract class u1 { abstract key: other\nabstract x(key: y): void\nz: y = u2 }'],
    [
      'no import or export of a type',
      "import type { key } from 'a'\nimport { type x } from 'a'\nexport type { y } from 'a'\nexport { type z } from 'a'\nu1",
    ],
    ['none of a word in quotes', "'key'; /key/; // key\nu1"],
  ])('%s', (_, text) => {
    const uses = usesIn(programOf(text))
    expect(uses.map(({ name }) => name)).toEqual(numbered(text))
    for (const { name, start, end } of uses) expect(text.slice(start, end)).toBe(name)
  })

  test('a name by itself', () => {
    const [statement] = programOf('a').body
    if (statement.type !== 'ExpressionStatement') throw statement
    expect(usesIn(statement.expression)).toEqual([{ name: 'a', start: 0, end: 1, shorthand: false }])
  })

  test('marked where it is a field in short', () => {
    const uses = usesIn(programOf('({ a, b: c, [d]: e }); const { f, g: h } = i'))
    expect(uses.filter(({ shorthand }) => shorthand).map(({ name }) => name)).toEqual(['a', 'f'])
  })

  test('looked for in a part of a text only, where that is asked', () => {
    const [first, second] = programOf('a(b)\nc(d)').body
    expect(usesIn(first).map(({ name }) => name)).toEqual(['a', 'b'])
    expect(usesIn(second).map(({ name }) => name)).toEqual(['c', 'd'])
  })
})

describe('declared is', () => {
  test.each([
    ['a variable', 'var d1 = a; let d2; const d3 = b, d4 = c'],
    ['a part of a pattern', 'const { key: d1 = a, d2, ...d3 } = b, [d4, , [d5 = c], ...d6] = d'],
    ['a function and what it takes', 'function d1(d2, { key: d3 }, [d4] = [], ...d5) {}'],
    [
      'a function without a name, and what it takes',
      'a = function ({ key: d1 }) {}; b = (d2, d3 = a) => d2; c = async d4 => d4',
    ],
    ['a function that is a value, by its own name', 'a = function d1() {}; b = class d2 {}'],
    [
      'a method\u2019s parameter, not the method',
      'a = { key(d1) {}, set key(d2) {} }; class d3 { key(d4) {}; #key(d5) {}; constructor(d6) {} }',
    ],
    ['what is caught', 'try {} catch (d1) {}\ntry {} catch ({ key: d2 }) {}\ntry {} catch {}'],
    ['what a loop goes through', 'for (const d1 of a) {}\nfor (const [d2] in b) {}\nfor (let d3 = 0; ; ) {}'],
    ['what is within others', 'const d1 = () => { if (a) { const d2 = () => { var d3 } } }'],
    ['nothing that is assigned to', 'a = 1; [b] = c; ({ d } = e)'],
    [
      'no label, no type',
      'key: for (;;) {}\ntype A = 1\ninterface B { (a: C): void }\ndeclare const e: F\nlet d1: (g: H) => I',
    ],
  ])('%s', (_, text) => {
    expect([...declaredIn(programOf(text))].sort()).toEqual([...new Set(numbered(text))].sort())
  })
})

test('a pattern gives values to its names, not to members', () => {
  const [statement] = programOf('[a, b.c, { d: e, f = g, ...h }, [i]] = j').body
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression')
    throw statement
  expect(namesIn(statement.expression.left)).toEqual(['a', 'e', 'f', 'h', 'i'])
})
