"""PyTorch's numbers for the track more-layers, float64: its own dropout, convolution and recurrent network.

    python make_more_layers.py     writes more-layers.json beside this file

The inputs are those of the exercises; what comes out, and the gradients of the inputs, are those of PyTorch's modules.
"""
import json, os
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
here = os.path.dirname(os.path.abspath(__file__))
g = torch.Generator().manual_seed(3)


def drawn(*shape):
    return torch.randn(shape, generator=g).requires_grad_()


def whole(tensors):
    return {name: dict(shape=list(t.shape), data=t.detach().flatten().tolist()) for name, t in tensors.items()}


def dropout(n=6, features=3, hidden=5, p=0.25):
    inputs = dict(x=drawn(n, features), target=drawn(n, hidden), W1=drawn(features, hidden), b1=drawn(hidden),
                  W2=drawn(hidden, hidden), b2=drawn(hidden))
    x, target, W1, b1, W2, b2 = inputs.values()
    torch.manual_seed(5)
    kept1 = F.dropout(torch.tanh(x @ W1 + b1), p)
    kept2 = F.dropout(torch.tanh(kept1 @ W2 + b2), p)
    F.mse_loss(kept1 + kept2, target).backward()
    masks = dict(mask1=(kept1 != 0).double(), mask2=(kept2 != 0).double())
    return dict(p=p, inputs=whole({**inputs, **masks}), outputs=whole(dict(kept1=kept1, kept2=kept2)),
                gradients=whole({name: inputs[name].grad for name in ['x', 'W1', 'b1', 'W2', 'b2']}))


def conv1d(B=2, T=5, Cin=3, Cout=4):
    inputs = dict(x=drawn(B, T, Cin), W=drawn(3 * Cin, Cout), b=drawn(Cout), rest=drawn(B, T, Cout))
    x, W, b, rest = inputs.values()
    # conv1d wants (B, Cin, T), and the kernel as (Cout, Cin, 3)
    kernel = W.view(3, Cin, Cout).permute(2, 1, 0)
    y = F.conv1d(x.transpose(1, 2), kernel, b, padding=1).transpose(1, 2)
    (y.tanh() * rest).sum().backward()
    return dict(sizes=dict(B=B, T=T, Cin=Cin, Cout=Cout), inputs=whole(inputs), outputs=whole(dict(y=y)),
                gradients=whole({name: inputs[name].grad for name in ['x', 'W', 'b']}))


def rnn(n=4, features=3, hidden=5, out=2):
    inputs = dict(x1=drawn(n, features), x2=drawn(n, features), x3=drawn(n, features), h0=drawn(n, hidden),
                  Wxh=drawn(features, hidden), Whh=drawn(hidden, hidden), b=drawn(hidden), Why=drawn(hidden, out),
                  r1=drawn(n, out), r2=drawn(n, out), r3=drawn(n, out))
    x1, x2, x3, h0, Wxh, Whh, b, Why, r1, r2, r3 = inputs.values()
    cell = torch.nn.RNN(features, hidden)
    with torch.no_grad():
        cell.weight_ih_l0.copy_(Wxh.T)
        cell.weight_hh_l0.copy_(Whh.T)
        cell.bias_ih_l0.copy_(b)
        cell.bias_hh_l0.zero_()
    states, _ = cell(torch.stack([x1, x2, x3]), h0[None])  # (T, n, hidden)
    (states @ Why * torch.stack([r1, r2, r3])).sum().backward()
    gradients = {name: inputs[name].grad for name in ['x1', 'x2', 'x3', 'h0', 'Why']}
    gradients.update(Wxh=cell.weight_ih_l0.grad.T, Whh=cell.weight_hh_l0.grad.T, b=cell.bias_ih_l0.grad)
    return dict(inputs=whole(inputs), outputs=whole(dict(zip(['h1', 'h2', 'h3'], states))), gradients=whole(gradients))


with open(os.path.join(here, 'more-layers.json'), 'w') as f:
    json.dump(dict(torch=torch.__version__, dropout=dropout(), conv1d=conv1d(), rnn=rnn()), f, separators=(',', ':'))
