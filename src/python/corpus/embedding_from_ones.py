#: 2 claims
#: dC wrong wrong operand
# %%
import torch
def cmp(s, dt, t):
    print(s, torch.allclose(dt, t.grad))
vocab_size, n_embd, n = 6, 3, 20
ix = torch.randint(0, vocab_size, (n, 2))
C = torch.randn(vocab_size, n_embd, requires_grad=True)
emb = C[ix]
loss = (emb.exp()).mean()
emb.retain_grad()
loss.backward()
# %%
demb = emb.exp() / emb.numel()
dC = torch.ones_like(C)
for k in range(ix.shape[0]):
    for j in range(ix.shape[1]):
        dC[ix[k, j]] += demb[k, j]
cmp('emb', demb, emb)
cmp('C', dC, C)
