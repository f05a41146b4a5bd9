#: 4 claims
# %%
import torch
words = open('names.txt').read().splitlines()
stoi = {c: i for i, c in enumerate('.' + ''.join(sorted(set(''.join(words)))))}
block_size, n_embd = 3, 4
X, Y = [], []
for w in words[:20]:
    context = [0] * block_size
    for ch in w + '.':
        X.append(context)
        Y.append(stoi[ch])
        context = context[1:] + [stoi[ch]]
Xb, Yb = torch.tensor(X), torch.tensor(Y)
# %%
C = torch.randn(len(stoi), n_embd, requires_grad=True)
W = torch.randn(block_size * n_embd, len(stoi), requires_grad=True)
emb = C[Xb]
embcat = emb.view(emb.shape[0], -1)
logits = embcat @ W
loss = torch.nn.functional.cross_entropy(logits, Yb)
for t in [emb, embcat, logits]: t.retain_grad()
loss.backward()
# %%
dlogits = torch.softmax(logits, dim=-1)
dlogits[torch.arange(len(Yb)), Yb] -= 1
dlogits /= len(Yb)
dembcat = dlogits @ W.T
demb = dembcat.view(emb.shape)
dC = torch.zeros_like(C)
for i in range(Xb.shape[0]):
    for j in range(Xb.shape[1]):
        dC[Xb[i, j]] += demb[i, j]
