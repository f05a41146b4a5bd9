# %% The vectors, the weights and the biases
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)  # so that rounding is too small to look like a mistake

B = 3  # rows in a batch
T = 5  # letters in a row
C = 8  # numbers in the vector of a letter
g = torch.Generator().manual_seed(2147483647)
x = torch.randn((B, T, C), generator=g) * 0.6  # (B, T, C)
lnw = torch.randn(C, generator=g) * 0.1 + 1.0  # (C)
lnb = torch.randn(C, generator=g) * 0.1        # (C)
rest = torch.randn((B, T, C), generator=g)     # (B, T, C)
for p in [x, lnw, lnb]:
    p.requires_grad = True
