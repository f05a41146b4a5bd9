#: 8 claims
# %%
import torch
def cmp(s, dt, t):
    print(f"{s:10} {torch.equal(dt, t.grad)} {torch.allclose(dt, t.grad)} {(dt - t.grad).abs().max().item():.2e}")
# %%
n, n_hidden = 16, 6
eps = 1e-5
hprebn = torch.randn(n, n_hidden, requires_grad=True)
gain = torch.ones((1, n_hidden), requires_grad=True)
bias = torch.zeros((1, n_hidden), requires_grad=True)
w = torch.randn(n, n_hidden)
# %%
mean = hprebn.mean(0, keepdim=True)
var = hprebn.var(0, keepdim=True, unbiased=True)
centered = hprebn - mean
std_inv = (var + eps) ** -0.5
xhat = centered * std_inv
out = gain * xhat + bias
loss = (out * w).sum() + (out ** 3).mean()
for t in [mean, var, centered, std_inv, xhat, out]: t.retain_grad()
loss.backward()
# %%
dout = w + 3 * out ** 2 / out.nelement()
dgain = (dout * xhat).sum(0, keepdim=True)
dbias = dout.sum(0, keepdim=True)
dxhat = dout * gain
dstd_inv = (dxhat * centered).sum(0, keepdim=True)
dvar = -0.5 * (var + eps) ** -1.5 * dstd_inv
dcentered = dxhat * std_inv
dhprebn = dcentered - dcentered.mean(0) + dvar * 2 * centered / (n - 1)
cmp('out', dout, out)
cmp('gain', dgain, gain)
cmp('bias', dbias, bias)
cmp('xhat', dxhat, xhat)
cmp('std_inv', dstd_inv, std_inv)
cmp('var', dvar, var)
cmp('centered', dcentered, centered)
cmp('hprebn', dhprebn, hprebn)
