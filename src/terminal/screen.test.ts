import { expect, test } from 'vitest'
import { fold, frame, scrolled } from './screen.ts'
import { stripColour } from './style.ts'
import { renderScreen } from './watch.ts'

const ESC = '\u001b'
const red = `${ESC}[31m`
const end = `${ESC}[39m`

test('a line is cut at the width, and an empty one stays a row', () => {
  expect(fold('abcdef\n\ng', 4)).toEqual(['abcd', 'ef', '', 'g'])
})

test('colours go on in the next row, and each row ends its own', () => {
  expect(fold(`a${red}bcd${end}e`, 2)).toEqual([`a${red}b${ESC}[0m`, `${red}cd${end}`, 'e'])
})

test('a link goes on in the next row', () => {
  const open = `${ESC}]8;;file:///a${ESC}\\`
  const close = `${ESC}]8;;${ESC}\\`
  expect(fold(`${open}abcd${close}e`, 2)).toEqual([`${open}ab${close}`, `${open}cd${close}`, 'e'])
})

test('what would move the cursor or change the terminal does not get through', () => {
  expect(fold(`a${ESC}[2Jb${ESC}]0;title\u0007c\rd\be${ESC}cf\u0007`, 40)).toEqual(['abcdef'])
  expect(fold('a\tb', 40)).toEqual(['a       b'])
})

test('wide characters take two columns, combining ones none', () => {
  expect(fold('日本語', 4)).toEqual(['日本', '語'])
  expect(fold('e\u0301e\u0301e', 2)).toEqual(['e\u0301e\u0301', 'e'])
})

test('no more is shown than there is, and the end not left behind', () => {
  const rows = ['1', '2', '3', '4']
  expect(scrolled(rows, 2, 1)).toEqual([['2', '3'], { from: 1, seen: 2, all: 4 }])
  expect(scrolled(rows, 2, 9)[0]).toEqual(['3', '4'])
  expect(scrolled(rows, 9, 2)[0]).toEqual(rows)
})

test('a row as wide as the screen is not erased at its end', () => {
  expect(frame(['abcd', 'ab'], { columns: 4, rows: 2 })).toContain(`abcd\r\nab${ESC}[K`)
})

test('a screen has as many rows as it has, whatever there is to say', () => {
  const text = Array.from({ length: 50 }, (_, i) => `line ${i} of a text`).join('\n')
  for (const columns of [1, 5, 20, 40, 80, 200]) {
    for (const rows of [1, 2, 3, 5, 8, 16, 24, 60]) {
      const watch = {
        file: 'a/file.ts',
        busy: true,
        possible: [],
        notice: 'a long notice',
        question: null,
        at: null,
        scroll: null,
      }
      const screen = renderScreen(
        { ...watch, shown: { kind: 'page', text } },
        { width: 80, ninja: 'ninja' },
        { columns, rows },
      )
      expect(screen.rows.length).toBeLessThanOrEqual(rows)
      for (const row of screen.rows) expect(stripColour(row).length).toBeLessThanOrEqual(columns)
    }
  }
})
