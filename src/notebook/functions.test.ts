import { expect, test } from 'vitest'
import { answerOf, bodyOf, sameCode } from './functions.ts'

test('the body of a function is found behind braces in its parameters', () => {
  const text = 'export function dx({ y, dy }: Scope): Tensor {\n  const a = y.mul(2)\n  return a.mul(dy)\n}\n'
  expect(bodyOf(text, 'dx')).toBe('const a = y.mul(2)\nreturn a.mul(dy)')
})

test('only the function of exactly that name is meant', () => {
  const text = 'function dxy() { return 1 }\nfunction dx() { return 2 }\n'
  expect(bodyOf(text, 'dx')).toBe('return 2')
  expect(bodyOf(text, 'dy')).toBeNull()
})

test('brackets in comments, strings and templates are not counted', () => {
  const body = ["const a = '}' // }", '/* } */ const b = `}{`', 'return f(a, "{\\"", b)'].join('\n')
  expect(bodyOf(`function dx() {\n${body}\n}\nfunction dy() {}`, 'dx')).toBe(body)
})

test('a function that is only mentioned in a comment is not one', () => {
  const text = '// function dx() { return 0 }\nfunction dx() { return 1 }'
  expect(bodyOf(text, 'dx')).toBe('return 1')
})

test('arrow functions have bodies too', () => {
  expect(bodyOf('export const dx = ({ y }: Scope): Tensor => {\n  return y\n}\n', 'dx')).toBe('return y')
  expect(bodyOf('const dx: Backward = ({ y }) =>\n  y\n    .mul(2)\n\nconst b = 1', 'dx')).toBe(
    'y\n  .mul(2)',
  )
  expect(bodyOf('const dx: (s: Scope) => Tensor = s => s.y.add({\n  a: 1,\n})\nfunction dz() {}', 'dx')).toBe(
    's.y.add({\n  a: 1,\n})',
  )
  expect(bodyOf('const dx = function ({ y }) { return y }', 'dx')).toBe('return y')
})

test('a function without an end has no body', () => {
  expect(bodyOf('function dx({ y }) {\n  return y.add(', 'dx')).toBeNull()
  expect(bodyOf('const dx = ({ y }', 'dx')).toBeNull()
})

test('Windows line ends and deeper indentation are levelled', () => {
  expect(bodyOf('    function dx() {\r\n      if (a) {\r\n        b()\r\n      }\r\n    }\r\n', 'dx')).toBe(
    'if (a) {\n  b()\n}',
  )
})

test('an answer comes without its marks', () => {
  const solution =
    'export function dx(): Tensor {\n  // answer (n, 1)\n  // twice\n  return a\n  // end answer\n}\n'
  expect(answerOf(solution, 'dx')).toBe('// twice\nreturn a')
  expect(answerOf(solution, 'dy')).toBeNull()
})

test('layout, comments, trailing commas and semicolons make no difference', () => {
  expect(
    sameCode('return a.sum(0, { keepdim: true })', 'return a // first\n  .sum(0, {keepdim: true,}, );\n'),
  ).toBe(true)
  expect(sameCode('return a.add(b)', 'return b.add(a)')).toBe(false)
})

test('what is quoted counts to the letter', () => {
  expect(sameCode("f('a b')", "f('ab')")).toBe(false)
  expect(sameCode("f('// a')", "f('// b')")).toBe(false)
})
