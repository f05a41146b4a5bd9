# %% A batch of sequences, and the kernel
import torch

B, T, Cin, Cout = 4, 6, 3, 5
g = torch.Generator().manual_seed(2147483647)
x = torch.randn((B, T, Cin), generator=g)                           # (B, T, Cin)
W = torch.randn((3 * Cin, Cout), generator=g) * (3 * Cin) ** -0.5   # (3 * Cin, Cout)
b = torch.randn(Cout, generator=g) * 0.1                            # (Cout)
rest = torch.randn((B, T, Cout), generator=g)                       # (B, T, Cout), in place of a whole network
for t in [x, W, b]:
    t.requires_grad = True
