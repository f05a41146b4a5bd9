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
  const own = loss('0').replace(' + 0)', ')')
  expect(own).not.toBe(loss('0'))
  const [added] = check(own.replace(/^(d\w+ = .*)$/m, '$1 + 1e-8')).gradients
  expect(said(added)).toBe('wrong')
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

test('gradients that a function keeps to itself are claims where there are no others', () => {
  const text = `import numpy as np
def step(X, y, W1, W2):
    N = len(X)
    z = X @ W1
    a = np.maximum(z, 0)
    out = a @ W2
    loss = ((out - y) ** 2).sum() / N
    dout = 2 * (out - y) / N
    dW2 = a.T @ dout
    da = dout @ W2.T
    dz = da * (z > 0)
    dW1 = X.T @ da
    return loss, dW1, dW2
results = step(np.random.randn(7, 3), np.random.randn(7, 2), np.random.randn(3, 4), np.random.randn(4, 2))
`
  expect(verdicts(text)).toEqual(['dout right', 'dW2 right', 'da right', 'dz right', 'dW1 wrong'])
})

test('layers of torch.nn in a row are read, and so are their weights', () => {
  const text = (h: string): string => `import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 2)).to('cpu')
X, Y = torch.randn(6, 4), torch.randn(6, 2)
out = model(X)
loss = nn.MSELoss(reduction='sum')(out, Y)
model.zero_grad()
out.retain_grad()
loss.backward()
W = model[2].weight
h = torch.tanh(model[0](X))
dout = 2 * (out - Y)
dW = dout.T @ ${h}
`
  expect(verdicts(text('h'))).toEqual(['dout right', 'dW right'])
  expect(verdicts(text('(1 + h)'))).toEqual(['dout right', 'dW wrong'])
})

test.each([
  ['self.dinputs = np.dot(dvalues, self.weights.T)', 'right'],
  ['self.dinputs = np.dot(dvalues, self.weights.T) / len(dvalues)', 'wrong'],
])('a layer that keeps its gradients in fields: %s is %s', (line, verdict) => {
  const text = `import numpy as np
class Dense:
    def __init__(self, n_inputs, n_neurons):
        self.weights = 0.1 * np.random.randn(n_inputs, n_neurons)
        self.biases = np.zeros((1, n_neurons))
    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.dot(inputs, self.weights) + self.biases
    def backward(self, dvalues):
        self.dweights = np.dot(self.inputs.T, dvalues)
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        ${line}
`
  expect(verdicts(text)).toEqual([
    'Dense.backward: dweights right',
    'Dense.backward: dbiases right',
    `Dense.backward: dinputs ${verdict}`,
  ])
})

test.each([
  ['out.g @ self.w.t()', 'right'],
  ['out.g @ self.w', 'threw'],
  ['(inp + 1) * (out.g @ self.w.t())', 'wrong'],
])('a layer that puts its gradients on tensors, through a base class: inp.g = %s is %s', (line, verdict) => {
  const text = `import torch
class Module():
    def __call__(self, *args):
        self.args = args
        self.out = self.forward(*args)
        return self.out
    def backward(self): self.bwd(self.out, *self.args)
class Lin(Module):
    def __init__(self, w): self.w = w
    def forward(self, inp): return inp @ self.w
    def bwd(self, out, inp):
        self.w.g = inp.t() @ out.g
        inp.g = ${line}
`
  const found = verdicts(text)
  expect(found.find(one => one.includes('inp'))).toContain(verdict)
})

test.each([
  ['1 - y ** 2', 'right'],
  ['1 - y', 'wrong'],
])('torch.autograd.Function with %s is %s', (slope, verdict) => {
  const text = `import torch
class Tanh(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale):
        y = torch.tanh(x)
        ctx.save_for_backward(y)
        ctx.scale = scale
        return y * scale
    @staticmethod
    def backward(ctx, grad_output):
        y, = ctx.saved_tensors
        return grad_output * ctx.scale * (${slope}), None
`
  expect(verdicts(text)).toEqual([`Tanh.backward: dx ${verdict}`])
})
