#: 2 claims
#: dC wrong
# %%
import torch
def cmp(s, dt, t):
    print(s, torch.allclose(dt, t.grad))
vocab_size, n_embd, n = 5, 3, 20
ix = torch.randint(0, vocab_size, (n,))
C = torch.randn(vocab_size, n_embd, requires_grad=True)
emb = C[ix]
loss = (emb ** 2).mean()
emb.retain_grad()
loss.backward()
# %%
demb = 2.0 / emb.numel() * emb
dC = torch.zeros_like(C)
for k in range(n):
    dC[ix[k]] = demb[k]
cmp('emb', demb, emb)
cmp('C', dC, C)
