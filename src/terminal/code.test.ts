import { expect, test } from 'vitest'
import { codeLines } from './code.ts'
import { stripColour } from './style.ts'

const lines = (code: string, width: number) => codeLines(code, width).map(rows => rows.map(stripColour))

test('what fits is left as it is', () => {
  const code = "import { a } from 'b'\n\n  return `a` // c"
  expect(lines(code, 80)).toEqual(code.split('\n').map(line => [line]))
})

test('a comment at the end of a line moves nearer if that makes it fit', () => {
  expect(lines('const a = b          // (n, 1)', 24)).toEqual([['const a = b    // (n, 1)']])
})

test('else it stands below, at the right', () => {
  expect(lines('  const a = b.add(c) // (n, 1)', 24)).toEqual([
    ['  const a = b.add(c)', '               // (n, 1)'],
  ])
})

test('code is broken behind a comma, else at a space, and goes on indented', () => {
  expect(lines('  f(aaaaaa, bbbbbb, cccccc)', 20)).toEqual([['  f(aaaaaa, bbbbbb,', '      cccccc)']])
  expect(lines('return aaaaaaaa * bbbbbbbb', 20)).toEqual([['return aaaaaaaa *', '    bbbbbbbb']])
  expect(lines('// one two, three four five', 20)).toEqual([['// one two, three', '    four five']])
})

test('what cannot be broken is not', () => {
  expect(lines('a'.repeat(30), 20)).toEqual([['a'.repeat(30)]])
})

test('no line of a comment or string over several lines is lost', () => {
  const code = '/* one\n\n two */ const a = `x\ny`'
  expect(lines(code, 80).flat()).toEqual(code.split('\n'))
})
