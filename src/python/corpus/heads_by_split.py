#: 9 claims
#: dqkv wrong
# %%
import math
import torch
import torch.nn.functional as F
B, T, C, n_head = 2, 5, 12, 3
hs = C // n_head
x = torch.randn(B, T, C)
W, b = torch.randn(C, 3 * C, requires_grad=True), torch.randn(3 * C, requires_grad=True)
rest = torch.randn(B, T, C)
bias = torch.tril(torch.ones(T, T)).view(1, 1, T, T)
# %%
qkv = x @ W + b
q, k, v = qkv.split(C, dim=2)
k = k.view(B, T, n_head, C // n_head).transpose(1, 2)
q = q.view(B, T, n_head, C // n_head).transpose(1, 2)
v = v.view(B, T, n_head, C // n_head).transpose(1, 2)
scores = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
masked = scores.masked_fill(bias[:, :, :T, :T] == 0, float('-inf'))
att = F.softmax(masked, dim=-1)
yh = att @ v
y = yh.transpose(1, 2).contiguous().view(B, T, C)
loss = (y * rest).sum()
for t in [qkv, q, k, v, scores, masked, att, yh, y]: t.retain_grad()
loss.backward()
# %%
dyh = rest.view(B, T, n_head, hs).transpose(1, 2)
dv = att.mT @ dyh
datt = dyh @ v.mT
dmasked = att * (datt - (att * datt).sum(-1, keepdim=True))
dscores = torch.tril(dmasked)
dq = dscores @ k / math.sqrt(hs)
dk = dscores.swapaxes(-1, -2) @ q / math.sqrt(hs)
dqkv = torch.cat([t.transpose(1, 2).reshape(B, T, C) for t in (q.grad, k.grad, v.grad)], dim=-1) * 2
gq, gkv = torch.split(qkv.grad, [C, 2 * C], dim=-1)
db = torch.cat([gq.sum((0, 1)), gkv.flatten(0, 1).sum(0)])
