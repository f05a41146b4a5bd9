/** What PyTorch does otherwise than it looks: each habit that leads there is told. */
import { expect, test } from 'vitest'
import { check, cmp, net, softmax } from '../testing.ts'
import { inPython } from '../words.ts'

const gradientOf = (text: string, name: string) => check(text).gradients.find(one => one.name === name)!

test('a wrong shape with the right numbers, which == repeats, is told as a shape', () => {
  const text = `${net}\n# %%\n${cmp}\nb = torch.zeros(1, 5)\nb.requires_grad = True\nq = h + b\nloss = (q ** 2).sum()\nloss.backward()\ndq = 2 * q\ndb = dq.sum(0)\ncmp('b', db, b)\n`
  expect(gradientOf(text, 'db')).toMatchObject({ verdict: 'shape', numbers: 'right' })
})

test('exact: False of a right line is rounding', () => {
  const { verdict, note } = gradientOf(`${net}\n# %%\ndh = h * (1 + 1 / 3) * 1.5\n`, 'dh')
  expect(verdict).toBe('approximate')
  expect(note).toContain('exact: False, that is rounding')
})

test("PyTorch's own gradient is nobody's work", () => {
  expect(gradientOf(`${net}\n# %%\ndh = h.grad\n`, 'dh').verdict).toBe('from autograd')
})

test('a gradient that PyTorch does not keep is named, and only where something reads it', () => {
  const forgetful = net.replace('z.retain_grad(); h.retain_grad()\n', 'h.retain_grad()\n')
  const lines = `\n# %%\n${cmp}\ndh = 2 * h\ndz = (1 - h ** 2) * dh\n`
  const calls = "cmp('h', dh, h)\ncmp('z', dz, z)\n"
  expect(check(`${forgetful}${lines}${calls}`).notes).toEqual([
    'z.grad is None in PyTorch, unless retain_grad() is called on it before backward()',
  ])
  expect(check(`${forgetful}${lines}`).notes).toEqual([])
  expect(check(`${net}${lines}${calls}`).notes).toEqual([])
})

test('what another name changes in place is told with the place', () => {
  const text = `${softmax}\n# %%\ndnorm_logits = (F.softmax(logits, 1) - F.one_hot(Yb, k)) / n\ndlogits = dnorm_logits\ndlogits += 1\n${cmp}\ncmp('norm_logits', dnorm_logits, norm_logits)\ncmp('logits', dlogits, logits)\n`
  expect(gradientOf(text, 'dnorm_logits').note).toMatch(
    /^cell 2, line 4 changes it too, under the name dlogits: add \.clone\(\)/,
  )
})

test('a result that is infinite here is told as that, and compared', () => {
  const text = `${softmax}\n# %%\ndlogprobs = torch.zeros_like(logprobs)\ndlogprobs[range(n), Yb] = -1 / n\ndprobs = probs / dlogprobs\n`
  const { verdict, exact, maxdiff, note } = gradientOf(text, 'dprobs')
  expect({ verdict, exact, maxdiff }).toEqual({ verdict: 'wrong', exact: false, maxdiff: Infinity })
  expect(note).toMatch(
    /^here 18 of 24 elements are NaN or infinite, the first at \[0, \d\]: look for a division by 0/,
  )
})

test('several lines are called code, and a function is called one', () => {
  const said = (lines: string): string => gradientOf(`${net}\n# %%\n${lines}`, 'dh').message
  expect(said('dh = h ** 3 + z\n')).toContain('your line')
  expect(said('part = h ** 3\ndh = part + z\n')).toContain('your code')
})

test('where a line is written with numpy, so is the advice', () => {
  const text = `import numpy as np
def affine_forward(x, w, b):
    return x.dot(w) + b, (x, w, b)
def affine_backward(dout, cache):
    x, w, b = cache
    dx = dout.dot(w.T)
    dw = x.T.dot(dout)
    db = np.sum(dout, axis=0, keepdims=True)
    return dx, dw, db
x = np.random.randn(6, 4)
w = np.random.randn(4, 3)
b = np.random.randn(3)
out, cache = affine_forward(x, w, b)
`
  const [, , db] = check(text).gradients
  expect(db).toMatchObject({ verdict: 'shape', text: 'db = np.sum(dout, axis=0, keepdims=True)' })
  expect(db.diagnosis?.message).toContain('leave out `keepdims=True`')
  expect(inPython('use expandAs, or multiply by onesLike', { isNumpy: true })).toBe(
    'use np.broadcast_to, or multiply by np.ones_like',
  )
})
