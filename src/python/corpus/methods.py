#: 11 claims
# %%
import torch
def cmp(dt, t):
    print(dt.size() == t.size(), (dt - t.grad).abs().max().item())
n, c, m = 4, 3, 5
x = torch.randn(n, c, m, requires_grad=True)
v = torch.randn(m, requires_grad=True)
# %%
flat = x.reshape(n * c, m)
prod = flat.mul(v)
s = prod.sum(-1)
sq = s.unsqueeze(1)
ex = sq.expand(n * c, 2) * torch.tensor([1.0, 0.5])
e = ex.exp()
top = e.view(n, -1).max(1).values
low = e.min()
z = top.sub(low).add(1).log()
loss = z.mean().add(v.norm())
for t in [flat, prod, s, sq, ex, e, top, low, z]:
    t.retain_grad()
loss.backward()
# %%
dz = torch.ones_like(z).div(z.size(0))
dtop = dz / top.sub(low).add(1)
dlow = dtop.sum().neg()
de = torch.zeros_like(e)
de.view(n, -1)[torch.arange(n), e.view(n, -1).argmax(1)] += dtop
de.view(-1)[e.argmin()] += dlow
dex = de.mul(e)
dsq = (dex * torch.tensor([1.0, 0.5])).sum(1, keepdim=True)
ds = dsq.squeeze(1)
dprod = ds.view(-1, 1).expand_as(prod).clone()
dflat = dprod.mul(v.expand_as(dprod))
dv = prod.detach().clone().zero_().add(dprod * flat).sum(dim=0) + v / v.pow(2).sum().sqrt()
dx = dflat.view_as(x).contiguous()
cmp(dz, z); cmp(dtop, top); cmp(dlow, low); cmp(de, e); cmp(dex, ex); cmp(dsq, sq); cmp(ds, s)
cmp(dprod, prod); cmp(dflat, flat); cmp(dv, v); cmp(dx, x)
