#: 3 claims
#: dpre not read
# %%
import torch
from my_helpers import slope_of_tanh
def cmp(s, dt, t):
    print(s, torch.allclose(dt, t.grad))
n = 6
x = torch.randn(n, 4)
W1 = torch.randn(4, 5, requires_grad=True)
pre = x @ W1
h = torch.tanh(pre)
loss = (h ** 2).sum()
pre.retain_grad(); h.retain_grad()
loss.backward()
# %%
dh = 2 * h
dpre = slope_of_tanh(pre) * dh
dW1 = x.T @ dpre
cmp('h', dh, h)
cmp('pre', dpre, pre)
cmp('W1', dW1, W1)
