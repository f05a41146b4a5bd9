#: 5 claims
#: dh wrong wrong operand
# %%
import torch
n = 6
x = torch.randn(n, 4)
W1 = torch.randn(4, 5, requires_grad=True)
b1 = torch.randn(5, requires_grad=True)
W2 = torch.randn(5, 3, requires_grad=True)
pre = x @ W1 + b1
h = torch.tanh(pre)
out = h @ W2
loss = (out ** 2).sum()
for t in [pre, h, out]: t.retain_grad()
loss.backward()
# %%
dout = 2 * out
dW2 = h.T @ dout
dh = (dout @ W2.T) * (1 - h ** 2)
dW1 = x.T @ dh
db1 = dh.sum(0)
