import { expect, test } from 'vitest'
import { unclosed, unopened } from './brackets.ts'

test.each([
  ['f() {\n  return probs.pow(-1.mul(dlogprobs)\n}', 'return probs.pow('],
  ['f() {\n  const a = [1, 2\n  return a\n}', 'const a = ['],
  ['f() {\n  if (a) {\n    return 1\n}', 'if (a) {'],
  ['f() {\n  if (a) {\n    return 1\n  return 2\n}\n\ng() {\n  return 3\n}\n', 'if (a) {'],
  ['f() {\n  if (a) {\n    b()\n}\n}\ng() {\n  while (a) {\n    b()\n}\n', 'while (a) {'],
  ['f() {\n  return 1\n\ng() {\n  return 3\n}\n', 'f() {'],
  ['f() {\n  return g(x[0)\n}', 'return g(x['],
  ['f(\'(\', "[", `{`) // (\n/* ( */', null],
  ['f() {\n  return a)\n}', null],
  ['f() }', null],
  ['f(a[0], { b: 1 })', null],
  ['(', '('],
  ['/* ( */ f(', '/* ( */ f('],
  ["f('\\')', [1", "f('\\')', ["],
  ['f("\\")", [1', 'f("\\")", ['],
  ['f(`\\`)`, [1', 'f(`\\`)`, ['],
  ["f('(', /* ) */ [", "f('(', /* ) */ ["],
  ["f(')', `]`, { // }", "f(')', `]`, {"],
  ['class A {\n  f() {\n    if (a) {\n      b()\n  }\n}\n', 'if (a) {'],
  ['class A {\n  f() {\n    if (a) {\n  }\n  }\n  g() {\n    while (a) {\n  }\n}\n', 'while (a) {'],
  ['class A {\n\tf() {\n\t\tif (a) {\n\t\t\tb()\n\t}\n}\n', 'if (a) {'],
  [`${'a'.repeat(39)}(`, `${'a'.repeat(39)}(`],
  [`b${'a'.repeat(39)}(`, `…${'a'.repeat(39)}(`],
])('%j: %j is not closed', (text, found) => {
  expect(unclosed(text)?.code ?? null).toBe(found)
})

test.each([
  ['f() {\n  return a(0))\n}', ')', 2, 14],
  ['f() {\n  return { a: 1 }}\n}', '}', 3, 1],
  ['f() }', '}', 1, 5],
  ["f(')') ]", ']', 1, 8],
])('%j: %s closes nothing, in line %i', (text, bracket, line, column) => {
  expect(unopened(text)).toEqual({ bracket, line, column })
})

test.each(['f(a[0], { b: 1 })', 'f() {\n  return g(x[0)\n}', 'f(', "f(')', `]`)"])(
  '%j: each was opened',
  text => {
    expect(unopened(text)).toBeNull()
  },
)

test('it is where it opens', () => {
  expect(unclosed('f() {\n  return g(x\n}')).toMatchObject({ line: 2, column: 11 })
})
