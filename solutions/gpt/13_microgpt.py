# %% The list of names
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)  # so that rounding is too small to look like a mistake

words = open('names.txt', 'r').read().splitlines()
chars = sorted(set(''.join(words)))
stoi = {s: i + 1 for i, s in enumerate(chars)}
stoi['.'] = 0
V = len(stoi)

# %% The weights, and one name
block, T, C, NH = 16, 6, 16, 4
hs = C // NH  # how wide a head is

g = torch.Generator().manual_seed(2147483647)
long = [w for w in words if len(w) >= T]
name = long[torch.randint(0, len(long), (1,), generator=g).item()]
letters = torch.tensor([0] + [stoi[ch] for ch in name[:T]])
X, Y = letters[:T], letters[1:]                                     # (T), (T)
future = torch.arange(T).view(T, 1) < torch.arange(T)               # (T, T), true above the diagonal

wte = torch.randn((V, C), generator=g) * 0.4                        # (V, C)
wpe = torch.randn((block, C), generator=g) * 0.4                    # (block, C)
attn_wq = torch.randn((C, C), generator=g) * C ** -0.5              # (C, C)
attn_wk = torch.randn((C, C), generator=g) * C ** -0.5              # (C, C)
attn_wv = torch.randn((C, C), generator=g) * C ** -0.5              # (C, C)
attn_wo = torch.randn((C, C), generator=g) * C ** -0.5              # (C, C)
mlp_fc1 = torch.randn((4 * C, C), generator=g) * C ** -0.5          # (4C, C)
mlp_fc2 = torch.randn((C, 4 * C), generator=g) * (4 * C) ** -0.5    # (C, 4C)
lm_head = torch.randn((V, C), generator=g) * C ** -0.5              # (V, C)
parameters = [wte, wpe, attn_wq, attn_wk, attn_wv, attn_wo, mlp_fc1, mlp_fc2, lm_head]
for p in parameters:
    p.requires_grad = True
