# %% What attention found, and the parameters of the MLP
import math
import torch

torch.set_default_dtype(torch.float64)  # so that rounding is too small to look like a mistake

B = 3  # rows in a batch
T = 5  # letters in a row
C = 8  # numbers in the vector of a letter
g = torch.Generator().manual_seed(2147483647)
x0 = torch.randn((B, T, C), generator=g)                             # (B, T, C)
proj = torch.randn((B, T, C), generator=g)                           # (B, T, C)
ln2w = torch.randn(C, generator=g) * 0.1 + 1.0                       # (C)
ln2b = torch.randn(C, generator=g) * 0.1                             # (C)
Wfc = torch.randn((C, 4 * C), generator=g) * C ** -0.5               # (C, 4C)
bfc = torch.randn(4 * C, generator=g) * 0.1                          # (4C)
Wfcproj = torch.randn((4 * C, C), generator=g) * (4 * C) ** -0.5     # (4C, C)
bfcproj = torch.randn(C, generator=g) * 0.1                          # (C)
rest = torch.randn((B, T, C), generator=g)                           # (B, T, C): the network that comes after
for p in [x0, proj, ln2w, ln2b, Wfc, bfc, Wfcproj, bfcproj]:
    p.requires_grad = True
