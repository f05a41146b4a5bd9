import { expect, test } from 'vitest'
import { parseMarkdown } from '../notebook/markdown.ts'
import { renderMarkdown } from './markdown.ts'
import { stripColour } from './style.ts'

/** Without what depends on whether there is colour. */
const render = (text: string, width = 40) => stripColour(renderMarkdown(text, width)).replaceAll('`', '')

test('paragraphs are filled to the width', () => {
  expect(render('one two three\nfour five six', 10)).toBe('one two\nthree four\nfive six')
})

test('headings are underlined, the first kind twice', () => {
  expect(render('# One\n## Two\n### Three')).toBe('One\n═══\n\nTwo\n───\n\nThree')
})

test('pictures are left alone, empty lines in them too', () => {
  const picture = '    a  -->  b                 much wider than the screen\n\n      c'
  expect(render(`Look:\n\n${picture}\n\nYes.`, 10)).toBe(`Look:\n\n${picture}\n\nYes.`)
})

test('fenced code is left alone', () => {
  expect(render('```ts\nconst a = 1   // one\n```\nafter', 10)).toBe('const a = 1   // one\n\nafter')
})

test('the lines of an item hang under its text, and items stand close', () => {
  expect(render('1. one two three\n   four\n2. five\n\n- six', 12)).toBe(
    '1. one two\n   three\n   four\n2. five\n- six',
  )
})

test('tables are aligned, with a line under the header', () => {
  const lines = render('| name | what |\n|---|---|\n| `x` | one \\| two |').split('\n')
  const at = lines[0].indexOf('what')
  expect(lines[0]).toMatch(/^name +what$/)
  expect(lines[1]).toMatch(/^─+$/)
  expect(lines[2]).toMatch(/^x +one \| two$/)
  expect(at).toBe('name  '.length)
})

test('code in a line is never broken, and bold loses its asterisks', () => {
  expect(render('say `return a b` and **go on**', 16)).toBe('say return a b\nand go on')
  expect(stripColour(renderMarkdown('`a ** b ** c`', 40)).replaceAll('`', '')).toBe('a ** b ** c')
})

test('a table needs its second line, an item its space', () => {
  expect(parseMarkdown('| not a table\n-1 is no item').map(({ kind }) => kind)).toEqual(['paragraph'])
})

test('a link shows where it leads', () => {
  expect(render('see [the page](docs/page.md)')).toBe('see the page (docs/page.md)')
})

test('nothing comes of nothing', () => {
  expect(render('')).toBe('')
  expect(render('\n \n')).toBe('')
})
