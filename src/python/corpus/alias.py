#: 4 claims
#: db right*
# %%
import torch
def cmp(s, dt, t):
    print(s, torch.allclose(dt, t.grad))
n, k = 6, 4
a = torch.randn(n, k, requires_grad=True)
m = a.max(1, keepdim=True).values
b = a - m
c = b ** 2
loss = c.mean()
for t in [m, b, c]: t.retain_grad()
loss.backward()
# %%
dc = torch.ones_like(c) / c.numel()
db = 2 * b * dc
dm = -db.sum(1, keepdim=True)
cmp('c', dc, c)
cmp('m', dm, m)
da = db
da += torch.nn.functional.one_hot(a.max(1).indices, k) * dm
cmp('b', db, b)
cmp('a', da, a)
