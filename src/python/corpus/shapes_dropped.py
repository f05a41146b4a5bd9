#: 6 claims
#: dmean shape
#: dgain shape
#: dbias shape
#: ddev2 shape
# %%
import torch
def cmp(s, dt, t):
    print(s, torch.all(dt == t.grad).item(), torch.allclose(dt, t.grad))
n, n_hidden = 6, 5
coef = torch.randn(n, n_hidden)
x = torch.randn(n, n_hidden, requires_grad=True)
gain = torch.ones(1, n_hidden, requires_grad=True)
bias = torch.zeros(1, n_hidden, requires_grad=True)
mean = x.mean(0, keepdim=True)
dev = x - mean
dev2 = dev ** 2
sd = dev2.mean(0, keepdim=True).sqrt()
y = dev * gain / sd + bias
loss = (y * coef).sum()
for t in [mean, dev, dev2, sd, y]: t.retain_grad()
loss.backward()
# %%
dy = coef
dgain = (dy * dev / sd).sum(0)
dbias = dy.sum(0)
dsd = (-dy * dev * gain / sd**2).sum(0, keepdim=True)
ddev2 = dsd / (2 * sd) / n
dmean = -(gain / sd * dy).sum(0)
cmp('y', dy, y); cmp('gain', dgain, gain); cmp('bias', dbias, bias); cmp('sd', dsd, sd)
cmp('dev2', ddev2, dev2)
cmp('mean', dmean, mean)
