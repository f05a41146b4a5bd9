import { expect, test } from 'vitest'
import { hasMarker, joinCells, markdownOf, parseCells } from './cells.ts'

const text = [
  'import a',
  '// %% [markdown]',
  '// # Title',
  '//',
  '//     picture',
  '',
  '// %%   The step  ',
  'const a = 1 // %% not a marker',
  '// %%',
  '',
].join('\n')

test('a text is cut at its markers, and what stands before the first is a cell too', () => {
  expect(parseCells(text).map(({ kind, title, line }) => [kind, title, line])).toEqual([
    ['code', '', 1],
    ['markdown', '', 2],
    ['code', 'The step', 7],
    ['code', '', 9],
  ])
  expect(parseCells(text).map(hasMarker)).toEqual([false, true, true, true])
})

test('cells joined are the text they were cut from', () => {
  expect(joinCells(parseCells(text))).toBe(text)
})

test('a markdown cell has a title beside its kind', () => {
  const [cell] = parseCells('// %% [markdown] About\n// text')
  expect([cell.kind, cell.title, markdownOf(cell)]).toEqual(['markdown', 'About', 'text'])
})

test('the text of a markdown cell keeps what is indented', () => {
  expect(markdownOf(parseCells(text)[1])).toBe('# Title\n\n    picture')
  expect(markdownOf(parseCells('// %% [markdown]\n//no space\n//')[0])).toBe('no space')
})

test('Windows line ends are line ends', () => {
  const cells = parseCells(text.replaceAll('\n', '\r\n'))
  expect(cells).toEqual(parseCells(text))
})

test('an empty text is one empty cell', () => {
  expect(parseCells('')).toEqual([{ kind: 'code', title: '', line: 1, lines: [''] }])
})
