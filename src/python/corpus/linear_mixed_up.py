#: 4 claims
#: dx wrong
#: dbias wrong
#: dw wrong
# %%
import torch
n = 5
x = torch.randn(n, 4, requires_grad=True)
w = torch.randn(4, 4, requires_grad=True)
bias = torch.randn(4, requires_grad=True)
y = x @ w + bias
loss = (y ** 2).sum()
y.retain_grad()
loss.backward()
# %%
dy = 2 * y
dx = dy @ w
dw = x.T @ dy * 2
dbias = dy.mean(0)
for name, mine, true in [('y', dy, y), ('x', dx, x), ('w', dw, w), ('bias', dbias, bias)]:
    print(name, torch.allclose(mine, true.grad))
