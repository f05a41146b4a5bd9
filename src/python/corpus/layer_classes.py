#: 7 claims
#: dW1 wrong
# %%
import torch
class Linear:
    def __init__(self, fan_in, fan_out, bias=True):
        self.weight = torch.randn((fan_in, fan_out)) / fan_in**0.5
        self.bias = torch.zeros(fan_out) if bias else None
    def __call__(self, x):
        self.out = x @ self.weight
        if self.bias is not None:
            self.out = self.out + self.bias
        return self.out
    def parameters(self):
        return [self.weight] + ([] if self.bias is None else [self.bias])
class Tanh:
    def __call__(self, x):
        self.out = torch.tanh(x)
        return self.out
    def parameters(self):
        return []
def cmp(s, dt, t):
    print(s, (dt - t.grad).abs().max().item())
n, n_hidden = 8, 6
layers = [Linear(3, n_hidden), Tanh(), Linear(n_hidden, 2, bias=False)]
params = [p for layer in layers for p in layer.parameters()]
for p in params: p.requires_grad = True
X, Y = torch.randn(n, 3), torch.randn(n, 2)
# %%
x = X
for layer in layers:
    x = layer(x)
W1, b1, W2 = layers[0].weight, layers[0].bias, layers[2].weight
a, h, out = (layer.out for layer in layers)
err = out - Y
loss = (err ** 2).sum() / n
for t in [a, h, out, err]: t.retain_grad()
loss.backward()
# %%
derr = 2 * err / n
dout = derr
dW2 = h.T @ dout
dh = dout @ W2.T
da = dh * (1 - h ** 2)
db1 = da.sum(0)
dW1 = (X * 2).T @ da
cmp('err', derr, err); cmp('out', dout, out); cmp('W2', dW2, W2); cmp('h', dh, h)
cmp('a', da, a); cmp('b1', db1, b1); cmp('W1', dW1, W1)
