#: 4 claims
#: dw wrong
# %%
import torch
torch.manual_seed(0)
m, d = 20, 3
X = torch.randn(m, d)
y = (torch.rand(m, 1) > 0.5).float()
w = torch.randn(d, 1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
z = X @ w + b
a = 1 / (1 + torch.exp(-z))
cost = -(y * torch.log(a) + (1 - y) * torch.log(1 - a)).mean()
z.retain_grad(); a.retain_grad()
cost.backward()
# %%
da = (-y / a + (1 - y) / (1 - a)) / m
dz = da * a * (1 - a)
db = dz.sum(0)
dw = X.T @ dz / m
# %%
dz2 = (a - y) / m
print((dz - dz2).abs().max(), torch.allclose(db, b.grad), torch.allclose(dw, w.grad))
