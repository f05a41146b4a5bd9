/** Verdicts that need care. */
import { expect, test } from 'vitest'
import { check, net, said, softmax, verdicts } from '../testing.ts'

const start = `${softmax}\n# %%\ndlogprobs = torch.zeros_like(logprobs)\ndlogprobs[range(n), Yb] = -1 / n\n`

test('a closed formula takes the gradient of the loss for what it always is: right, with a note', () => {
  const { gradients } = check(`${start}dlogits = probs / n + dlogprobs\n`)
  expect(gradients.map(said)).toEqual(['right', 'right'])
  expect(gradients[1].note).toMatch(/closed formula.*dlogprobs/)
})

test('in a single step it is a coincidence', () => {
  const line =
    'dprobs = torch.zeros_like(probs)\ndprobs[range(n), Yb] = dlogprobs[range(n), Yb] / probs[range(n), Yb]\n'
  expect(verdicts(start + line)).toEqual(['dlogprobs right', 'dprobs coincidence'])
})

test('the part of a gradient that comes straight from the loss may be written in', () => {
  const text = `import torch\nx = torch.randn(5, 3, requires_grad=True)\ny = x.exp()\nz = y * 3\nloss = (y ** 2).sum() + z.sum()\ny.retain_grad(); z.retain_grad()\nloss.backward()\n# %%\ndz = torch.ones_like(z)\ndy = 2 * y + 3 * dz\ndx = dy * y\n`
  expect(verdicts(text)).toEqual(['dz right', 'dy right', 'dx right'])
  expect(verdicts(text.replace('2 * y +', 'y +'))).toEqual(['dz right', 'dy wrong', 'dx inherited'])
  expect(verdicts(text.replace('2 * y + ', ''))).toEqual(['dz right', 'dy wrong', 'dx inherited'])
})

test('a column of row numbers sets every column of every row', () => {
  const text = `${start}dlogits = torch.exp(logprobs) / n + dlogprobs\nm = torch.zeros_like(logits)\nm[range(n), logits.max(1, keepdim=True).indices] = 1\ndnorm_logits = torch.exp(logprobs) / n + dlogprobs\ndlogits = dnorm_logits - m * dnorm_logits.sum(1, keepdim=True) + m * 0.1\n`
  expect(verdicts(text)).toContain('dlogits wrong')
})

test('what is zero by algebra is judged by its line, and said to be zero', () => {
  const text = `import torch\nn = 6\nx = torch.randn(n, 4)\nb = torch.randn(4, requires_grad=True)\nz = x + b\nd = z - z.mean(0, keepdim=True)\nloss = (d ** 3).sum()\nz.retain_grad(); d.retain_grad()\nloss.backward()\n# %%\ndd = 3 * d ** 2\ndz = dd - dd.mean(0, keepdim=True)\ndb = dz.sum(0)\n`
  expect(check(text).gradients.at(-1)).toMatchObject({ name: 'db', zeroByAlgebra: true })
  expect(verdicts(text)).toEqual(['dd right', 'dz right', 'db right'])
  expect(verdicts(text.replace('db = dz.sum(0)', 'db = dz.sum(0) * 2'))).not.toContain('db right')
})

test('a stored output that says exact: False is nobody’s business', () => {
  const cell = (source: string, outputs: unknown[] = []): unknown => ({ cell_type: 'code', source, outputs })
  const stored = { output_type: 'stream', text: ['h | exact: False | approximate: False | maxdiff: 0.1'] }
  const book = JSON.stringify({ cells: [cell(net), cell('dh = 2 * h', [stored])] })
  expect(verdicts(book, 'homework.ipynb')).toEqual(['dh right'])
})

test('an eps that was dropped is found, however small', () => {
  const text = `import torch\nv = torch.rand(5, requires_grad=True)\ni = (v + 1e-5) ** -0.5\nloss = i.sum()\ni.retain_grad()\nloss.backward()\n# %%\ndi = torch.ones_like(i)\ndv = -0.5 * v ** -1.5 * di\n`
  expect(verdicts(text)).toEqual(['di right', 'dv wrong'])
})
