#: 6 claims
#: dm right*
# %%
import torch
def cmp(s, dt, t):
    print(s, torch.allclose(dt, t.grad))
n, k = 6, 4
x = torch.randn(n, k, requires_grad=True)
y = torch.randint(0, k, (n,))
m = x.max(dim=1, keepdim=True).values
r = x - m
p = r.exp()
q = p / p.sum(1, keepdim=True)
lp = q.log()
loss = lp[range(n), y].mean().neg()
for t in [m, r, p, q, lp]: t.retain_grad()
loss.backward()
# %%
dlp = torch.zeros_like(lp).scatter_(1, y.view(-1, 1), 1)
dlp *= -1
dlp /= n
dq = torch.empty_like(q)
dq.copy_(dlp)
dq.div_(q)
dp = dq.clone()
dp -= (dq * q).sum(1, keepdim=True)
dp.mul_(1 / p.sum(1, keepdim=True))
dr = torch.zeros(n, k)
dr.add_(p * dp)
dm = -dr.sum(1, keepdim=True)
dx = dr.clone()
dx.scatter_add_(1, x.argmax(1, keepdim=True), dm)
cmp('lp', dlp, lp); cmp('q', dq, q); cmp('p', dp, p); cmp('r', dr, r); cmp('m', dm, m); cmp('x', dx, x)
