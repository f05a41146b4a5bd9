#: 4 claims
#: dh right
# %%
import torch
def cmp(s, dt, t):
    print(s, dt.shape == t.shape and torch.allclose(dt, t.grad))
n, dim = 7, 4
x = torch.randn(n, dim)
W1 = torch.randn(dim, dim, requires_grad=True)
W2 = torch.randn(dim, dim, requires_grad=True)
h = (x @ W1).sin()
out = h @ W2
loss = out.exp().mean()
h.retain_grad(); out.retain_grad()
loss.backward()
# %%
dout = out.exp() / (n * dim)
cmp('out', dout, out)
dh = dout @ W2
cmp('h', dh, h)
dh = dout @ W2.T
cmp('h', dh, h)
dW2 = h.T @ dout
cmp('W2', dW2, W2)
dW1 = x.T @ (dh * torch.cos(x @ W1))
cmp('W1', dW1, W1)
