#: 7 claims
#: grad_pre wrong
#: grad_W1 inherited
#: grad_b1 shape*
#: grad_b2 wrong
# %%
import torch
n_in, n_hidden, bs = 4, 6, 9
X, Y = torch.randn(bs, n_in), torch.randn(bs, 2)
W1 = torch.randn(n_in, n_hidden, requires_grad=True)
b1 = torch.randn(n_hidden, requires_grad=True)
W2 = torch.randn(n_hidden, 2, requires_grad=True)
b2 = torch.randn(2, requires_grad=True)
pre = X @ W1 + b1
h = torch.tanh(pre)
out = h @ W2 + b2
loss = torch.mean((out - Y) ** 2)
for t in [pre, h, out]: t.retain_grad()
loss.backward()
# %%
grad_out = (out - Y) / bs
grad_h = grad_out @ W2.T
grad_W2 = h.T @ grad_out
grad_b2 = grad_out.sum(0) * 2
grad_pre = (1 - h) * grad_h
grad_W1 = X.T @ grad_pre
grad_b1 = grad_pre.sum(0, keepdim=True)
