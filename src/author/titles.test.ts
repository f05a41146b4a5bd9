import { expect, test } from 'vitest'
import { type ParsedText, sourceOf } from '../text/source.ts'
import { judgeTitles } from './titles.ts'

/** What is said of the title of a blank above this forward pass. */
function saidOf(
  title: string,
  body = 'const p = a.mul(b)\n  const q = a.sum(1, { keepdim: true }).mul(2) // (n)',
): string[] {
  const solution = `// %% The forward pass
export function forward({ a, b }) {
  ${body}
  return { p, q }
}

// %% ${title}
export function da() {
  // answer
  return b
  // end answer
}
`
  return judgeTitles('a/01_b', solution, sourceOf(solution) as ParsedText).map(({ message }) => message)
}

test.each([
  'a feeds p = a.mul(b)',
  'a feeds p = a.mul(b) and q = a.sum(1, ...).mul(2)',
  'q = a.sum(1, {keepdim: true}).mul(2)',
  'a, in all of it',
  'p = a * b, element by element',
  'p = the product',
])('true, or no quotation: %s', title => expect(saidOf(title)).toEqual([]))

test.each([
  ['a feeds p = a.mul(c)', '`p = a.mul(c)`'],
  ['a feeds p = a.mul(b) and q = a.sum(0, ...).mul(2)', '`q = a.sum(0, ...).mul(2)`'],
  ['a feeds p = a.mul(b) and q = a.sum(1, ...).mul(3)', '`q = a.sum(1, ...).mul(3)`'],
  ['a feeds r = a.mul(b)', '`r = a.mul(b)`'],
])('false: %s', (title, quote) => {
  const said = saidOf(title)
  expect(said).toHaveLength(1)
  expect(said[0]).toContain(`a title quotes ${quote}`)
})

test('without a forward pass a title quotes nothing of it', () => {
  const solution =
    '// %% out = a.mul(b)\nexport function f() {\n  // answer\n  return 1\n  // end answer\n}\n'
  expect(judgeTitles('a/01_b', solution, sourceOf(solution) as ParsedText)).toEqual([])
})
