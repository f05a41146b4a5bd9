"""PyTorch's own autograd and optimiser train the network of autograd/06 for ten rounds, float64.

    python make_autograd_track.py        writes autograd-track.json beside this file
"""
import json, os
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(42)
here = os.path.dirname(os.path.abspath(__file__))
vocab, n, block, n_embd, n_hidden, rate = 7, 6, 3, 2, 5, 0.5

X, Y = torch.randint(vocab, (n, block)), torch.randint(vocab, (n,))
net = dict(
    C=torch.randn(vocab, n_embd), W1=torch.randn(block * n_embd, n_hidden), b1=torch.randn(n_hidden),
    W2=torch.randn(n_hidden, vocab), b2=torch.randn(vocab),
)
start = {name: p.tolist() for name, p in net.items()}
for p in net.values():
    p.requires_grad_()

optimizer = torch.optim.SGD(net.values(), lr=rate)
losses, first = [], None
for _ in range(10):
    optimizer.zero_grad()
    h = torch.tanh(net['C'][X].view(n, -1) @ net['W1'] + net['b1'])
    loss = F.cross_entropy(h @ net['W2'] + net['b2'], Y)
    loss.backward()
    first = first or {name: p.grad.tolist() for name, p in net.items()}
    optimizer.step()
    losses.append(loss.item())

with open(os.path.join(here, 'autograd-track.json'), 'w') as f:
    json.dump(
        dict(
            torch=torch.__version__, rate=rate, X=X.tolist(), Y=Y.tolist(), start=start,
            gradients=first, losses=losses, end={name: p.tolist() for name, p in net.items()},
        ),
        f, separators=(',', ':'),
    )
