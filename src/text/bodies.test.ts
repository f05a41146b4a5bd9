import { expect, test } from 'vitest'
import { answerOf } from '../notebook/solution.ts'
import { bodyOf, dedented } from './bodies.ts'

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

test('a method has a body, and so has a function that is a field', () => {
  const text = `class Value {
  mul(other: Value): Value {
    return other
  }
  static of = (data: number): Value =>
    new Value(data)
}
`
  expect(bodyOf(text, 'Value.mul')).toBe('return other')
  expect(bodyOf(text, 'Value.of')).toBe('new Value(data)')
  expect(bodyOf(text, 'mul')).toBeNull()
})

test('a mistake in another function costs a body nothing', () => {
  const text = 'function dx() {\n  return (\n}\n\nfunction dy() {\n  return 1\n}\n'
  expect(bodyOf(text, 'dy')).toBe('return 1')
  expect(bodyOf(text, 'dx')).toBeNull()
})

test('a mistake outside of functions costs all of them', () => {
  expect(bodyOf('a = = b\nfunction dx() {\n  return 1\n}\n', 'dx')).toBeNull()
})

test('what is no function has no body', () => {
  expect(bodyOf('const a = 1\nclass B {}\ntype C = 1', 'a')).toBeNull()
  expect(bodyOf('const a = 1\nclass B {}\ntype C = 1', 'B')).toBeNull()
})

test.each([
  ['all lines have the same', '\n    a\n    b\n  ', 'a\nb'],
  ['some have more', '\n  a\n    b\n\n      c\n', 'a\n  b\n\n    c'],
  ['one has less', '\n    a\n  b', '  a\nb'],
  ['the first line is cut out of its own', 'a\n    .b()\n    .c()', 'a\n  .b()\n  .c()'],
  ['the first line is cut out, and others begin at the margin', 'a({\nb })', 'a({\nb })'],
  ['some are empty but for spaces', '\n    a  \n  \n    b\t\n', 'a\n\nb'],
  ['the first lines are empty', '\n\n  \n  a', 'a'],
  ['there is one line', '  a  ', 'a'],
  ['there is none', '\n  \n', ''],
])('indentation is taken off where %s', (_, text, left) => {
  expect(dedented(text)).toBe(left)
})
