import { expect, test } from 'vitest'
import { checkNotebook } from '../python/python.ts'
import { askedFor, renderNotebook } from './notebook-report.ts'

/** What is said of a gradient of x, of shape (4, 3), that sums to `loss` by rows. */
const said = (dx: string): string => {
  const text = `import torch
x = torch.randn(4, 3)
x.requires_grad = True
w = torch.randn(1, 3)
y = x * w
loss = y.sum()
loss.backward()
${dx}
`
  const texts = { all: () => null, fewLetters: () => null }
  return renderNotebook(checkNotebook({ text, file: 'a.py', seed: 42, texts }), { width: 200 })
}

test('that == sees no wrong shape is said where it repeats yours, and only there', () => {
  expect(said('dx = w')).toContain("the lecture's cmp says exact: True here")
  expect(said('dx = (torch.ones_like(x) * w).view(2, 6)')).not.toContain('cmp says')
})

test('a claim is asked for by its name, its tensor, what comes after its function, or its place', () => {
  const text = `import numpy as np
def relu_forward(x):
    return np.maximum(0, x), x
def relu_backward(dout, cache):
    dx = dout * (cache > 0)
    return dx
`
  const texts = { all: () => null, fewLetters: () => null }
  const { gradients } = checkNotebook({ text, file: 'a.py', seed: 42, texts })
  for (const asked of ['relu_backward: dx', 'dx', '1:5'])
    expect(askedFor(asked, gradients)).toBe(gradients[0])
  for (const asked of ['dy', '1:4', 'relu']) expect(askedFor(asked, gradients)).toBeUndefined()
})
