#: 3 claims
#: dh threw
# %%
import torch
n = 6
x = torch.randn(n, 4)
W1 = torch.randn(4, 5, requires_grad=True)
W2 = torch.randn(5, 3, requires_grad=True)
h = torch.tanh(x @ W1)
out = h @ W2
loss = (out ** 2).sum()
h.retain_grad(); out.retain_grad()
loss.backward()
# %%
dout = 2 * out
dh = dlogits @ W2.T
dW1 = x.T @ (dh * (1 - h * h))
