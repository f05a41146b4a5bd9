#: 5 claims
# %%
import torch
def cmp(s, dt, t):
    print(s, torch.allclose(dt, t.grad), (dt - t.grad).abs().max().item())
n = 6
logits = torch.randn(n, 4, requires_grad=True)
counts = logits.exp()
total = counts.sum(1, keepdim=True)
inv = total ** -1
probs = counts * inv
loss = -probs[range(n), [0] * n].log().mean()
for t in [counts, total, inv, probs]: t.retain_grad()
loss.backward()
# %%
dprobs = torch.zeros_like(probs)
dprobs[:, 0] = -1 / (n * probs[:, 0])
cmp('probs', dprobs, probs)
dcounts = inv * dprobs
cmp('counts', dcounts, counts)
dinv = (counts * dprobs).sum(1, keepdim=True)
cmp('inv', dinv, inv)
dtotal = dinv * -1 * inv ** 2
cmp('total', dtotal, total)
dcounts += dtotal
cmp('counts', dcounts, counts)
dlogits = dcounts * counts
cmp('logits', dlogits, logits)
