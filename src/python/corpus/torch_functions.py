#: 13 claims
# %%
import torch
import torch.nn.functional as F
def cmp(s, dt, t):
    print(s, torch.isclose(dt, t.grad).all().item())
n, k = 6, 5
g = torch.Generator().manual_seed(5)
a = torch.rand((n, k), generator=g)
a.requires_grad_()
b = torch.linspace(-1, 1, steps=k).requires_grad_()
w = torch.tensor([[0.5, -0.3], [0.1, 0.9], [-0.7, 0.2], [0.4, 0.4], [1., 2.]], requires_grad=True)
pick = torch.arange(n) % 2
# %%
low = torch.broadcast_to(b, (n, k))
hi = torch.maximum(a, low)
sq = torch.pow(hi, 2)
st = torch.stack([sq, a], dim=0)
avg = torch.mean(st, 0)
perm = avg.permute(1, 0)
back = torch.transpose(perm, 0, 1)
y = torch.einsum('nk,kc->nc', back, w)
wide = torch.cat([y, y * 2], dim=1)
root = torch.sqrt(torch.abs(wide) + 1)
lse = torch.logsumexp(root, dim=1, keepdim=True)
loss = torch.sum(lse) / n + torch.log10(root.sum()) + F.nll_loss(torch.log_softmax(y, dim=-1), pick)
for t in [low, hi, sq, st, avg, perm, back, y, wide, root, lse]: t.retain_grad()
loss.backward()
# %%
dlse = torch.full((n, 1), 1 / n)
droot = dlse * torch.exp(root - lse) + 1 / (root.sum() * torch.log(torch.tensor(10.)))
dwide = droot * torch.sign(wide) / (2 * root)
first, second = torch.chunk(dwide, 2, dim=1)
hot = torch.zeros(n, 2).scatter_(1, pick.unsqueeze(1), 1.0)
dy = torch.add(first, torch.mul(second, 2)) + (torch.softmax(y, 1) - hot) / n
dw = torch.t(back).mm(dy)
dback = torch.matmul(dy, torch.t(w))
dperm = torch.transpose(dback, 1, 0)
davg = dperm.permute(1, 0)
dst = torch.unsqueeze(davg, 0).repeat(2, 1, 1) / 2
dsq = dst[0]
dhi = torch.multiply(hi, 2) * dsq
dlow = torch.where(low > a, dhi, torch.tensor(0.0))
db = torch.sum(dlow, 0)
for s, d, t in (('lse', dlse, lse), ('root', droot, root), ('wide', dwide, wide), ('y', dy, y), ('w', dw, w), ('back', dback, back), ('perm', dperm, perm),
                ('avg', davg, avg), ('st', dst, st), ('sq', dsq, sq), ('hi', dhi, hi), ('b', db, b)):
    cmp(s, d, t)
