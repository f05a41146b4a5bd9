#: 20 claims
# %% [markdown]
# # Becoming a backprop ninja: my own names
# %%
import torch, random
import torch.nn.functional as F
import matplotlib.pyplot as plt
%matplotlib inline
!wget https://example.com/names.txt
# %%
with open('names.txt') as f:
    names = [line.strip() for line in f]
alphabet = ['.'] + sorted({ch for name in names for ch in name})
char_to_ix = dict(zip(alphabet, range(len(alphabet))))
ix_to_char = {ix: ch for ch, ix in char_to_ix.items()}
context_size = 3
def make_dataset(names, context_size=context_size):
    xs, ys = [], []
    for name in names:
        window = '.' * context_size
        for ch in name + '.':
            xs.append([char_to_ix[c] for c in window])
            ys.append(char_to_ix[ch])
            window = window[1:] + ch
    return torch.tensor(xs), torch.tensor(ys)
X_train, Y_train = make_dataset(names)
print(X_train.shape, Y_train.dtype)
# %%
embed_size, hidden_size, batch_size = 6, 20, 24
gen = torch.Generator().manual_seed(7)
E = torch.randn((len(alphabet), embed_size), generator=gen)
w1 = torch.randn((embed_size * context_size, hidden_size), generator=gen) * 0.2
w2 = torch.randn((hidden_size, len(alphabet)), generator=gen) * 0.2
c2 = torch.randn(len(alphabet), generator=gen) * 0.1
gain = torch.ones((1, hidden_size)) + 0.1 * torch.randn((1, hidden_size))
shift = torch.zeros((1, hidden_size)) + 0.1 * torch.randn((1, hidden_size))
params = [E, w1, w2, c2, gain, shift]
print(sum(p.nelement() for p in params))
for p in params: p.requires_grad = True
pick = torch.randint(0, X_train.shape[0], (batch_size,), generator=gen)
X_batch, Y_batch = X_train[pick], Y_train[pick]
# %%
emb = E[X_batch]
flat = emb.view(-1, embed_size * context_size)
pre = flat @ w1
mu = pre.mean(dim=0, keepdim=True)
dev = pre - mu
sq = dev.pow(2)
var = sq.sum(0, keepdim=True) / (batch_size - 1)
istd = (var + 1e-5).pow(-0.5)
hat = dev * istd
act = gain * hat + shift
h = torch.tanh(act)
scores = h @ w2 + c2
probs = scores.softmax(1)
logprobs = probs.log()
loss = F.nll_loss(logprobs, Y_batch)
kept = [emb, flat, pre, mu, dev, sq, var, istd, hat, act, h, scores, probs, logprobs]
for t in kept: t.retain_grad()
loss.backward()
# %%
d_logprobs = torch.zeros_like(logprobs)
d_logprobs[range(batch_size), Y_batch] = -1 / batch_size
d_probs = d_logprobs / probs
d_scores = probs * (d_probs - (d_probs * probs).sum(1, keepdim=True))
d_c2 = d_scores.sum(0)
d_w2 = torch.einsum('nh,nv->hv', h, d_scores)
d_h = d_scores @ w2.t()
d_act = d_h - d_h * h * h
d_gain = (d_act * hat).sum(0, keepdim=True)
d_shift = d_act.sum(0, keepdim=True)
d_hat = d_act * gain
d_istd = (d_hat * dev).sum(0, keepdim=True)
d_var = d_istd * (-0.5) * (var + 1e-5)**(-1.5)
d_sq = d_var.expand_as(sq) / (batch_size - 1)
d_dev = d_hat * istd + d_sq * 2 * dev
d_mu = -d_dev.sum(0, keepdim=True)
d_pre = d_dev + d_mu.repeat(batch_size, 1) / batch_size
d_w1 = flat.T @ d_pre
d_flat = d_pre @ w1.T
d_emb = d_flat.reshape(emb.shape)
d_E = torch.zeros_like(E)
d_E.index_add_(0, X_batch.flatten(), d_emb.flatten(0, 1))
for name in ['logprobs', 'probs']:
    print(name, torch.allclose(globals()['d_' + name], locals()[name].grad))
