# %% The names, one after another
import math
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)  # so that rounding is too small to look like a mistake

words = open('names.txt', 'r').read().splitlines()
chars = sorted(set(''.join(words)))
stoi = {s: i + 1 for i, s in enumerate(chars)}
stoi['.'] = 0
V = len(stoi)
data = torch.tensor([0] + [stoi[ch] for w in words for ch in w + '.'])

# %% The parameters, and a batch of real names
B = 3   # rows in a batch
T = 5   # letters in a row
C = 8   # numbers in the vector of a letter
NH = 2  # heads
hs = int(C / NH)
g = torch.Generator().manual_seed(2147483647)
starts = torch.randint(0, len(data) - T, (B, 1), generator=g)
X = data[starts + torch.arange(T)]                                   # (B, T)
Y = data[starts + torch.arange(T) + 1]                               # (B, T)
future = torch.triu(torch.ones(T, T), diagonal=1) == 1               # (T, T): true above the diagonal
# the embeddings
wte = torch.randn((V, C), generator=g) * 0.5                         # (V, C)
wpe = torch.randn((T, C), generator=g) * 0.3                         # (T, C)
# attention
ln1w = torch.randn(C, generator=g) * 0.1 + 1.0                       # (C)
ln1b = torch.randn(C, generator=g) * 0.1                             # (C)
Wqkv = torch.randn((C, 3 * C), generator=g) * C ** -0.5              # (C, 3C)
bqkv = torch.randn(3 * C, generator=g) * 0.1                         # (3C)
Wproj = torch.randn((C, C), generator=g) * C ** -0.5                 # (C, C)
bproj = torch.randn(C, generator=g) * 0.1                            # (C)
# the MLP
ln2w = torch.randn(C, generator=g) * 0.1 + 1.0                       # (C)
ln2b = torch.randn(C, generator=g) * 0.1                             # (C)
Wfc = torch.randn((C, 4 * C), generator=g) * C ** -0.5               # (C, 4C)
bfc = torch.randn(4 * C, generator=g) * 0.1                          # (4C)
Wfcproj = torch.randn((4 * C, C), generator=g) * (4 * C) ** -0.5     # (4C, C)
bfcproj = torch.randn(C, generator=g) * 0.1                          # (C)
# the last layer norm
lnfw = torch.randn(C, generator=g) * 0.1 + 1.0                       # (C)
lnfb = torch.randn(C, generator=g) * 0.1                             # (C)
parameters = [wte, wpe, ln1w, ln1b, Wqkv, bqkv, Wproj, bproj, ln2w, ln2b, Wfc, bfc, Wfcproj, bfcproj, lnfw, lnfb]
for p in parameters:
    p.requires_grad = True
