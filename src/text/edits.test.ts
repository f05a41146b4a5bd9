import { describe, expect, test } from 'vitest'
import { blank, closing, type Edit, edited } from './edits.ts'

const text = 'one\ntwo three\nfour\r\nfive\n'

const piece = (words: string, by: string, foreign?: boolean): Edit => {
  const start = text.indexOf(words)
  return { start, end: start + words.length, by, ...(foreign === undefined ? {} : { foreign }) }
}
const ahead = (words: string, by: string, foreign?: boolean): Edit => {
  const { start } = piece(words, '')
  return { ...piece(words, by, foreign), end: start }
}

describe('edits are made, and each line says which it was', () => {
  test.each<[string, readonly Edit[], string, readonly number[]]>([
    ['none', [], text, [1, 2, 3, 4, 5]],
    ['within a line', [piece('two', '2')], 'one\n2 three\nfour\r\nfive\n', [1, 2, 3, 4, 5]],
    ['in any order', [piece('five', '5'), piece('one', '1')], '1\ntwo three\nfour\r\n5\n', [1, 2, 3, 4, 5]],
    ['at both ends', [ahead('one', '0 '), { start: 25, end: 25, by: '6' }], `0 ${text}6`, [1, 2, 3, 4, 5]],
    ['over lines that it keeps', [piece('one\ntwo', '1\n2')], '1\n2 three\nfour\r\nfive\n', [1, 2, 3, 4, 5]],
    ['over lines that it joins', [piece('one\ntwo', '1')], '1 three\nfour\r\nfive\n', [1, 3, 4, 5]],
    ['with a line more', [piece('two', '2\n2b')], 'one\n2\n2b three\nfour\r\nfive\n', [1, 2, 0, 3, 4, 5]],
    ['from elsewhere', [piece('two', 'x', true)], 'one\nx three\nfour\r\nfive\n', [1, 0, 3, 4, 5]],
    [
      'of several lines from elsewhere',
      [piece('one\ntwo', 'x\ny\nz', true)],
      'x\ny\nz three\nfour\r\nfive\n',
      [0, 0, 0, 3, 4, 5],
    ],
    [
      'of lines by themselves from elsewhere',
      [ahead(' three', '\nx\n', true)],
      'one\ntwo\nx\n three\nfour\r\nfive\n',
      [1, 2, 0, 2, 3, 4, 5],
    ],
  ])('%s', (_, edits, expected, lines) => {
    const made = edited(text, edits)
    expect(made.text).toBe(expected)
    expect(made.lines).toEqual(lines)
  })

  test('of one within another only the outer one is made, whatever their order', () => {
    const outer = piece('two three', 'outer')
    const same = piece('two', 'inner')
    const inner = piece('three', 'inner')
    for (const edits of [
      [outer, same, inner],
      [inner, same, outer],
      [same, outer, inner],
    ])
      expect(edited(text, edits).text).toBe('one\nouter\nfour\r\nfive\n')
  })

  test('two side by side are both made', () => {
    const edits = [piece('two', '2'), piece(' three', '3'), ahead('\nfour', '4')]
    expect(edited(text, edits).text).toBe('one\n234\nfour\r\nfive\n')
  })
})

test('what is blank has the length and the lines that it had', () => {
  const odd = 'a\nb\rc\r\nd\u2028e\u2029\tf'
  expect(edited(odd, [blank(odd, 0, odd.length)]).text).toBe(' \n \r \r\n \u2028 \u2029  ')
  expect(edited(odd, [closing(blank(odd, 0, odd.length))]).text).toBe(';\n \r \r\n \u2028 \u2029  ')
})
