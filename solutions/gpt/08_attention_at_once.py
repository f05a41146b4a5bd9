# %% A batch, the parameters of q, k and v, and which positions come later
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)  # so that rounding is too small to look like a mistake

B, T, C, NH = 3, 5, 8, 2
hs = C // NH
g = torch.Generator().manual_seed(2147483647)
x = torch.randn((B, T, C), generator=g)
Wqkv = torch.randn((C, 3 * C), generator=g) * C ** -0.5
bqkv = torch.randn(3 * C, generator=g) * 0.1
future = torch.arange(T).view(T, 1) < torch.arange(T)  # (T, T): true above the diagonal
rest = torch.randn((B, T, C), generator=g)             # (B, T, C): the network that comes after
for t in [x, Wqkv, bqkv]:
    t.requires_grad = True
