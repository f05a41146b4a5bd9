import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, freshWorkspace, ninja } from '../testing.ts'

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

test("a notebook's forward pass is drawn as its exercise's is: the same tensors, lines and shapes", () => {
  ninja(folder, ['notebook', '07', '--output', 'homework.ipynb'])
  const rowsOf = (text: string): (string | undefined)[] =>
    text
      .trimEnd()
      .split('\n')
      .slice(3)
      .map(line => /^[^(]*(?:\([\d, ]+\))?/.exec(line)?.[0].replace(/[\d.]+ .*$/, ''))
  const { stdout, status } = graph('homework.ipynb')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^homework\.ipynb {2}vocab 27 {2}n 32 {2}n_embd 10 {2}n_hidden 64\n/)
  expect(stdout).toMatch(/\n●─╯ +bnraw +\(32, 64\) +up to \S+ +bndiff \* bnvar_inv\n/)
  expect(stdout.split('\n').filter(line => line.length > 80)).toEqual([])
  const names = (text: string) => rowsOf(text).map(row => /\b[A-Za-z]\w*/.exec(row ?? '')?.[0])
  expect(names(stdout).toSorted()).toEqual(names(graph('07').stdout).toSorted())
  expect(graph('homework.ipynb', '--svg').stdout).toMatch(/^<svg [\s\S]*<\/svg>\n$/)
  expect(graph('homework.ipynb', '--dot').stdout).toContain('"bndiff" -> "bndiff2"')
})

test('a Python file is drawn anywhere, under its own names; one without a forward pass says what it needs', () => {
  const elsewhere = emptyFolder()
  const file = (name: string, text: string): void => writeFileSync(join(elsewhere, name), text)
  file('mine.py', 'import torch\nw = torch.randn(3, 2, requires_grad=True)\nloss = w.exp().sum()\n')
  expect(ninja(elsewhere, ['graph', 'mine.py']).stdout).toMatch(
    /^mine\.py\n\n.*\n● +w +\(3, 2\) +up to \S+\n● +loss +\S+ +1 +exp\(w\)\.sum\(.*\)\n$/,
  )
  file('none.py', 'x = 1\n')
  expect(ninja(elsewhere, ['graph', 'none.py'])).toMatchObject({
    status: 1,
    stderr:
      'error: none.py has no forward pass that leads to a loss\n  call backward() on the tensor that it leads to, or name that tensor loss\n',
  })
  file('broken.ipynb', '{')
  expect(ninja(elsewhere, ['graph', 'broken.ipynb']).stderr).toContain('broken.ipynb is not a notebook')
  expect(ninja(elsewhere, ['graph', 'gone.ipynb'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('there is no file gone.ipynb'),
  })
})
