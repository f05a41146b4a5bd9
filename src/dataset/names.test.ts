import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { NinjaError } from '../errors.ts'
import { parseNames } from './names.ts'

const shipped = readFileSync(new URL('../../exercises/data/names.txt', import.meta.url), 'utf8')

/** The error of a list that cannot be used; its message is short whatever the file holds. */
function complaint(content: string): string {
  try {
    parseNames(content, 'names.txt')
  } catch (error) {
    const { code, message, advice } = error as NinjaError
    expect(code).toBe('data')
    expect(advice).toBe('give a text file with one name a line, in small letters')
    expect(message.length).toBeLessThan(160)
    return message
  }
  throw new Error('it was taken')
}

describe('a list of names', () => {
  test('becomes one text in which a line break ends each name', () => {
    const { text, vocabulary, numbers } = parseNames('emma\nolivia\nava\n')
    expect(text).toBe('emma\nolivia\nava\n')
    expect(vocabulary).toEqual(['.', 'a', 'e', 'i', 'l', 'm', 'o', 'v'])
    expect([...numbers]).toEqual([
      ['\n', 0],
      ['a', 1],
      ['e', 2],
      ['i', 3],
      ['l', 4],
      ['m', 5],
      ['o', 6],
      ['v', 7],
    ])
  })

  test.each([
    ['without a last line break', 'emma\nava'],
    ['with line breaks at the end', 'emma\nava\n\n\n'],
    ['with the line breaks of old Macs', 'emma\rava\r'],
    ['with a byte order mark', '\uFEFFemma\nava\n'],
    ['with the line breaks of Windows', 'emma\r\nava\r\n'],
  ])('is the same %s', (_, content) => {
    expect(parseNames(content).text).toBe('emma\nava\n')
  })

  test('may have letters of other alphabets, hyphens and apostrophes', () => {
    const { vocabulary } = parseNames("anne-marie\nd'arcy\nzoë\nольга")
    expect(vocabulary).toContain('-')
    expect(vocabulary).toContain("'")
    expect(vocabulary).toContain('ë')
    expect(vocabulary.at(-1)).toBe('ь')
  })

  test('may be a single name of two letters', () => {
    expect(parseNames('ab').vocabulary).toEqual(['.', 'a', 'b'])
  })

  test('that is shipped has 27 characters and many names', () => {
    const { text, vocabulary } = parseNames(shipped)
    expect(vocabulary.join('')).toBe('.abcdefghijklmnopqrstuvwxyz')
    expect(text.split('\n').length).toBeGreaterThan(1000)
    expect(text).toHaveLength(shipped.trimEnd().length + 1)
  })
})

describe('what is refused', () => {
  const letters = 'names are made of small letters, hyphens and apostrophes'
  test.each([
    ['nothing', '', 'names.txt: found nothing; at least a few names are needed'],
    ['only white space', ' \n\t\n', 'names.txt: found nothing; at least a few names are needed'],
    ['binary data', 'em\u0000ma', 'names.txt: found binary data; it must be text'],
    ['capital letters', 'ava\nEmma', `names.txt: found "Emma" in line 2; ${letters}`],
    ['digits', 'ava\r\nemma1', `names.txt: found "emma1" in line 2; ${letters}`],
    ['spaces', 'ava\nanne marie', `names.txt: found "anne marie" in line 2; ${letters}`],
    ['the full stop', 'ava\nst.john', `names.txt: found "st.john" in line 2; ${letters}`],
    ['letters of two UTF-16 units', 'ava\n\u{1D41A}b', `names.txt: found "\u{1D41A}b" in line 2; ${letters}`],
    ['a table', 'name,count\nemma,3', `names.txt: found "name,count" in line 1; ${letters}`],
    ['an empty line', 'ava\n\nemma', 'names.txt: found an empty line 2; every line must be a name'],
    ['an empty first line', '\nemma', 'names.txt: found an empty line 1; every line must be a name'],
    [
      'one letter',
      'a\naa\n',
      'names.txt: found fewer than two different letters; a model needs more to learn from',
    ],
  ])('%s', (_, content, message) => {
    expect(complaint(content)).toBe(message)
  })

  test('a file of one huge line, with a short message and at once', () => {
    const start = performance.now()
    for (const pair of ['ab', 'A ']) {
      expect(complaint(pair.repeat(5_000_000))).toBe(
        'names.txt: found a name of 10000000 letters in line 1; names have at most 100',
      )
    }
    expect(performance.now() - start).toBeLessThan(5000)
  })

  test('a name of 101 letters, while 100 are taken', () => {
    expect(parseNames('ab'.repeat(50)).text).toHaveLength(101)
    expect(complaint(`ab\n${'ab'.repeat(50)}a`)).toBe(
      'names.txt: found a name of 101 letters in line 2; names have at most 100',
    )
  })

  test('a hundred thousand empty lines, at once', () => {
    const start = performance.now()
    expect(complaint(`ab${'\n'.repeat(100_000)}ab`)).toContain('found an empty line 2')
    expect(performance.now() - start).toBeLessThan(1000)
  })

  test('a long line is shown by its beginning', () => {
    expect(complaint('A'.repeat(60))).toBe(`names.txt: found "${'A'.repeat(30)}…" in line 1; ${letters}`)
  })

  test('control characters are shown as escapes', () => {
    expect(complaint('a\u001bb')).toContain('"a\\u001bb"')
  })
})
