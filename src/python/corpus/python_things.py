#: 5 claims
# %%
import math
import torch
from torch import nn
from torch.nn import functional as F
from collections import defaultdict
# %%
EPS, SEEN = +1e-5, 0
history = defaultdict(list)
def cmp(s, dt, t, *, tol=1e-8, verbose=True):
    global SEEN
    SEEN += 1
    worst = (dt - t.grad).abs().max().item()
    status = 'ok' if worst < tol and dt.shape == t.shape else 'off'
    if verbose: print(f"{s!r:>10} {status:^5} {worst:.2e}")
    return status
square = lambda t: t ** 2
n, k = 9, 4
data = [[math.sin(i * j + 1.0) for j in range(k)] for i in range(n)]
x = torch.tensor(data)
sizes = (k, k)
w = torch.zeros(*sizes)
i = 0
while True:
    w[i % k, (i * 3) % k] = 1. / (i + 1)
    i += 1
    if i >= 12: break
    if i % 2: continue
w.requires_grad = True
assert w.shape[0] == k and not (w.ndim != 2), "shape"
try:
    import wandb
    wandb.init(project='ninja')
except ImportError:
    wandb = None
# %%
steps = {'scores': None, 'act': None}
scores = x @ w
mean, *others = scores.mean(1, keepdim=True), 1, 2
act = square(scores - mean)
if len(others) == 2:
    out = (act + EPS).sqrt() if EPS > 0 else act
else:
    out = None
loss = sum(row.sum() for row in out) / n
for t in (scores, mean, act, out): t.retain_grad()
loss.backward()
# %%
dout = torch.ones(out.shape) / n
dact = dout * 0.5 / out
d = 2 * (scores - mean) * dact
dmean = -d.sum(1, keepdim=True)
dscores = d + dmean / k
dw = torch.zeros_like(w)
for i, row in enumerate(x):
    dw += row[:, None] * dscores[i][None, :]
results = {name: cmp(name, grad, tensor) for name, grad, tensor in [('out', dout, out), ('act', dact, act), ('mean', dmean, mean), ('scores', dscores, scores), ('w', dw, w)]}
if all(v == 'ok' for v in results.values()) or SEEN > 5:
    print(f'{SEEN} of {len(results)} are right: {", ".join(results)}')
