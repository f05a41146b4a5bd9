#: 8 claims
# %%
import torch
def grad_check(tensor, manual, label=''):
    d = (tensor.grad - manual).abs().max()
    print(label, 'ok' if d < 1e-6 else 'BAD', d.item())
# %%
T, d_model = 7, 10
x = torch.randn(T, d_model, requires_grad=True)
scale = torch.ones(d_model, requires_grad=True)
shift = torch.zeros(d_model, requires_grad=True)
up = torch.randn(T, d_model)
# %%
mu = x.mean(-1, keepdim=True)
xmu = x - mu
var = (xmu * xmu).mean(-1, keepdim=True)
rstd = torch.rsqrt(var + 1e-5)
norm = xmu * rstd
out = norm * scale + shift
loss = (out * up).sum()
for t in [mu, xmu, var, rstd, norm, out]: t.retain_grad()
loss.backward()
# %%
dout = up
dnorm = dout * scale
dscale = (dout * norm).sum(0)
dshift = dout.sum(0)
drstd = (dnorm * xmu).sum(dim=-1, keepdim=True)
dvar = drstd * -0.5 * rstd ** 3
dxmu = dnorm * rstd + dvar * 2 * xmu / d_model
dx = dxmu - dxmu.mean(-1, keepdim=True)
grad_check(out, dout, 'out')
grad_check(norm, dnorm, 'norm')
grad_check(scale, dscale, 'scale')
grad_check(shift, dshift, 'shift')
grad_check(manual=dvar, tensor=var, label='var')
grad_check(xmu, dxmu, label='xmu')
grad_check(x, dx)
