#: 3 claims
# %%
import torch
vocab_size, n_embd, n, block_size = 10, 3, 7, 2
Xb = torch.randint(0, vocab_size, (n, block_size))
C = torch.randn(vocab_size, n_embd, requires_grad=True)
coef = torch.randn(n, block_size * n_embd)
emb = C[Xb]
embcat = torch.cat(torch.unbind(emb, 1), 1)
loss = (embcat.sigmoid() * coef).sum()
emb.retain_grad()
embcat.retain_grad()
loss.backward()
# %%
s = embcat.sigmoid()
dembcat = coef * s * (1 - s)
demb = dembcat.view(n, block_size, n_embd)
dC = torch.zeros(C.shape)
for letter in range(vocab_size):
    dC[letter] = demb[Xb == letter].sum(0)
