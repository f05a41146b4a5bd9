#: 5 claims
#: dlogits wrong read too early
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
dcounts = inv * dprobs
dinv = (counts * dprobs).sum(1, keepdim=True)
dtotal = -inv ** 2 * dinv
dlogits = dcounts * counts
dcounts = dcounts + dtotal
for a, b, c in [('probs', dprobs, probs), ('inv', dinv, inv), ('total', dtotal, total), ('counts', dcounts, counts), ('logits', dlogits, logits)]:
    cmp(a, b, c)
