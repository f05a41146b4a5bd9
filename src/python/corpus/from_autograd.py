#: 4 claims
#: dh from autograd
#: dpre right
#: dW1 wrong
# %%
import torch
def cmp(s, dt, t):
    print(s, torch.allclose(dt, t.grad))
n = 6
x = torch.randn(n, 4)
W1 = torch.randn(4, 4, requires_grad=True)
W2 = torch.randn(4, 3, requires_grad=True)
pre = x @ W1
h = torch.tanh(pre)
out = h @ W2
loss = out.pow(2).mean()
for t in [pre, h, out]: t.retain_grad()
loss.backward()
# %%
dout = 2 / out.numel() * out
dh = h.grad # skip it for now
dpre = (1 - h**2) * h.grad
dW1 = W1 * pre.grad.sum(0)
cmp('out', dout, out); cmp('h', dh, h); cmp('pre', dpre, pre); cmp('W1', dW1, W1)
