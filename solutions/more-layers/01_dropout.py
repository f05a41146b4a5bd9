# %% The data, the parameters and the masks
import torch

n, features, hidden = 16, 10, 12
p = 0.25  # how likely a number is to be dropped
g = torch.Generator().manual_seed(2147483647)
x = torch.randn((n, features), generator=g)
target = torch.randn((n, hidden), generator=g)
W1 = torch.randn((features, hidden), generator=g) * features ** -0.5
b1 = torch.randn(hidden, generator=g) * 0.1
W2 = torch.randn((hidden, hidden), generator=g) * hidden ** -0.5
b2 = torch.randn(hidden, generator=g) * 0.1
mask1 = (torch.rand((n, hidden), generator=g) >= p).float()
mask2 = (torch.rand((n, hidden), generator=g) >= p).float()
for t in [W1, b1, W2, b2]:
    t.requires_grad = True
