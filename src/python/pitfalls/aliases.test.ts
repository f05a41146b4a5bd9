/** One tensor under two names, and views of it. */
import { expect, test } from 'vitest'
import { check, cmp, verdicts } from '../testing.ts'

const fork = `import torch
n, k = 6, 4
a = torch.randn(n, k, requires_grad=True)
m = a.max(1, keepdim=True).values
b = a - m
c = b ** 2
loss = c.mean()
for t in [m, b, c]: t.retain_grad()
loss.backward()
# %%
${cmp}dc = torch.ones_like(c) / (n * k)
db = 2 * b * dc
dm = -db.sum(1, keepdim=True)
hot = torch.nn.functional.one_hot(a.max(1).indices, k)
`
const checks = "cmp('b', db, b); cmp('m', dm, m); cmp('a', da, a)\n"

test('an alias that is changed changes the other: both lines are right, and it is said', () => {
  const { gradients } = check(`${fork}da = db\nda += hot * dm\n${checks}`)
  expect(gradients.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
    'dc exact',
    'db exact',
    'dm exact',
    'da exact',
  ])
  expect(gradients[1].note).toMatch(/cell 2, line 9 changes it too, under the name da: add \.clone\(\)/)
})

test('an alias that is not changed is the nearest tensor below', () => {
  const text = `import torch\nx = torch.randn(5, 3, requires_grad=True)\ny = x + 1\nz = y - 2\nq = z ** 3\nloss = q.sum()\nfor t in [y, z, q]: t.retain_grad()\nloss.backward()\n# %%\ndq = torch.ones_like(q)\ndz = 3 * z ** 2 * dq\ndy = dz\ndx = dy\n`
  expect(verdicts(text)).toEqual(['dq right', 'dz right', 'dy right', 'dx right'])
})

test.each([
  [
    'a flat view',
    'flat = dt.view(-1)\nfor i in range(8):\n    for j in range(3):\n        flat[ix[i] * 3 + j] += de[i, j]',
  ],
  ['the transposed tensor', 'turned = dt.T\nfor i in range(8):\n    turned[:, ix[i]] += de[i]'],
  ['a row', 'for i in range(8):\n    row = dt[ix[i].item()]\n    row += de[i]'],
  ['rows of iteration', 'for k, row in enumerate(dt):\n    row += de[ix == k].sum(0)'],
  ['.data', 'for i in range(8):\n    dt.data[ix[i]] += de[i]'],
  ['a view of a view', 'for i in range(8):\n    dt.view(-1).view(5, 3)[ix[i]] += de[i]'],
  ['a slice', 'dt[:] += torch.eye(5)[ix].T @ de'],
])('views write through: %s', (_, lines) => {
  const text = `import torch\nix = torch.randint(0, 5, (8,))\nt = torch.randn(5, 3, requires_grad=True)\ne = t[ix]\nloss = (e ** 2).sum()\ne.retain_grad()\nloss.backward()\n# %%\nde = 2 * e\ndt = torch.zeros_like(t)\n${lines}\n`
  expect(verdicts(text)).toEqual(['de right', 'dt right'])
})

test('a gradient that is a forward tensor by value is meant as the gradient', () => {
  const text = `import torch\nw = torch.randn(4, 3)\nx = torch.randn(4, 3, requires_grad=True)\ny = torch.sin(x)\nloss = (y * w).sum()\ny.retain_grad()\nloss.backward()\n# %%\ndy = w\ndx = dy * torch.cos(x)\n`
  expect(verdicts(text)).toEqual(['dy right', 'dx right'])
})

test('+= with something larger is an error, as in PyTorch', () => {
  const text = `${fork}da = dm\nda += hot * dm + db\n${checks}`
  expect(check(text).gradients.find(({ name }) => name === 'da')?.verdict).toBe('threw')
})
