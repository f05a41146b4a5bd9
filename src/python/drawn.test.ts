import { expect, test } from 'vitest'
import { codeCellsOf } from './cells.ts'
import { drawingOf } from './drawn.ts'
import { names, net } from './testing.ts'

const drawn = (text: string) =>
  drawingOf(codeCellsOf(text, 'homework.py'), { file: 'homework.py', seed: 42, open: () => names })

const rowsOf = (text: string) => {
  const found = drawn(text)
  if ('code' in found) throw new Error(found.message)
  return found.drawing.nodes.map(({ name, made, value, gradient }) => [name, made, value, gradient])
}

test("the micrograd lecture's expression, with its values and its gradients", () => {
  const number = (name: string, value: number) => `${name} = torch.tensor(${value}.0, requires_grad=True)`
  const given = [number('a', 2), number('b', -3), number('c', 10), number('f', -2)]
  expect(rowsOf(`import torch\n${given.join('\n')}\ne = a * b\nd = e + c\nL = d * f\nL.backward()`)).toEqual([
    ['a', null, '2', '6'],
    ['b', null, '-3', '-4'],
    ['e', 'a * b', '-6', '-2'],
    ['c', null, '10', '-2'],
    ['d', 'e + c', '4', '-2'],
    ['f', null, '-2', '4'],
    ['L', 'd * f', '-8', '1'],
  ])
})

test('what a tensor is made of comes before it, whatever is claimed first', () => {
  const found = drawn(`${net}# %%\ndh = 2 * h\ndz = dh * (1 - h ** 2)\ndw = x.T @ dz\n`)
  if ('code' in found) throw new Error(found.message)
  const { nodes, edges } = found.drawing
  const places = new Map(nodes.map(({ id }, i) => [id, i]))
  expect(edges.filter(({ from, to }) => places.get(from)! >= places.get(to)!)).toEqual([])
  expect(nodes.map(({ name }) => name)).toEqual(['w', 'x', 'z', 'h', 'loss'])
  expect(edges.map(({ from, to }) => `${from} ${to}`).toSorted()).toEqual(['h loss', 'w z', 'x z', 'z h'])
  expect(found.sizes).toEqual({ n: 6 })
})

test('of several forward passes the one that most gradients are claimed of', () => {
  const other = '# %%\nq = torch.randn(3, requires_grad=True)\nloss = q.sum()\nloss.backward()\n'
  expect(rowsOf(`${other}${net}# %%\ndh = 2 * h\n`).map(([name]) => name)).toContain('h')
  expect(rowsOf(`import torch\n${other}`).map(([name]) => name)).toEqual(['q', 'loss'])
})

test('what has no short formula is shown as its author wrote it', () => {
  const masked = `${net.replace('h = torch.tanh(z)', 'h = z.masked_fill(x[:, :1] > 0, 2.0)')}`
  expect(rowsOf(masked).find(([name]) => name === 'h')?.[1]).toBe('z.masked_fill(x[:, :1] > 0, 2.0)')
})

test('without a forward pass there is nothing to draw, and the place where it stopped is named', () => {
  expect(drawn('x = 1')).toMatchObject({
    code: 'exercise',
    message: 'homework.py has no forward pass that leads to a loss',
  })
  expect(drawn('x = 1\ny = undefined_name')).toMatchObject({
    advice: "it stopped at cell 1, line 2: NameError: name 'undefined_name' is not defined",
  })
})
