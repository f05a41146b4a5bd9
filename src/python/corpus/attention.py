#: 9 claims
# %%
import torch
import torch.nn.functional as F
B, T, C, hs = 2, 5, 6, 4
x = torch.randn(B, T, C)
Wq, Wk, Wv = [torch.randn(C, hs, requires_grad=True) for _ in range(3)]
up = torch.randn(B, T, hs)
tril = torch.tril(torch.ones(T, T))
# %%
q, k, v = x @ Wq, x @ Wk, x @ Wv
wei = q @ k.transpose(-2, -1) * hs ** -0.5
masked = wei.masked_fill(tril == 0, float('-inf'))
att = F.softmax(masked, dim=-1)
out = att @ v
loss = (out * up).sum()
for t in [q, k, v, wei, masked, att, out]: t.retain_grad()
loss.backward()
# %%
dout = up
datt = dout @ v.transpose(1, 2)
dv = att.transpose(1, 2) @ dout
dwei = att * (datt - (att * datt).sum(-1, keepdim=True))
dq = dwei @ k * hs ** -0.5
dk = dwei.transpose(-2, -1) @ q * hs ** -0.5
dWq = torch.einsum('btc,bth->ch', x, dq)
dWk = (x.transpose(1, 2) @ dk).sum(0)
dWv = x.view(-1, C).T @ dv.reshape(B * T, hs)
