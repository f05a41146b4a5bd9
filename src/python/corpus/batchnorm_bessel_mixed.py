#: 4 claims
#: dx wrong
# %%
import torch
n, n_hidden = 12, 5
x = torch.randn((n, n_hidden), requires_grad=True)
gamma = torch.randn((1, n_hidden), requires_grad=True)
beta = torch.randn((1, n_hidden), requires_grad=True)
coef = torch.randn(n, n_hidden)
mu = x.mean(0, keepdim=True)
var = x.var(0, keepdim=True)
xhat = (x - mu) * (var + 1e-5) ** -0.5
y = gamma * xhat + beta
loss = (torch.tanh(y) * coef).sum()
y.retain_grad()
loss.backward()
# %%
dy = coef * (1 - torch.tanh(y).pow(2))
dx = gamma * (var + 1e-5) ** -0.5 / n * (n * dy - dy.sum(0) - xhat * (dy * xhat).sum(0))
dgamma = (dy * xhat).sum(0, keepdim=True)
dbeta = dy.sum(0, keepdim=True)
