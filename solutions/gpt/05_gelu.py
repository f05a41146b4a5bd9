# %% What the first linear layer gives
import math
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)  # so that rounding is too small to look like a mistake

B = 3  # rows in a batch
T = 5  # letters in a row
C = 8  # numbers in the vector of a letter
g = torch.Generator().manual_seed(2147483647)
fc = torch.randn((B, T, 4 * C), generator=g)    # (B, T, 4C)
rest = torch.randn((B, T, 4 * C), generator=g)  # (B, T, 4C)
fc.requires_grad = True
