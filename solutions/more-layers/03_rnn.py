# %% A batch of short sequences, and the parameters
import torch

n, features, hidden, out = 8, 6, 10, 4
g = torch.Generator().manual_seed(2147483647)
x1, x2, x3 = torch.randn((3, n, features), generator=g)                    # (n, features), one for each step
h0 = torch.randn((n, hidden), generator=g) * 0.5                           # (n, hidden), before the first step
Wxh = torch.randn((features, hidden), generator=g) * features ** -0.5      # (features, hidden)
Whh = torch.randn((hidden, hidden), generator=g) * hidden ** -0.5          # (hidden, hidden)
b = torch.randn(hidden, generator=g) * 0.1                                 # (hidden)
Why = torch.randn((hidden, out), generator=g) * hidden ** -0.5             # (hidden, out)
r1, r2, r3 = torch.randn((3, n, out), generator=g)                         # (n, out), for what comes after
for t in [Wxh, Whh, b, Why]:
    t.requires_grad = True
