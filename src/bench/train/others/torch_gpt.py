"""One training step of a GPT by PyTorch's autograd and its Adam, float32, on the CPU: steps per second for each model and
number of threads, as JSON. Models are given as C:L, the width and the number of blocks."""
import json
import sys
import time

import torch
import torch.nn.functional as F

B, T, NH, V = 32, 16, 4, 27


def make_step(C, L, generator):
    def draw(*shape):
        return (torch.randn(*shape, generator=generator) * 0.08).requires_grad_()

    def ones(n):
        return torch.ones(n, requires_grad=True)

    def zeros(n):
        return torch.zeros(n, requires_grad=True)

    wte, wpe, lnfw, lnfb = draw(V, C), draw(T, C), ones(C), zeros(C)
    blocks = [
        dict(
            ln1w=ones(C), ln1b=zeros(C), Wqkv=draw(C, 3 * C), bqkv=zeros(3 * C), Wproj=draw(C, C), bproj=zeros(C),
            ln2w=ones(C), ln2b=zeros(C), Wfc=draw(C, 4 * C), bfc=zeros(4 * C), Wfcproj=draw(4 * C, C), bfcproj=zeros(C),
        )
        for _ in range(L)
    ]
    parameters = [wte, wpe, lnfw, lnfb] + [p for block in blocks for p in block.values()]
    adam = torch.optim.Adam(parameters, lr=1e-2, betas=(0.9, 0.99))
    future = torch.ones(T, T, dtype=torch.bool).triu(1)
    X = torch.randint(0, V, (64, B, T), generator=generator)
    Y = torch.randint(0, V, (64, B, T), generator=generator)
    count = 0

    def step():
        nonlocal count
        x = wte[X[count % 64]] + wpe
        for block in blocks:
            ln1 = F.layer_norm(x, (C,), block['ln1w'], block['ln1b'])
            qkv = ln1 @ block['Wqkv'] + block['bqkv']
            q, k, v = [t.view(B, T, NH, C // NH).transpose(1, 2) for t in qkv.split(C, -1)]
            scaled = (q @ k.transpose(-2, -1)) * (C // NH) ** -0.5
            att = scaled.masked_fill(future, float('-inf')).softmax(-1)
            y = (att @ v).transpose(1, 2).reshape(B, T, C)
            x = x + y @ block['Wproj'] + block['bproj']
            ln2 = F.layer_norm(x, (C,), block['ln2w'], block['ln2b'])
            act = F.gelu(ln2 @ block['Wfc'] + block['bfc'], approximate='tanh')
            x = x + act @ block['Wfcproj'] + block['bfcproj']
        logits = F.layer_norm(x, (C,), lnfw, lnfb) @ wte.T
        loss = F.cross_entropy(logits.view(-1, V), Y[count % 64].view(-1))
        adam.zero_grad()
        loss.backward()
        adam.step()
        count += 1

    return step


def rate(step, seconds):
    """Steps per second: the median over runs of at least 50 ms."""
    rates, size = [], 1
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(rates) < 3:
        start = time.perf_counter()
        for _ in range(size):
            step()
        spent = time.perf_counter() - start
        if spent < 0.05:
            size *= 2
        else:
            rates.append(size / spent)
    return sorted(rates)[len(rates) // 2]


def main():
    seconds = float(sys.argv[1])
    results = []
    for model in sys.argv[2:]:
        for threads in (1, 2):
            torch.set_num_threads(threads)
            step = make_step(*map(int, model.split(':')), torch.Generator().manual_seed(42))
            for _ in range(20):
                step()
            results.append({"case": model, "threads": threads, "rate": rate(step, seconds)})
    print(json.dumps({"version": torch.__version__, "cpu": time.process_time(), "results": results}))


main()
