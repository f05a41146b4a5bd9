#: 6 claims
#: dlogits coincidence*
# %%
import torch
words = open('names.txt').read().split()
letters = sorted(set(''.join(words)))
vocab_size = len(letters) + 1
n = 32
n_embd = 5
Xb = torch.randint(0, vocab_size, (n,))
C = torch.randn(vocab_size, n_embd, requires_grad=True)
W = torch.randn(n_embd, vocab_size, requires_grad=True)
emb = C[Xb]
h = torch.tanh(emb)
logits = h @ W
logprobs = torch.log_softmax(logits, 1)
loss = -logprobs[range(n), Xb].mean()
for t in [emb, h, logits, logprobs]: t.retain_grad()
loss.backward()
# %%
dlogprobs = torch.zeros(32, 27)
dlogprobs[range(32), Xb] = -1 / 32
dlogits = dlogprobs + 1 / 32 * torch.exp(logprobs)
dW = h.T @ dlogits
dh = dlogits @ W.T
demb = (1 - h ** 2) * dh
dC = torch.zeros(27, 5)
for i in range(32):
    dC[Xb[i]] += demb[i]
