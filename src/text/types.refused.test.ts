/** What types cannot be taken from by their places alone is refused, and nothing else is. */
import { describe, expect, test } from 'vitest'
import { type ParsedText, sourceOf } from './source.ts'
import { compiledBy, differenceFrom, untyped } from './testing.ts'
import { typesIn } from './types.ts'

describe('what cannot be taken away is refused, where it begins', () => {
  test.each([
    ['enum A {}', 'an enum makes code', 1],
    ['export const enum A {}', 'an enum makes code', 8],
    ['a; namespace B {}', 'a namespace makes code', 4],
    ['export module A.B {}', 'a namespace makes code', 8],
    ["import a = require('b')", 'import x = …', 1],
    ['import a = b.c', 'import x = …', 1],
    ['export import a = b.c', 'import x = …', 1],
    ['export = a', 'export = …', 1],
    ['class A { constructor(private a) {} }', 'private, public or readonly', 23],
    ['class A { constructor(b, readonly a = 1) {} }', 'private, public or readonly', 26],
    ['return_ = () => { return <A>\na }', 'write x as T, not <T>x', 26],
    ['a = <A\n>b', 'write x as T, not <T>x', 5],
    ['a = <A>\n(b)', 'write x as T, not <T>x', 5],
    ['<A>{ b }', 'write x as T, not <T>x', 1],
    ['a => <A>{ b }.c + 1', 'write x as T, not <T>x', 6],
    ['<A>function () {}', 'write x as T, not <T>x', 1],
    ['<A>async  function () {}', 'write x as T, not <T>x', 1],
    ['export default <A>class {}', 'write x as T, not <T>x', 16],
  ])('%j: %s', (text, message, column) => {
    const { fault } = typesIn(sourceOf(text) as ParsedText)
    expect(fault).toMatchObject({ line: 1, column })
    expect(fault!.message).toContain(message)
  })

  test('where it stands, in a text of several lines', () => {
    const { fault } = typesIn(sourceOf('a\n\n  enum B {}\n') as ParsedText)
    expect(fault).toMatchObject({ line: 3, column: 3 })
  })
})

describe('a cast that binds its left side together is refused, as the compiler refuses it', () => {
  const signs = ['**', '*', '/', '%', '+', '-', '<<', '>>', '>>>', '<', '>', '<=', '>=', 'in', 'instanceof']
  const looser = ['==', '!=', '===', '!==', '&', '^', '|', '&&', '||', '??', ',', '=', '? a :', ') + (']
  const rows = [...signs, ...looser].flatMap(one => [...signs, ...looser].map(other => [one, other] as const))
  const texts = rows.map(([one, other]) => `(a ${one} b as A ${other} c)`)
  const compiled = compiledBy(texts)

  /** `??` beside `&&` is no JavaScript; `A <=` is more than @babel/parser can read; of `**` there is no first without brackets. */
  const isRefusedToo = (one: string, other: string): boolean =>
    (/&&|\|\||\?\?/.test(one) && /&&|\|\||\?\?/.test(other)) ||
    other === '<=' ||
    (one === '**' && other === '**')

  test('whatever stands on both sides of it', () => {
    const wrong = texts.flatMap((text, i) => {
      if (isRefused(text))
        return compiled[i].errors.length > 0 || isRefusedToo(...rows[i]) ? [] : `${text} is refused`
      return differenceFrom(compiled[i], text) ?? []
    })
    expect(wrong).toEqual([])
  })

  test.each([
    'a + b as A as B * c',
    'a + b as A satisfies B * c',
    '-a as A ** b',
    'await a as A ** b',
    'typeof a as A as B ** b',
    '<A>-a as B ** b',
  ])('%s', text => {
    expect(() => untyped(text)).toThrow('put parentheses around')
  })

  test.each([
    '(a + b as A) * c',
    '(a + b) as A * c',
    '(a + b as A) as B * c',
    '-a as A * b',
    '(-a as A) ** b',
    'a as A ** b',
  ])('not %s', text => {
    expect(differenceFrom(compiledBy([text])[0], text)).toBeNull()
  })
})

function isRefused(text: string): boolean {
  const source = sourceOf(text)
  return source.program === null || typesIn(source).fault !== null
}
