#: 7 claims
# %%
import torch
n_in, n_hidden = 5, 8
batch_size = 10
X = torch.randn(batch_size, n_in)
Y = torch.randn(batch_size, 1)
W1 = torch.randn(n_in, n_hidden).requires_grad_(True)
b1 = torch.zeros(n_hidden, requires_grad=True)
W2 = torch.nn.Parameter(torch.randn(n_hidden, 1))
b2 = torch.zeros(1, requires_grad=True)
# %%
pre = X @ W1 + b1
h = pre.tanh()
out = h @ W2 + b2
loss = (out - Y).pow(2).mean()
[t.retain_grad() for t in (pre, h, out)]
loss.backward()
# %%
# by hand
grad_out = (out - Y).mul(2).div(batch_size)
grad_h = grad_out.matmul(W2.T)
grad_W2 = h.T.matmul(grad_out)
grad_b2 = grad_out.sum(axis=0)
grad_pre = grad_h * (1 - h.square())
grad_W1 = X.permute(1, 0) @ grad_pre
grad_b1 = grad_pre.sum(0).view(-1)
