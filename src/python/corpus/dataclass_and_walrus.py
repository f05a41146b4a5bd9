#: 4 claims
#: dW1 wrong
# %%
from dataclasses import dataclass
import torch, torch.nn.functional as F
from typing import Tuple, List
@dataclass
class Config:
    n_embd: int = 10
    n_hidden: int = 64
    batch_size: int = 32
    vocab: int = 27
cfg = Config(n_hidden=20)
torch.manual_seed(1337)
g = torch.Generator().manual_seed(2147483647)
X: torch.Tensor = torch.randn(cfg.batch_size, cfg.n_embd)
Y = torch.randint(0, cfg.vocab, (cfg.batch_size,), generator=g)
W1 = torch.randn((cfg.n_embd, cfg.n_hidden), generator=g) * (5/3)/(cfg.n_embd**0.5)
W2 = torch.randn((cfg.n_hidden, cfg.vocab), generator=g) * 0.1
params = [W1, W2]
if (n_params := sum(p.nelement() for p in params)) > 10:
    print(f'{n_params:,} parameters, {n_params/1e3:.2f}k')
for p in params:
    p.requires_grad = True
# %%
h = torch.tanh(X @ W1)
logits = h @ W2
loss = F.cross_entropy(logits, Y)
for t in (h, logits):
    t.retain_grad()
loss.backward()
print(f'{loss.item():.4f} {loss.item()=}')
# %%
dlogits = F.softmax(logits, 1)
dlogits[range(cfg.batch_size), Y] -= 1
dlogits /= cfg.batch_size
dW2 = h.T @ dlogits
dh = dlogits @ W2.T
dW1 = X.T @ dh
for n, d, t in zip(['logits', 'W2', 'h', 'W1'], [dlogits, dW2, dh, dW1], [logits, W2, h, W1]):
    assert d.shape == t.grad.shape
    print(f'{n:>10s} | {torch.allclose(d, t.grad)} | {(d - t.grad).abs().max().item():.3e}')
