import { expect, test } from 'vitest'
import { importedIn, importedNames, mergeImports, withoutImports } from './imports.ts'
import { type ParsedText, sourceOf } from './source.ts'

const from = "from 'backprop-ninja'"

test('several imports become one, sorted, where the first one stood', () => {
  const text = `// text\nimport { zerosLike, arange } ${from}\nconst a = 1\nimport { Tensor } ${from}\n`
  expect(mergeImports(text, ['TODO'])).toBe(
    `// text\nimport { arange, Tensor, TODO, zerosLike } ${from}\nconst a = 1\n\n`,
  )
})

test('a type stays one, unless it is needed as a value too', () => {
  const text = `import type { Tensor, Source } ${from}\nimport { type Source, Tensor } ${from}`
  expect(mergeImports(text, [])).toBe(`import { type Source, Tensor } ${from}\n`)
})

test('a name that ends as another does is one of its own', () => {
  expect(mergeImports(`import { a, type_a, types } ${from}`, ['b'])).toBe(
    `import { a, b, type_a, types } ${from}`,
  )
})

test('double quotes, semicolons and lines of their own are understood', () => {
  const text = 'import {\n  a,\n  type B,\n} from "backprop-ninja";\nimport type { C } from "backprop-ninja"'
  expect(importedNames(text)).toEqual(['a', 'type B', 'type C'])
})

test('imports from elsewhere are left alone', () => {
  const text = `import { a } from './a.ts'\nimport { b } ${from}\nexport { c } ${from}`
  expect(mergeImports(text, ['d'])).toBe(
    `import { a } from './a.ts'\nimport { b, d } ${from}\nexport { c } ${from}`,
  )
  expect(importedNames(text)).toEqual(['b'])
})

test('a list that is too long for a line is broken', () => {
  const names = Array.from({ length: 30 }, (_, i) => `someName${String(i).padStart(2, '0')}`)
  const merged = mergeImports(`import { a } ${from}`, names)
  expect(merged.split('\n').every(line => line.length <= 110)).toBe(true)
  expect(importedNames(merged)).toEqual(['a', ...names])
})

test('lines are filled up to 110 characters', () => {
  const room = 110 - `import {  } ${from}`.length
  const lines = (...lengths: readonly number[]): string[] =>
    mergeImports(
      `import {} ${from}`,
      lengths.map((length, i) => 'abc'[i].repeat(length)),
    ).split('\n')
  expect(lines(room)).toHaveLength(1)
  expect(lines(room + 1)).toHaveLength(3)
  expect(lines(53, 52)[1]).toHaveLength(110)
  expect(lines(53, 53).map(line => line.length)).toEqual([8, 56, 56, `} ${from}`.length])
})

test('what is imported under another name is told so, and kept so', () => {
  expect(importedNames(`import { 'a b' as c } ${from}`)).toEqual(['"a b" as c'])
  const text = `import { a as b, type C as D } ${from}`
  expect(importedNames(text)).toEqual(['a as b', 'type C as D'])
  expect(mergeImports(text, ['c'])).toBe(`import { a as b, c, type C as D } ${from}`)
})

test('names are sorted as a dictionary has them, small letters first', () => {
  expect(mergeImports(`import { b, B, type A, a, type c, C } ${from}`, [])).toBe(
    `import { a, type A, b, B, type c, C } ${from}`,
  )
})

test('what is imported as a whole stays by itself', () => {
  const text = `import * as all ${from}\nimport whole, { a } ${from}\nimport { b } ${from}`
  expect(mergeImports(text, ['c'])).toBe(text.replace('{ b }', '{ b, c }'))
  expect(importedNames(text)).toEqual(['b'])
})

test('where there is no import, a cell for it is put in front of the code', () => {
  const text = '// %% [markdown]\n// # A\n\n// %% B\nconst b = c\n\n// %% D\nd'
  expect(mergeImports(text, ['f', 'e', 'f'])).toBe(
    `// %% [markdown]\n// # A\n\n// %%\nimport { e, f } ${from}\n\n// %% B\nconst b = c\n\n// %% D\nd`,
  )
  expect(mergeImports(text, ['e'])).toContain(`// %%\nimport { e } ${from}\n`)
  expect(mergeImports(text, [])).toBe(text)
})

test('an import of nothing is filled', () => {
  expect(mergeImports(`import {} ${from}`, ['a'])).toBe(`import { a } ${from}`)
})

test('a text that cannot be read stays as it is; one in which a name is there twice can be', () => {
  const broken = `import { a } ${from}\nimport { b } ${from}\nconst c = = d`
  expect(mergeImports(broken, ['e'])).toBe(broken)
  expect(importedNames(broken)).toEqual([])
  expect(withoutImports(broken)).toBe(broken)
  expect(mergeImports(`import { a } ${from}\nimport { a } ${from}`, [])).toBe(`import { a } ${from}\n`)
})

test('a text that is parsed is asked the same', () => {
  expect(importedIn(sourceOf(`import { a, type B } ${from}\nimport c from 'c'`) as ParsedText)).toEqual([
    'a',
    'type B',
  ])
})

test('where a text imports from anywhere nothing is left but its lines', () => {
  const text = `import { a } ${from}\nimport B,\n  { c } from './c.ts'\na // import { d } from 'd'\nimport './e.ts'`
  expect(
    withoutImports(text)
      .split('\n')
      .map(line => line.trim()),
  ).toEqual(['', '', '', "a // import { d } from 'd'", ''])
})
