/** Which tensors PyTorch can see in another shape without a copy: its rule is the one of `torch.Tensor.view`. */
import { describe, expect, test } from 'vitest'
import { verdicts } from './testing.ts'

/** What is said of a notebook whose forward pass has this in it. */
const saidOf = (expression: string): string[] =>
  verdicts(`import torch
x = torch.randn(2, 3, 8, requires_grad=True)
column = torch.randn(3, 1, requires_grad=True)
y = ${expression}
loss = (y ** 2).sum()
y.retain_grad()
loss.backward()
# %%
dy = 2 * y
`)

describe('a view that PyTorch makes', () => {
  test.each([
    'x[..., :4].view(2, 3, 2, 2)',
    'x[..., :4].view(6, 4)',
    'x[..., ::2].view(6, 2, 2)',
    'x[:, :2].view(2, 16)',
    'x[:, 1].view(2, 2, 4)',
    'x.split(4, dim=2)[1].view(2, 3, 2, -1)',
    'x.chunk(2, dim=-1)[0].view(2, 3, 2, 2).transpose(1, 2)',
    'x.transpose(0, 1).view(3, 2, 4, 2)',
    'x.transpose(1, 2).transpose(1, 2).view(-1)',
    'x.transpose(1, 2).contiguous().view(16, 3)',
    'x.transpose(1, 2).reshape(16, 3)',
    'x.view(2, 1, 3, 8).transpose(1, 2).view(6, 8)',
    'column.expand(3, 4).view(3, 2, 2)',
  ])('%s', expression => {
    expect(saidOf(expression)).toEqual(['dy right'])
  })
})

describe('one that would need a copy', () => {
  test.each([
    'x[..., :4].view(24)',
    'x[:, :2].view(4, 8)',
    'x[..., :4].view(2, 3, 2, 2).transpose(1, 2).view(2, 12)',
    'x.transpose(1, 2).view(2, 24)',
    'x.transpose(0, 1).view(6, 8)',
    'x.transpose(1, 2).transpose(0, 1).view(-1)',
    '(x.transpose(1, 2) * 2).view(16, 3)',
    'column.expand(3, 4).view(12)',
  ])('%s', expression => {
    expect(saidOf(expression)).not.toEqual(['dy right'])
  })
})

test('what is written into a view, or into a reshape that is one, is written into the tensor', () => {
  const said = verdicts(`import torch
x = torch.randn(2, 3, requires_grad=True)
loss = (x ** 3).sum()
loss.backward()
# %%
dx = torch.zeros_like(x)
dx.transpose(0, 1)[:, 1:].reshape(3, 1)[0] = 0
dx[:, :2].reshape(2, 1, 2)[:] = (3 * x ** 2)[:, :2].unsqueeze(1)
dx[:, 2:].view(2)[:] = 3 * x[:, 2] ** 2
`)
  expect(said).toEqual(['dx right'])
})

test('split is into parts of such a size in PyTorch, and into so many parts in numpy', () => {
  const text = (parts: string): string => `import numpy as np, torch
x = torch.randn(2, 6, requires_grad=True)
loss = (x ** 2).sum()
loss.backward()
# %%
a, b, c = ${parts}
dx = torch.cat([a, b, c], 1)
`
  expect(verdicts(text('(2 * x).split(2, dim=1)'))).toEqual(['dx right'])
  expect(verdicts(text('torch.split(2 * x, [1, 3, 2], dim=-1)'))).toEqual(['dx right'])
  const ofNumpy = (parts: string): string =>
    text(`[torch.tensor(p) for p in np.split(2 * x.detach().numpy(), ${parts}, axis=1)]`)
  expect(verdicts(ofNumpy('3'))).toEqual(['dx right'])
  expect(verdicts(ofNumpy('[1, 4]'))).toEqual(['dx right'])
  expect(verdicts(text('torch.split(2 * x, [1, 3], dim=1)'))).not.toEqual(['dx right'])
  expect(verdicts(ofNumpy('4'))).not.toEqual(['dx right'])
})
