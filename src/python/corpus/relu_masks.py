#: 6 claims
# %%
import torch
def cmp(name, mine, ref):
    assert mine.shape == ref.shape
    print(name, (mine - ref.grad).abs().max())
n, n_hidden = 8, 6
x = torch.randn(n, 3)
w1 = torch.randn(3, n_hidden, requires_grad=True)
w2 = torch.randn(n_hidden, 4, requires_grad=True)
# %%
z1 = x @ w1
a1 = torch.relu(z1)
z2 = a1 @ w2
a2 = z2.clamp(min=0)
loss = a2.square().sum() / 2
for t in (z1, a1, z2, a2):
    t.retain_grad()
loss.backward()
# %%
da2 = a2.detach().clone()
dz2 = torch.where(z2 > 0, da2, torch.zeros_like(da2))
dw2 = a1.T @ dz2
da1 = dz2 @ w2.T
dz1 = da1.clone()
dz1[z1 <= 0] = 0
dw1 = x.T @ dz1
cmp('a2', da2, a2); cmp('z2', dz2, z2); cmp('w2', dw2, w2)
cmp('a1', da1, a1); cmp('z1', dz1, z1); cmp('w1', dw1, w1)
