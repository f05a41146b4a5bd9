/** A bad line costs itself alone. */
import { expect, test } from 'vitest'
import { check, cmp, net, softmax, verdicts } from '../testing.ts'

const after = 'dz = dh * (1 - h ** 2)\ndw = x.T @ dz\n'

test.each([
  ['unfinished', 'dh ='],
  ['unfinished', 'dh = 2 *'],
  ['unfinished', 'dh = (2 * h'],
  ['blank', 'dh = None'],
  ['blank', 'dh = ...'],
  ['threw', 'dh = 2 * never_assigned'],
  ['threw', 'dh = h @ h'],
  ['threw', 'dh = 2 * h.expandAs(h)'],
  ['not read', 'dh = torch.special.unheard_of(h)'],
  ['from autograd', 'dh = h.grad'],
  ['from autograd', 'dh = torch.autograd.grad(loss, h, retain_graph=True)[0]'],
  ['from autograd', 'from torch.autograd import grad\n(dh,) = grad(loss, [h])'],
  ['not read', 'dh, = torch.autograd.grad([loss], [h], grad_outputs=[torch.ones(())])'],
  ['threw', 'dh, = torch.autograd.grad(loss, torch.ones(3))'],
  ['wrong', 'dh = h'],
  ['shape', 'dh = (2 * h)[None]'],
])('%s: %s, and the lines below are none the worse', (verdict, line) => {
  const below = /wrong|shape/.test(verdict) ? 'inherited' : 'right'
  expect(verdicts(`${net}\n# %%\n${line}\n${after}`)).toEqual([`dh ${verdict}`, `dz ${below}`, `dw ${below}`])
})

test.each([
  ['unexpected indent', '# h, twice\n  dh = 2 * h\n'],
  ['unexpected indent', 'a = 1\n\tdh = (2 *\n\t h)\n'],
  ['unindent does not match', 'for i in range(2):\n    dh = h\n  dh = 2 * h\n'],
])('a margin that Python refuses is told at its line: %s', (error, lines) => {
  const [dh, ...below] = check(`${net}\n# %%\n${lines}${after}`).gradients
  expect(dh).toMatchObject({ name: 'dh', verdict: 'threw', text: expect.stringContaining('2 *') })
  expect(dh.message).toMatch(`IndentationError: ${error}`)
  expect(below.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual(['dz exact', 'dw exact'])
})

test('Jupyter runs a cell whose first line is indented without that margin', () => {
  const cells = [net, '\n  dh = 2 * h\n  dz = dh * (1 - h ** 2)\ndw = x.T @ dz'].map(source => ({
    cell_type: 'code',
    source,
  }))
  expect(verdicts(JSON.stringify({ cells }), 'homework.ipynb')).toEqual(['dh right', 'dz right', 'dw right'])
})

test('a wrong shape that would make the next line fail is put right for it', () => {
  expect(verdicts(`${net}\n# %%\ndh = h[:3]\n${after}`)).toEqual([
    'dh shape, wrong',
    'dz inherited',
    'dw right',
  ])
})

test.each([
  ['unfinished', 'dh ='],
  ['blank', 'dh = None'],
  ['threw', 'dh = 2 * never_assigned'],
])('so it is where it is checked: %s', (verdict, line) => {
  const text = `${net}\n# %%\n${cmp}${line}\ncmp('h', dh, h)\ndz = dh * (1 - h ** 2)\ncmp('z', dz, z)\n`
  expect(verdicts(text)).toEqual([`dh ${verdict}`, 'dz right'])
})

test('a wrong line below one that has no value is still found', () => {
  expect(verdicts(`${net}\n# %%\ndh =\ndz = dh * (1 + h ** 2)\ndw = x.T @ dz\n`)).toEqual([
    'dh unfinished',
    'dz wrong',
    'dw inherited',
  ])
})

test('the gradient of another tensor is what comes from above', () => {
  expect(verdicts(`${net}\n# %%\ndz = h.grad * (1 - h ** 2)\ndw = x.T @ z.grad\n`)).toEqual([
    'dz right',
    'dw right',
  ])
})

test('a name that lies: the gradient is said to be the other one, and the line that reads it is right', () => {
  const text = `${net}\n# %%\ndh = 2 * h * (1 - h ** 2)\ndw = x.T @ dh\n`
  const { gradients } = check(text)
  expect(gradients.map(({ verdict }) => verdict)).toEqual(['wrong', 'exact'])
  expect(gradients[0].diagnosis?.short).toBe('this is dz')
})

test('a right line below a gradient without its second part is no other gradient', () => {
  const text = `${softmax}\n# %%\ndlogprobs = torch.zeros_like(logprobs)\ndlogprobs[range(n), Yb] = -1 / n\ndprobs = dlogprobs / probs\ndcounts = counts_sum_inv * dprobs\ndnorm_logits = counts * dcounts\n`
  expect(verdicts(text)).toEqual([
    'dlogprobs right',
    'dprobs right',
    'dcounts wrong',
    'dnorm_logits inherited',
  ])
})

test.each([
  ['requests', 'import requests\nwords = requests.get("https://example.com/names.txt").text.splitlines()'],
  ['lines of an open file', "words = []\nfor line in open('anything.txt'):\n    words.append(line.strip())"],
  ['with', "with open('/content/names.txt', 'r') as f:\n    words = f.read().splitlines()"],
  [
    'urllib',
    'import urllib.request\nwords = urllib.request.urlopen("http://x.org/n.txt").read().decode("utf-8").split()',
  ],
])('whatever is downloaded is our names: %s', (_, lines) => {
  const text = `${lines}\nassert len(words) > 10 and 'emma' in words\n${net}\n# %%\ndh = 2 * h\n`
  expect(check(text).notes).toEqual([])
  expect(
    verdicts(`${text}\n# %%\ncount = len(words)\ndz = h.grad * (1 - h ** 2) * (count / count)\n`),
  ).toEqual(['dh right', 'dz right'])
})

test('softmax without a dimension is that of the rows', () => {
  const text = `import torch\nimport torch.nn.functional as F\nx = torch.randn(5, 4, requires_grad=True)\np = F.softmax(x)\nloss = (p ** 2).sum()\np.retain_grad()\nloss.backward()\n# %%\ndp = 2 * p\ndx = p * (dp - (p * dp).sum(1, keepdim=True))\n`
  expect(verdicts(text)).toEqual(['dp right', 'dx right'])
})
