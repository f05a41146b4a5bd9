import { expect, test } from 'vitest'
import { mergeImports, namesIn } from './imports.ts'

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

test('double quotes, semicolons and lines of their own are understood', () => {
  const text = 'import {\n  a,\n  type B,\n} from "backprop-ninja";\nimport type { C } from "backprop-ninja"'
  expect(namesIn(text)).toEqual(['a', 'type B', 'type C'])
})

test('imports from elsewhere are left alone', () => {
  const text = `import { a } from './a.ts'\nimport { b } ${from}\nexport { c } ${from}`
  expect(mergeImports(text, ['d'])).toBe(
    `import { a } from './a.ts'\nimport { b, d } ${from}\nexport { c } ${from}`,
  )
  expect(namesIn(text)).toEqual(['b'])
})

test('a list that is too long for a line is broken', () => {
  const names = Array.from({ length: 30 }, (_, i) => `someName${String(i).padStart(2, '0')}`)
  const merged = mergeImports(`import { a } ${from}`, names)
  expect(merged.split('\n').every(line => line.length <= 110)).toBe(true)
  expect(namesIn(merged)).toEqual(['a', ...names])
})
