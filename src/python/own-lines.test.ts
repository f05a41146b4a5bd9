import { expect, test } from 'vitest'
import { codeCellsOf } from './cells.ts'
import { ownLinesIn } from './own-lines.ts'

const linesOf = (cell: string, name = 'dx') =>
  ownLinesIn(codeCellsOf(`# %%\nx = 1\n# %%\n${cell}\n# %%\ncmp('x', dx, x)\n`, 'homework.py'), [
    'dx',
    'dy',
    'dz',
  ])(name)

test.each([
  ['one line, without its comment', 'dx = dy * 2  # (n)', 'dx = dy * 2'],
  ['lines that go on with it', 'dx = torch.zeros_like(x)\ndx[0] = 1\ndx += dy', null],
  ['what it is made of in the same cell', 'tmp = dy.clone()\ntmp[0] = 1\ndx = dy + tmp', null],
  ['a loop', 'dx = torch.zeros_like(x)\nfor i in range(3):\n    dx[i] += dy[i]', null],
  ['several rows of one line', 'dx = (dy *\n      2)', null],
  ['nothing of what was there before', 'dx = None\nother = 3\ndx = dy', 'dx = dy'],
  ['no other gradient', 'dy = 1\ndx = dy', 'dx = dy'],
])('of a gradient: %s', (_, cell, lines) => {
  expect(linesOf(cell)).toBe(lines ?? cell)
})

test('a name that no line sets has none', () => {
  expect(linesOf('dx = 1', 'dz')).toBe(null)
})
