/** What people write beyond the lecture: conventions of other courses and books, each rewritten small. */
import { expect, test } from 'vitest'
import { check, said, verdicts } from '../testing.ts'

const logistic = `import numpy as np
m = 12
X, Y = np.random.randn(4, m), np.random.randint(0, 2, (1, m))
W1, W2 = np.random.randn(5, 4), np.random.randn(1, 5)
A1 = np.tanh(W1 @ X)
Z2 = W2 @ A1
A2 = 1 / (1 + np.exp(-Z2))
cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m
`

test('dZ of each example’s own loss is right where dW divides by m, and it is said', () => {
  const { gradients } = check(
    `${logistic}dZ2 = A2 - Y\ndW2 = 1 / m * dZ2 @ A1.T\ndA1 = W2.T @ dZ2\ndW1 = dA1 * (1 - A1**2) @ X.T / m\n`,
  )
  expect(gradients.map(one => `${one.name} ${said(one)}`)).toEqual(
    ['dZ2', 'dW2', 'dA1', 'dW1'].map(x => `${x} right`),
  )
  expect(gradients[0].note).toContain('1/m of `cost` comes in further down')
})

test('where nothing divides by m, dZ lacks it', () => {
  expect(verdicts(`${logistic}dZ2 = A2 - Y\ndW2 = dZ2 @ A1.T\n`)).toEqual(['dZ2 wrong', 'dW2 inherited'])
})

test('a tiny number in a logarithm may be left out of the gradient; an eps that counts may not', () => {
  const loss = (eps: string): string => `import torch
logits = torch.randn(6, 4, requires_grad=True)
y = torch.randint(0, 4, (6,))
p = logits.softmax(1)
loss = -torch.log(p[range(6), y] + ${eps}).mean()
loss.backward()
dlogits = (p - torch.eye(4)[y]) / 6
`
  const [tiny] = check(loss('1e-8')).gradients
  expect(said(tiny)).toBe('right')
  expect(tiny.note).toContain('tiny number that the forward pass adds')
  expect(verdicts(loss('1e-2'))).toEqual(['dlogits wrong'])
})

test.each([
  ['0.1', '(1 - 0.1) * hot + 0.1 / 4', 'right'],
  ['0.1', 'hot', 'wrong'],
])('label smoothing of %s, with the target %s: %s', (eps, target, verdict) => {
  const text = `import torch
import torch.nn.functional as F
logits = torch.randn(6, 4, requires_grad=True)
y = torch.randint(0, 4, (6,))
loss = F.cross_entropy(logits, y, label_smoothing=${eps})
loss.backward()
hot = F.one_hot(y, 4)
dlogits = (F.softmax(logits, 1) - (${target})) / 6
`
  expect(verdicts(text)).toEqual([`dlogits ${verdict}`])
})

test('a training step by hand is judged where there is nothing else to judge', () => {
  const text = (slope: string): string => `import torch
x, w = torch.randn(6, 3), torch.randn(3, 2)
for i in range(20000):
    h = torch.tanh(x @ w)
    loss = (h ** 2).sum()
    dh = 2 * h
    dw = x.T @ (dh * (${slope}))
    w.data += -0.1 * dw
`
  expect(verdicts(text('1 - h ** 2'))).toEqual(['dh right', 'dw right'])
  expect(verdicts(text('1 - h'))).toEqual(['dh right', 'dw wrong'])
})

test('var and std of an array divide by n, those of a tensor by n - 1', () => {
  const text = (library: string, divisor: string): string => `${library}
x = X(6, 3)
v = x.var(0)
loss = (v ** 2).sum()
dv = 2 * v
dx = dv * 2 * (x - x.mean(0)) / ${divisor}
`
  const [numpy, torch] = ['import numpy as np\nX = np.random.randn', 'import torch\nX = torch.randn']
  expect(verdicts(text(numpy, '6'))).toEqual(['dv right', 'dx right'])
  expect(verdicts(text(torch, '5'))).toEqual(['dv right', 'dx right'])
  expect(verdicts(text(numpy, '5'))[1]).toBe('dx wrong')
})

test('what a function calls its own names is no gradient of the notebook’s', () => {
  const text = `import torch
x = torch.randn(6, 3, requires_grad=True)
loss = (x ** 2).sum()
loss.backward()
dx = 2 * x
def later(x):
    dx = 3 * x
    return dx
`
  const [only] = check(text).gradients
  expect(only.text).toBe('dx = 2 * x')
})
