#: 4 claims
#: dz1 wrong
#: dw1 inherited
# %%
import torch
n = 7
x = torch.randn(n, 3)
w1 = torch.randn(3, 5, requires_grad=True)
w2 = torch.randn(5, 2, requires_grad=True)
z1 = x @ w1
a1 = z1 * (z1 > 0)
out = a1 @ w2
loss = out.sum()
# %%
z1.retain_grad(); a1.retain_grad(); out.retain_grad()
loss.backward()
# %%
dout = torch.ones_like(out)
dw2 = a1.T @ dout
dz1 = (dout @ w2.T) * z1
dw1 = x.T @ dz1
