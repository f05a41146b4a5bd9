# %% Queries, keys and values, and which positions come later
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)  # so that rounding is too small to look like a mistake

B, T, C, NH = 3, 5, 8, 2
hs = C // NH
g = torch.Generator().manual_seed(2147483647)
q = torch.randn((B, NH, T, hs), generator=g)
k = torch.randn((B, NH, T, hs), generator=g)
v = torch.randn((B, NH, T, hs), generator=g)
future = torch.arange(T).view(T, 1) < torch.arange(T)  # (T, T): true above the diagonal
rest = torch.randn((B, NH, T, hs), generator=g)        # (B, NH, T, hs): the network that comes after
for t in [q, k, v]:
    t.requires_grad = True
