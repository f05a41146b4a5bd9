#: 8 claims
# %%
import torch
import torch.nn.functional as F
n, n_hidden = 8, 6
x = torch.randn(n, n_hidden)
g, b = torch.ones(1, n_hidden, requires_grad=True), torch.zeros(1, n_hidden, requires_grad=True)
hprebn = torch.randn(n, n_hidden, requires_grad=True)
Yb = torch.randint(0, n_hidden, (n,))
def cmp(s, dt, t):
    print(s, torch.allclose(dt, t.grad, atol=1e-8))
# %%
bnmeani = hprebn.mean(0, keepdim=True)
bndiff = hprebn - bnmeani
bnvar = (bndiff ** 2).sum(0, keepdim=True) / (n - 1)
bnraw = bndiff * (bnvar + 1e-5) ** -0.5
logits = g * bnraw + b
logprobs = logits.log_softmax(1)
loss = -logprobs[range(n), Yb].mean()
for t in [bnmeani, bndiff, bnvar, bnraw, logits, logprobs]: t.retain_grad()
loss.backward()
# %%
dlogprobs = torch.zeros_like(logprobs)
dlogprobs[range(n), Yb] = -1 / n
dlogits = dlogprobs - logprobs.exp() * dlogprobs.sum(1, keepdim=True)
dbnraw = g * dlogits
bnvar_inv = (bnvar + 1e-5) ** -0.5
dbnvar = (dbnraw * bndiff).sum(0, keepdim=True) * -0.5 * bnvar_inv ** 3
dbndiff = dbnraw * bnvar_inv + 2 * bndiff * dbnvar / (n - 1)
dhprebn = dbndiff - dbndiff.mean(0, keepdim=True)
cmp('logprobs', dlogprobs, logprobs)
cmp('logits', dlogits, logits)
cmp('bnraw', dbnraw, bnraw)
cmp('hprebn', dhprebn, hprebn)
# %%
# exercise 2: all at once
loss_fast = F.cross_entropy(logits, Yb)
print(loss_fast.item(), 'diff:', (loss_fast - loss).item())
# %%
dlogits = F.softmax(logits, 1)
dlogits[range(n), Yb] -= 1
dlogits /= n
cmp('logits', dlogits, logits)
plt_cell = dlogits[0] * n
# %%
# exercise 3: batchnorm in one line
hpreact_fast = g * (hprebn - hprebn.mean(0, keepdim=True)) / torch.sqrt(hprebn.var(0, keepdim=True, unbiased=True) + 1e-5) + b
print('max diff:', (hpreact_fast - logits).abs().max())
# %%
dhprebn = g * bnvar_inv / n * (n * dlogits - dlogits.sum(0) - n / (n - 1) * bnraw * (dlogits * bnraw).sum(0))
cmp('hprebn', dhprebn, hprebn)
