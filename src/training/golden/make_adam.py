"""PyTorch's numbers for ten steps of Adam and of AdamW, float64.

    python make_adam.py            writes adam.json beside this file

Three numbers, each half the squared distance to its target times its own steepness: gradients of 0.01, 2 and 300.
"""
import json, os
import torch

torch.set_default_dtype(torch.float64)
here = os.path.dirname(os.path.abspath(__file__))
target, steep = torch.tensor([1.0, -2.0, 3.0]), torch.tensor([0.01, 1.0, 100.0])


def run(make, steps=10, **options):
    p = torch.zeros(3, requires_grad=True)
    optimizer = make([p], **options)
    seen = []
    for _ in range(steps):
        p.grad = (p.detach() - target) * steep
        optimizer.step()
        state = optimizer.state[p]
        seen.append(dict(p=p.tolist(), m=state['exp_avg'].tolist(), v=state['exp_avg_sq'].tolist()))
    return dict(options=options, steps=seen)


usual = dict(lr=0.1, betas=(0.9, 0.999), eps=1e-8)
gpt = dict(lr=0.007, betas=(0.9, 0.99), eps=1e-8)
with open(os.path.join(here, 'adam.json'), 'w') as f:
    json.dump(
        dict(
            torch=torch.__version__, target=target.tolist(), steep=steep.tolist(),
            adam=[run(torch.optim.Adam, **usual), run(torch.optim.Adam, **gpt)],
            adamw=[run(torch.optim.AdamW, **usual, weight_decay=0.5), run(torch.optim.AdamW, **gpt, weight_decay=0.1)],
        ),
        f, separators=(',', ':'),
    )
