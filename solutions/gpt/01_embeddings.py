# %% The list of names, and rows of letters from it
import torch
import torch.nn.functional as F

B = 3  # rows in a batch
T = 5  # letters in a row
C = 8  # numbers in the vector of a letter

words = open('names.txt', 'r').read().splitlines()
chars = sorted(set(''.join(words)))
stoi = {s: i + 1 for i, s in enumerate(chars)}
stoi['.'] = 0
V = len(stoi)

rows = []
for w in words:
    row = [0] * T
    for ch in w + '.':
        rows.append(row)
        row = row[1:] + [stoi[ch]]
rows = torch.tensor(rows)

# %% The letters of a batch, and the two tables
g = torch.Generator().manual_seed(2147483647)
X = rows[torch.randint(0, len(rows), (B,), generator=g)]  # (B, T)
wte = torch.randn((V, C), generator=g) * 0.5              # (V, C)
wpe = torch.randn((T, C), generator=g) * 0.3              # (T, C)
rest = torch.randn((B, T, C), generator=g)                # (B, T, C)
for p in [wte, wpe]:
    p.requires_grad = True
