#: 3 claims
# %%
import torch
def cmp(s, dt, t):
    print(s, torch.allclose(dt, t.grad))
vocab, dim, n = 7, 2, 9
ix = torch.randint(0, vocab, (n,))
table = torch.randn(vocab, dim, requires_grad=True)
emb = table[ix]
flat = emb.view(-1)
loss = (flat ** 3).sum()
emb.retain_grad(); flat.retain_grad()
loss.backward()
# %%
dflat = 3 * flat ** 2
demb = dflat.view(n, dim)
dtable = torch.zeros_like(table)
rows = dtable.view(-1)
for i in range(n):
    for j in range(dim):
        rows[ix[i] * dim + j] += demb[i, j]
cmp('flat', dflat, flat)
cmp('emb', demb, emb)
cmp('table', dtable, table)
