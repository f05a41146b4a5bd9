#: 9 claims
#: db1 shape
# %%
import torch, torch.nn.functional as F
# %%
def check(manual, tensor, what):
    """the manual gradient against autograd"""
    print(what, (manual - tensor.grad).abs().max().item() < 1e-9)
n_embd, n_hidden, vocab_size, block_size, batch_size = 4, 10, 12, 2, 8
Xb = torch.randint(vocab_size, (batch_size, block_size))
Yb = torch.randint(vocab_size, (batch_size,))
C = torch.randn(vocab_size, n_embd)
W1 = torch.randn(n_embd * block_size, n_hidden) / (n_embd * block_size) ** 0.5
b1 = torch.randn(1, n_hidden) * 0.01
W2 = torch.randn(n_hidden, vocab_size) * 0.1
params = dict(C=C, W1=W1, b1=b1, W2=W2)
for name, p in params.items():
    p.requires_grad = True
# %%
emb = C[Xb]
x = emb.flatten(1)
a = x @ W1 + b1
h = a.tanh()
logits = h @ W2
loss = F.cross_entropy(logits, Yb)
for t in (emb, x, a, h, logits): t.retain_grad()
loss.backward()
# %%
dlogits = (F.softmax(logits, dim=1) - F.one_hot(Yb, vocab_size)) / batch_size
dW2 = h.T @ dlogits
dh = dlogits @ W2.T
da = dh * (1 - h ** 2)
db1 = da.sum(0)
dW1 = x.T @ da
dx = da @ W1.T
demb = dx.view(batch_size, block_size, n_embd)
dC = torch.zeros_like(C)
for row, d in zip(Xb, demb):
    for i, token in enumerate(row):
        dC[token] += d[i]
check(dlogits, logits, 'logits')
check(dW2, W2, 'W2')
check(dh, h, 'h')
check(da, a, 'a')
check(db1, b1, 'b1')
check(dW1, W1, 'W1')
check(demb, emb, 'emb')
check(dC, C, 'C')
