/** Where a notebook's forward pass begins and ends, and what its tensors are called. */
import { expect, test } from 'vitest'
import { check, cmp, net, verdicts } from '../testing.ts'

const right = '\n# %%\ndh = 2 * h\ndz = dh * (1 - h ** 2)\ndw = x.T @ dz\n'
const allRight = ['dh right', 'dz right', 'dw right']

test.each([
  [
    'a toy in a side cell has a backward() of its own',
    `${net}\n# %%\nu = torch.tensor([2.0, 3.0], requires_grad=True)\nv = torch.tensor([1.0, 4.0])\n(u * v).exp().sum().backward()\n${right}`,
  ],
  [
    'a name that a later cell uses for something else is the tensor that it was at backward()',
    `${net}\n# %%\ndh = 2 * h\nkeep = h\nh = 0.001\n# %%\nh = keep\ndz = dh * (1 - h ** 2)\ndw = x.T @ dz\n`,
  ],
  [
    'what requires_grad was set on is a leaf, whatever it was made of',
    `${net.replace('w = torch.randn(4, 5, requires_grad=True)', 'w = torch.randn(4, 5) * (5 / 3) / 4 ** 0.5\nw.requires_grad = True')}${right}`,
  ],
  [
    'a detached tensor is another one: to ask for its gradient makes no leaf of the first',
    `${net}\n# %%\nprobe = h.detach().requires_grad_()\n(probe ** 3).sum().backward()\n${right}`,
  ],
  [
    'a detached tensor is read as the one that it came from',
    `${net}\n# %%\ndh = 2 * h.detach()\ndz = dh * (1 - h.detach() ** 2)\ndw = x.T @ dz\n`,
  ],
  [
    'a clone is the same tensor in another box',
    `${net}\n# %%\ndh = h.clone()\ndh *= 2\ndz = dh.clone()\ndz = dz * (1 - h.clone() ** 2)\ndw = x.T @ dz\n`,
  ],
  [
    'a plain number on the left is no tensor',
    `${net}\n# %%\ndh = 2.0 * h\ndz = (1.0 - h ** 2) * dh\ndw = x.T @ dz\n`,
  ],
  ['without backward() it is the number called loss', `${net.replace('loss.backward()\n', '')}${right}`],
  [
    'a pass with mean(0), names of its own and cross_entropy needs no list of names',
    `${net.replaceAll('h', 'act').replace('tanact', 'tanh').replace('torcact', 'torch').replaceAll('torcact', 'torch')}\n# %%\ndact = 2 * act\ndz = dact * (1 - act ** 2)\ndw = x.T @ dz\n`,
  ],
])('%s', (_, text) => {
  expect(verdicts(text).map(one => one.replace('dact', 'dh'))).toEqual(allRight)
})

test('a parameter that was updated is still the one of the pass before', () => {
  const text = `${net}\n# %%\nh0, z0 = h, z\nw.data += -0.1 * w.grad\n# %%\n${cmp}dh = 2 * h\ndz = dh * (1 - h ** 2)\ndw = x.T @ dz\ncmp('w', dw, w)\n`
  expect(verdicts(text)).toContain('dw right')
})

test('a later forward pass begins a new one: a claim belongs to the last before it', () => {
  const text = `${net}${right}\n# %%\nx = torch.randn(n, 4) * 3\nz = x @ w\nh = torch.tanh(z)\nloss = (h ** 3).sum()\nz.retain_grad(); h.retain_grad()\nloss.backward()\n# %%\ndh = 3 * h ** 2\ndz = dh * (1 - h ** 2)\ndw = x.T @ dz\n`
  expect(verdicts(text)).toEqual([...allRight, ...allRight])
})

test('a cell that updates parameters makes no claims, unless backward() is called in it', () => {
  const step = 'dh = 3 * h\ndz = dh * (1 - h ** 2)\ndw = x.T @ dz\n'
  const training = (backward: string): string =>
    `${net}${right}\n# %%\nfor i in range(3):\n${`z = x @ w\nh = torch.tanh(z)\nloss = (h ** 2).sum()\n${backward}${step}w.data += -0.1 * dw\n`.replace(/^(?=.)/gm, '    ')}`
  expect(verdicts(training(''))).toEqual(allRight)
  expect(verdicts(training('z.retain_grad(); h.retain_grad()\nloss.backward()\n'))).toContain('dh wrong')
})

test('a loop of many rounds is one iteration', () => {
  const text = `${net.replace('z = x @ w', 'for i in range(200000):\n    x = torch.randn(n, 4)\n    if i % 1000 == 0:\n        print(i)\nz = x @ w')}${right}`
  const start = performance.now()
  expect(verdicts(text)).toEqual(allRight)
  expect(performance.now() - start).toBeLessThan(20_000)
})

test('a file without a forward pass says what was looked for', () => {
  const { error, passed } = check('import torch\nprint(1)\n')
  expect(passed).toBe(false)
  expect(error?.message).toMatch(/no forward pass/)
  expect(error?.advice).toMatch(/backward\(\).*loss/)
})
