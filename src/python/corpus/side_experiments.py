#: 4 claims
# %%
import torch
import torch.nn.functional as F
def cmp(s, dt, t):
    print(s, torch.allclose(dt, t.grad))
# %%
n, k = 8, 5
x = torch.randn(n, 3)
W = torch.randn(3, k, requires_grad=True)
h = 0.0
Yb = torch.randint(0, k, (n,))
# %%
logits = x @ W
probs = F.softmax(logits, dim=1)
logprobs = torch.log(probs)
loss = -logprobs[torch.arange(n), Yb].mean()
for t in [logits, probs, logprobs]: t.retain_grad()
loss.backward()
# %%
# what does the slope look like?
h = 0.001
u, v = torch.tensor([1.0, 2.0], requires_grad=True), torch.tensor([3.0, -1.0], requires_grad=True)
(u * v).exp().sum().backward()
print(u.grad, v.grad)
# %%
probe = logits.detach().requires_grad_()
F.cross_entropy(probe, Yb).backward()
print(probe.grad[0])
# %%
dlogprobs = torch.zeros((n, k))
dlogprobs[torch.arange(n), Yb] = -n**-1
dprobs = dlogprobs / probs
dlogits = probs * (dprobs - (probs * dprobs).sum(1, keepdim=True))
dW = x.T @ dlogits
cmp('logprobs', dlogprobs, logprobs)
cmp('probs', dprobs, probs)
cmp('logits', dlogits, logits)
cmp('W', dW, W)
