#: 7 claims
#: dcounts wrong a use forgotten
#: dshifted inherited
#: dmaxes inherited
#: dlogits inherited
# %%
import torch

def check(name, ours, tensor):
    diff = torch.max(torch.abs(ours - tensor.grad)).item()
    print(name, torch.allclose(ours, tensor.grad), diff)

# %%
n = 10
logits = torch.randn(n, 6, requires_grad=True)
Yb = torch.randint(0, 6, (n,))
maxes = logits.max(1, keepdim=True).values
shifted = logits - maxes
counts = shifted.exp()
total = counts.sum(1, keepdim=True)
probs = counts / total
logprobs = probs.log()
loss = -logprobs[torch.arange(n), Yb].mean()
for t in (maxes, shifted, counts, total, probs, logprobs): t.retain_grad()
loss.backward()

# %%
dlogprobs = torch.zeros(n, 6)
dlogprobs[torch.arange(n), Yb] = -1 / n
dprobs = probs ** -1 * dlogprobs
dtotal = (-counts / total ** 2 * dprobs).sum(1, keepdim=True)
dcounts = dprobs / total
dshifted = dcounts * counts
dmaxes = -dshifted.sum(1, keepdim=True)
dlogits = dshifted.clone()
dlogits += torch.nn.functional.one_hot(logits.argmax(1), logits.shape[1]) * dmaxes
check('logprobs', dlogprobs, logprobs)
check('probs', dprobs, probs)
check('total', dtotal, total)
check('counts', dcounts, counts)
check('shifted', dshifted, shifted)
check('maxes', dmaxes, maxes)
check('logits', dlogits, logits)
