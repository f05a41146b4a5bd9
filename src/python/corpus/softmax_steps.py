#: 7 claims
# %%
import torch

def cmp(s, dt, t):
    ex = torch.all(dt == t.grad).item()
    app = torch.allclose(dt, t.grad)
    maxdiff = (dt - t.grad).abs().max().item()
    print(f'{s:15s} | exact: {str(ex):5s} | approximate: {str(app):5s} | maxdiff: {maxdiff}')

# %%
n, classes = 8, 5
g = torch.Generator().manual_seed(1)
logits = torch.randn((n, classes), generator=g, requires_grad=True)
Yb = torch.randint(0, classes, (n,), generator=g)

# %%
maxes = logits.max(1, keepdim=True).values
shifted = logits - maxes
counts = shifted.exp()
total = counts.sum(1, keepdim=True)
total_inv = total**-1
probs = counts * total_inv
logprobs = torch.log(probs)
loss = -logprobs[range(n), Yb].mean()
for t in [maxes, shifted, counts, total, total_inv, probs, logprobs]:
    t.retain_grad()
loss.backward()

# %%
dlogprobs = torch.zeros_like(logprobs)
dlogprobs[range(n), Yb] -= 1. / n
dprobs = dlogprobs / probs
dtotal_inv = (dprobs * counts).sum(dim=1, keepdim=True)
dtotal = -dtotal_inv * total_inv**2
dcounts = dprobs * total_inv + dtotal
dshifted = counts * dcounts
dlogits = dshifted - dshifted.sum(1, keepdim=True) * (logits == maxes).float()
cmp('logprobs', dlogprobs, logprobs)
cmp('probs', dprobs, probs)
cmp('total_inv', dtotal_inv, total_inv)
cmp('total', dtotal, total)
cmp('counts', dcounts, counts)
cmp('shifted', dshifted, shifted)
cmp('logits', dlogits, logits)
