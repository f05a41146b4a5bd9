#: 7 claims
#: dx wrong a use forgotten
#: dw2 shape, wrong
#: dw0 inherited
# %%
import torch
def cmp(s, dt, t):
    print(s, torch.allclose(dt, t.grad))
n, d = 6, 4
x0 = torch.randn(n, d)
w0 = torch.randn(d, d, requires_grad=True)
w1 = torch.randn(d, d, requires_grad=True)
w2 = torch.randn(d, d, requires_grad=True)
x = x0 @ w0
u = torch.tanh(x @ w1)
f = u @ w2
y = x + f
loss = y.pow(3).mean()
for t in [x, u, f, y]: t.retain_grad()
loss.backward()
# %%
dy = 3 * y ** 2 / y.nelement()
df = dy
dw2 = u @ df.T
du = df @ w2.T
dw1 = x.T @ (du * (1 - u ** 2))
dx = (du * (1 - u ** 2)) @ w1.T
dw0 = x0.T @ dx
cmp('y', dy, y); cmp('f', df, f)
try:
    cmp('w2', dw2, w2)
except RuntimeError as e:
    print('shapes!', e)
cmp('u', du, u); cmp('w1', dw1, w1); cmp('x', dx, x); cmp('w0', dw0, w0)
