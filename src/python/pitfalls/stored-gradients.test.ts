/** Functions that store gradients on the tensors themselves: `lin_grad(inp, out, w, b)` sets `inp.g`, `w.g` and `b.g`. */
import { expect, test } from 'vitest'
import { check, said } from '../testing.ts'

const forward = `import torch
def mse(output, targ): return (output.squeeze(-1) - targ).pow(2).mean()
def lin(x, w, b): return x @ w + b
def relu(x): return x.clamp_min(0.)
`

const backward = `def mse_grad(inp, targ):
    inp.g = 2. * (inp.squeeze(-1) - targ).unsqueeze(-1) / inp.shape[0]
def relu_grad(inp, out):
    inp.g = (inp > 0).float() * out.g
def lin_grad(inp, out, w, b):
    inp.g = out.g @ w.t()
    w.g = inp.t() @ out.g
    b.g = out.g.sum(0)
`

const run = `x, y = torch.randn(6, 5), torch.randn(6)
w1, b1 = torch.randn(5, 4), torch.zeros(4)
w2, b2 = torch.randn(4, 1), torch.zeros(1)
def forward_and_backward(inp, targ):
    l1 = lin(inp, w1, b1)
    l2 = relu(l1)
    out = lin(l2, w2, b2)
    diff = mse(out, targ)
    mse_grad(out, targ)
    lin_grad(l2, out, w2, b2)
    relu_grad(l1, l2)
    lin_grad(inp, l1, w1, b1)
forward_and_backward(x, y)
`

const names = ['mse_grad: inp.g', 'relu_grad: inp.g', 'lin_grad: inp.g', 'lin_grad: w.g', 'lin_grad: b.g']

test('each is judged beside the function that it undoes', () => {
  const { gradients, passed } = check(`${forward}${backward}${run}`)
  expect(gradients.map(({ name }) => name)).toEqual(names)
  expect(passed).toBe(true)
})

test('where nothing is called, tensors of such names are drawn', () => {
  const { gradients } = check(`${forward}${backward}`)
  expect(gradients.map(({ name }) => name)).toEqual(names.slice(1))
  expect(gradients.map(said)).toEqual(['right', 'right', 'right', 'right'])
})

test.each([
  [' / inp.shape[0]', '', 'mse_grad: inp.g', 'N times'],
  ['(inp > 0).float() * out.g', '(inp > 0).float()', 'relu_grad: inp.g', 'the upstream gradient out.g'],
  ['out.g @ w.t()', '-out.g @ w.t()', 'lin_grad: inp.g', 'wrong sign'],
  ['inp.t() @ out.g', '(inp.t() @ out.g).t()', 'lin_grad: w.g', 'swaps the last two'],
  ['out.g.sum(0)', 'out.g.sum()', 'lin_grad: b.g', 'sum'],
])("%s -> %s is wrong, and said in its author's names", (from, to, gradient, says) => {
  const { gradients } = check(`${forward}${backward.replace(from, to)}${run}`)
  const bad = gradients.filter(one => said(one) !== 'right')
  expect(bad.map(({ name }) => name)).toEqual([gradient])
  expect(bad[0].diagnosis?.message ?? bad[0].message).toContain(says)
  expect(JSON.stringify(bad[0])).not.toMatch(/\bdout\b/)
})
