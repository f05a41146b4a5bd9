#: 3 claims
# %%
import torch
import torch.nn.functional as F
def cmp(s, dt, t):
    print(s, torch.all(dt == t.grad).item(), (dt - t.grad).abs().max().item())
# %%
n, n_embd, vocab_size = 12, 7, 9
x = torch.randn(n, n_embd)
W = torch.randn((n_embd, vocab_size)) * 0.3
b = torch.zeros(vocab_size)
for p in [W, b]:
    p.requires_grad_()
Yb = torch.randint(0, vocab_size, (n,))
# %%
logits = x @ W + b
loss = F.cross_entropy(logits, Yb)
logits.retain_grad()
loss.backward()
print(loss.item())
# %%
dlogits = F.softmax(logits, 1)
dlogits[range(n), Yb] -= 1
dlogits /= n
dW = x.T @ dlogits
db = dlogits.sum(0)
cmp('logits', dlogits, logits)
cmp('W', dW, W)
cmp('b', db, b)
