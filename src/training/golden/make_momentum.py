"""PyTorch's numbers for ten steps of SGD with momentum, plain and Nesterov's, float64.

    python make_momentum.py        writes momentum.json beside this file

Three numbers, each half the squared distance to its target times its own steepness.
"""
import json, os
import torch

torch.set_default_dtype(torch.float64)
here = os.path.dirname(os.path.abspath(__file__))
target, steep = torch.tensor([1.0, -2.0, 3.0]), torch.tensor([0.01, 1.0, 50.0])


def run(steps=10, **options):
    p = torch.zeros(3, requires_grad=True)
    optimizer = torch.optim.SGD([p], **options)
    seen = []
    for _ in range(steps):
        p.grad = (p.detach() - target) * steep
        optimizer.step()
        seen.append(dict(p=p.tolist(), v=optimizer.state[p]['momentum_buffer'].tolist()))
    return dict(options=options, steps=seen)


with open(os.path.join(here, 'momentum.json'), 'w') as f:
    json.dump(
        dict(
            torch=torch.__version__, target=target.tolist(), steep=steep.tolist(),
            momentum=[run(lr=0.01, momentum=mu) for mu in (0.9, 0.5)],
            nesterov=[run(lr=0.01, momentum=mu, nesterov=True) for mu in (0.9, 0.5)],
        ),
        f, separators=(',', ':'),
    )
