#: 7 claims
# %%
import torch
def cmp(s, dt, t):
    print(s, torch.allclose(dt, t.grad))
n, t_, c = 5, 4, 3
x = torch.randn(n, t_, c, requires_grad=True)
rows = torch.tensor([0, 2, 2, 4])
y = torch.randint(0, c, (n,))
last = x[:, -1, :]
even = x[:, ::2]
gathered = x[rows, 1:3]
middle = x[..., 1]
picked = last[range(n), last.max(1).indices]
chosen = last[torch.arange(n), y]
loss = (last ** 2).sum() + even.exp().sum() + (gathered * 3).sin().sum() + middle.mean() + picked.sum() * 2 - chosen.sum()
for t in [last, even, gathered, middle, picked, chosen]: t.retain_grad()
loss.backward()
# %%
dchosen = -torch.ones(n)
dpicked = torch.ones(n) * 2
dmiddle = torch.ones(n, t_) / (n * t_)
dgathered = 3 * torch.cos(3 * gathered)
deven = even.exp()
dlast = 2 * last
dlast[range(n), last.max(1).indices] += dpicked
dlast[range(n), y] += dchosen
dx = torch.zeros_like(x)
dx[:, -1] += dlast
dx[:, ::2] += deven
for i in range(4):
    dx[rows[i], 1:3] += dgathered[i]
dx[:, :, 1] += dmiddle
cmp('chosen', dchosen, chosen); cmp('picked', dpicked, picked); cmp('middle', dmiddle, middle)
cmp('gathered', dgathered, gathered); cmp('even', deven, even); cmp('last', dlast, last); cmp('x', dx, x)
mask = x > 0
dmask = torch.zeros_like(x)
dmask[mask] = dx[mask]
dmask[~mask] = dx[~mask]
cmp('x', dmask, x)
