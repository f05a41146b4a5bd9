import { expect, test } from 'vitest'
import { parseMarkdown, phrasesOf } from './markdown.ts'

test('code, strong words and links are found in a line, and the rest is text', () => {
  expect(phrasesOf('a `b * **c**` **d e** [f](docs/g.md).')).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'code', text: 'b * **c**' },
    { kind: 'text', text: ' ' },
    { kind: 'strong', text: 'd e' },
    { kind: 'text', text: ' ' },
    { kind: 'link', text: 'f', to: 'docs/g.md' },
    { kind: 'text', text: '.' },
  ])
  expect(phrasesOf('C[0] (vocab), x[1](2 a)')).toEqual([{ kind: 'text', text: 'C[0] (vocab), x[1](2 a)' }])
  expect(phrasesOf('')).toEqual([])
})

test('what is indented has the formulas below it, each with the lines that go on', () => {
  expect(parseMarkdown('    p = q\n    r = s\ntex: p = q\ntex: r =\n  s\nand so on')).toEqual([
    { kind: 'verbatim', lines: ['    p = q', '    r = s'], tex: ['p = q', 'r = s'] },
    { kind: 'paragraph', text: 'and so on' },
  ])
})

test('they say the lines right above them, not the picture above an empty line', () => {
  expect(parseMarkdown('    a --> b\n\n    b = f(a)\ntex: b = f(a)')).toEqual([
    { kind: 'verbatim', lines: ['    a --> b'], tex: [] },
    { kind: 'verbatim', lines: ['    b = f(a)'], tex: ['b = f(a)'] },
  ])
})

test('a picture has none, and what is indented below a formula is a picture of its own', () => {
  expect(parseMarkdown('    a\n\n    b')).toEqual([
    { kind: 'verbatim', lines: ['    a', '', '    b'], tex: [] },
  ])
  expect(parseMarkdown('    a\ntex: a\n    b')).toEqual([
    { kind: 'verbatim', lines: ['    a'], tex: ['a'] },
    { kind: 'verbatim', lines: ['    b'], tex: [] },
  ])
})
