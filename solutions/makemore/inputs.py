# %% The list of names, and batches of it
import torch
import torch.nn.functional as F

words = open('names.txt', 'r').read().splitlines()
chars = sorted(set(''.join(words)))
stoi = {s: i + 1 for i, s in enumerate(chars)}
stoi['.'] = 0
itos = {i: s for s, i in stoi.items()}
vocab = len(itos)
block = 3  # how many characters it takes to predict the next one

X, Y = [], []
for w in words:
    context = [0] * block
    for ch in w + '.':
        X.append(context)
        Y.append(stoi[ch])
        context = context[1:] + [stoi[ch]]
X, Y = torch.tensor(X), torch.tensor(Y)

# %% The parameters, and a batch of real names
n = 32
n_embd = 10
n_hidden = 64
g = torch.Generator().manual_seed(2147483647)
ix = torch.randint(0, X.shape[0], (n,), generator=g)
Xb, Yb = X[ix], Y[ix]                                                             # (n, block), (n)
C = torch.randn((vocab, n_embd), generator=g)                                     # (vocab, n_embd)
W1 = torch.randn((block * n_embd, n_hidden), generator=g) * (5 / 3) / (block * n_embd) ** 0.5
b1 = torch.randn(n_hidden, generator=g) * 0.1                                     # (n_hidden)
bngain = torch.randn((1, n_hidden), generator=g) * 0.1 + 1.0                      # (1, n_hidden)
bnbias = torch.randn((1, n_hidden), generator=g) * 0.1                            # (1, n_hidden)
W2 = torch.randn((n_hidden, vocab), generator=g) * 0.1                            # (n_hidden, vocab)
b2 = torch.randn(vocab, generator=g) * 0.1                                        # (vocab)
parameters = [C, W1, b1, bngain, bnbias, W2, b2]
for p in parameters:
    p.requires_grad = True
