/** What a notebook claims to be a gradient, and of which tensor. */
import { expect, test } from 'vitest'
import { check, cmp, net, verdicts } from '../testing.ts'

const own = (definition: string, calls: string): string =>
  `${net}\n# %%\n${definition}\ndh = 2 * h\ndz = dh * (1 - h ** 2)\ndw = x.T @ dz\n${calls}\n`

test.each([
  ['cmp of the lecture', cmp, "cmp('h', dh, h); cmp('z', dz, z); cmp('w', dw, w)"],
  [
    'another name and another order',
    'def check(t, mine, tol=1e-6):\n    return ((t.grad - mine).abs() < tol).all()',
    'check(h, dh); check(z, dz); check(w, dw)',
  ],
  [
    'keywords',
    'def same(mine, of):\n    assert mine.shape == of.shape\n    return torch.equal(of.grad, mine)',
    'same(of=h, mine=dh); same(dz, of=z); same(mine=dw, of=w)',
  ],
  ['a loop over rows', cmp, "for s, d, t in [('h', dh, h), ('z', dz, z), ('w', dw, w)]:\n    cmp(s, d, t)"],
  ['a loop over zip', cmp, "for t, d in zip([h, z, w], [dh, dz, dw]):\n    cmp('?', d, t)"],
  [
    'a lambda-free dictionary',
    cmp,
    "for s, (d, t) in {'h': (dh, h), 'z': (dz, z), 'w': (dw, w)}.items():\n    cmp(s, d, t)",
  ],
  ['no function at all: names', '', ''],
])('%s', (_, definition, calls) => {
  const { gradients } = check(own(definition, calls))
  expect(gradients.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
    'dh exact',
    'dz exact',
    'dw exact',
  ])
})

test('a name that two loops use stands in the comparison for what it is there, not for the last tensor of the first', () => {
  const forward = net.replace('z.retain_grad(); h.retain_grad()', 'for t in [h, z, w]: t.retain_grad()')
  const lines = 'dh = 2 * h\ndz = dh * (1 - h ** 2)\ndw = None\n'
  const loop = "# %%\nfor d, t in [(dh, h), (dz, z)]:\n    cmp('', d, t)\ncmp('w', dw, w)\n"
  const said = (own: string): string[] => verdicts(`${forward}\n# %%\n${cmp}${own}${loop}`)
  expect(said(lines)).toEqual(['dh right', 'dz right', 'dw blank'])
  const bare = check(`${forward}\n# %%\n${cmp}${lines.replace('None', 'x.T @ dz')}${loop}`)
  expect(bare.gradients.map(({ note }) => note)).toEqual([null, null, null])
})

test.each(['d%', 'd_%', 'grad_%', '%_grad'])('%s is a name of a gradient', form => {
  const name = (of: string): string => form.replace('%', of)
  const text = `${net}\n# %%\n${name('h')} = 2 * h\n${name('z')} = ${name('h')} * (1 + h ** 2)\n`
  expect(verdicts(text)).toEqual([`${name('h')} right`, `${name('z')} wrong`])
})

test('the body of a comparing function is not run', () => {
  expect(
    verdicts(
      own(
        'def cmp(dt, t):\n    t.grad.zero_()\n    dt.zero_()\n    return (dt - t.grad).max()',
        'cmp(dh, h); cmp(dz, z); cmp(dw, w)',
      ),
    ),
  ).toEqual(['dh right', 'dz right', 'dw right'])
})

test('what is claimed by a call anywhere is not claimed by its name as well', () => {
  const text = `${net}\n# %%\ndh = torch.zeros_like(h)\n# %%\ndh = 2 * h\n${cmp}cmp('h', dh, h)\n`
  expect(verdicts(text)).toEqual(['dh right'])
})

test.each([
  ['index_add_', 'dt = torch.zeros_like(t)\ndt.index_add_(0, ix, de)'],
  ['scatter_add_', 'dt = torch.zeros_like(t)\ndt.scatter_add_(0, ix.view(-1, 1).expand(-1, 3), de)'],
  ['a loop of +=', 'dt = torch.zeros_like(t)\nfor i in range(8):\n    dt[ix[i]] += de[i]'],
  ['zero_ and +=', 'dt = t.detach().clone()\ndt.zero_()\nfor i, row in enumerate(ix):\n    dt[row] += de[i]'],
  ['a one-hot product', 'dt = torch.nn.functional.one_hot(ix, 5).double().T @ de'],
  ['an equation', "dt = torch.einsum('nk,nd->kd', torch.eye(5)[ix], de)"],
  ['a mask for each letter', 'dt = torch.stack([de[ix == k].sum(0) for k in range(5)])'],
])('what statements left in place is a claim: %s', (_, lines) => {
  const text = `import torch\nix = torch.randint(0, 5, (8,))\nt = torch.randn(5, 3, requires_grad=True)\ne = t[ix]\nloss = (e ** 2).sum()\ne.retain_grad()\nloss.backward()\n# %%\nde = 2 * e\n${lines}\n`
  expect(verdicts(text)).toEqual(['de right', 'dt right'])
})
