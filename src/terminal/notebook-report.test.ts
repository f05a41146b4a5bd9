import { expect, test } from 'vitest'
import { checkNotebook } from '../python/python.ts'
import { renderNotebook } from './notebook-report.ts'

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
