#: 4 claims
# %%
import torch
n, n_hidden = 12, 5
x = torch.randn((n, n_hidden), requires_grad=True)
gamma = torch.randn((1, n_hidden), requires_grad=True)
beta = torch.randn((1, n_hidden), requires_grad=True)
coef = torch.randn(n, n_hidden)
# %%
mu = x.mean(0, keepdim=True)
sigma = torch.sqrt(x.var(0, unbiased=False, keepdim=True) + 1e-5)
xhat = (x - mu) / sigma
y = gamma * xhat + beta
loss = (torch.tanh(y) * coef).sum()
y.retain_grad()
loss.backward()
# %%
dy = coef * (1 - torch.tanh(y) ** 2)
dx = gamma / (n * sigma) * (n * dy - dy.sum(0) - xhat * (dy * xhat).sum(0))
dgamma = (dy * xhat).sum(0, keepdim=True)
dbeta = torch.sum(dy, 0, True)
