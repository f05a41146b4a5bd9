import { expect, test } from 'vitest'
import { freshWorkspace, ninja } from '../testing.ts'

const folder = freshWorkspace()
const graph = (...words: string[]) => ninja(folder, ['graph', ...words])

test('an exercise, a row for each tensor, within 80 columns', () => {
  const { stdout, status } = graph('07')
  expect(status).toBe(0)
  const lines = stdout.trimEnd().split('\n')
  expect(lines).toHaveLength(3 + 27)
  expect(lines.filter(line => line.length > 80)).toEqual([])
  expect(stdout).toMatch(/\n●─╯ +bnraw +\(32, 64\) +up to \S+ +bndiff \* bnvar_inv\n/)
})

test('an expression with its values', () => {
  const { stdout } = graph('L = (a*b + c) * f', 'a=2', 'b=-3', 'c=10', 'f=-2')
  expect(stdout).toMatch(/\n●─╯ +L +-8 +1 +\(a \* b \+ c\) \* f\n$/)
  expect(graph('a/b', 'a=1', 'b=2').stdout).toMatch(/0\.5 +1 +a \/ b\n$/)
})

test('as SVG and as DOT, on stdout, without anything else', () => {
  expect(graph('07', '--svg').stdout).toMatch(/^<svg [\s\S]*<\/svg>\n$/)
  expect(graph('07', '--dot').stdout).toMatch(/^digraph [\s\S]*\}\n$/)
})

test('a value that is not a number is told, and a comma for a point', () => {
  const comma = graph('L = a*b', 'a=1,5', 'b=2')
  expect(comma.stderr).toMatch(/1,5, the value of a, is not a number\n {2}with a point: a=1\.5\n/)
  expect(comma.status).toBe(2)
  expect(graph('L = a*b', 'a=1.2.3', 'b=2').stderr).toContain('1.2.3, the value of a, is not a number')
  expect(graph('L = a*b', 'a=1,', 'b=2,').status).toBe(0)
})

test.each([
  ['brackets', `${'('.repeat(5000)}a${')'.repeat(5000)} * a`],
  ['signs', `L = ${'-'.repeat(20_000)}a`],
])('thousands of %s are no bug of ours', (_, text) => {
  expect(graph(text, 'a=1')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('nested too deeply'),
  })
})

test('mistakes are told', () => {
  expect(graph('a*b', 'a=2')).toMatchObject({ status: 2, stderr: expect.stringContaining('b has no value') })
  expect(graph('07', '--svg', '--dot').status).toBe(2)
  expect(graph('8x')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('there is no exercise "8x"'),
  })
})
