# %% The rows of a batch, and which positions come later
import torch
import torch.nn.functional as F

B, T, C, NH = 3, 5, 8, 2
hs = C // NH
g = torch.Generator().manual_seed(2147483647)
qkv = torch.randn((B, T, 3 * C), generator=g)          # (B, T, 3C)
future = torch.arange(T).view(T, 1) < torch.arange(T)  # (T, T): true above the diagonal
rest = torch.randn((B, T, C), generator=g)             # (B, T, C): the network that comes after
qkv.requires_grad = True
