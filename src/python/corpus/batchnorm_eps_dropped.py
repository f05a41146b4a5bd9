#: 7 claims
#: dvar wrong
#: dsq inherited
#: dcentered inherited
#: dx inherited
# %%
import torch
n = 14
x = torch.randn(n, 4, requires_grad=True)
coef = torch.randn(n, 4)
mean = x.sum(0, keepdims=True) * (1 / n)
centered = x - mean
sq = centered ** 2
var = sq.sum(0, keepdims=True) / (n - 1)
inv = (var + 1e-3) ** -0.5
xhat = centered * inv
loss = (xhat * coef).sum()
for t in [mean, centered, sq, var, inv, xhat]: t.retain_grad()
loss.backward()
# %%
dxhat = coef.clone()
dinv = (centered * dxhat).sum(0, keepdims=True)
dvar = -0.5 * var ** -1.5 * dinv
dsq = torch.ones_like(sq) * dvar / (n - 1)
dcentered = inv * dxhat
dcentered += 2 * centered * dsq
dmean = -dcentered.sum(0, keepdims=True)
dx = dcentered.clone()
dx += torch.ones_like(x) * dmean / n
