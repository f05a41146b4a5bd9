"""One training step by PyTorch's autograd on the CPU: steps per second for each width and number of threads, as JSON."""
import json
import sys
import time

import torch
import torch.nn.functional as F

VOCAB, BLOCK, N_EMBD, N, LR = 27, 3, 10, 32, 0.1


def make_step(n_hidden, generator):
    def draw(*shape):
        return torch.randn(shape, generator=generator)

    C = draw(VOCAB, N_EMBD)
    W1 = draw(N_EMBD * BLOCK, n_hidden) * (5 / 3) / (N_EMBD * BLOCK) ** 0.5
    b1 = draw(n_hidden) * 0.1
    W2 = draw(n_hidden, VOCAB) * 0.1
    b2 = draw(VOCAB) * 0.1
    bngain = draw(1, n_hidden) * 0.1 + 1.0
    bnbias = draw(1, n_hidden) * 0.1
    parameters = [C, W1, b1, W2, b2, bngain, bnbias]
    for p in parameters:
        p.requires_grad = True
    batches = [
        (
            torch.randint(0, VOCAB, (N, BLOCK), generator=generator),
            torch.randint(0, VOCAB, (N,), generator=generator),
        )
        for _ in range(64)
    ]
    count = 0

    def step():
        nonlocal count
        Xb, Yb = batches[count % len(batches)]
        count += 1
        embcat = C[Xb].view(N, -1)
        hprebn = embcat @ W1 + b1
        bnmean = hprebn.mean(0, keepdim=True)
        bnvar = hprebn.var(0, keepdim=True, unbiased=True)
        bnraw = (hprebn - bnmean) * (bnvar + 1e-5) ** -0.5
        h = torch.tanh(bngain * bnraw + bnbias)
        loss = F.cross_entropy(h @ W2 + b2, Yb)
        for p in parameters:
            p.grad = None
        loss.backward()
        with torch.no_grad():
            for p in parameters:
                p += -LR * p.grad
        return loss

    return step


def rate(step, seconds):
    """Steps per second, over batches of steps until the time is up: the median of the batches."""
    rates = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(rates) < 3:
        start = time.perf_counter()
        for _ in range(200):
            step()
        rates.append(200 / (time.perf_counter() - start))
    return sorted(rates)[len(rates) // 2]


def main():
    seconds = float(sys.argv[1])
    results = []
    for n_hidden in map(int, sys.argv[2:]):
        for threads in (1, 2):
            torch.set_num_threads(threads)
            step = make_step(n_hidden, torch.Generator().manual_seed(42))
            for _ in range(300):
                step()
            results.append({"case": str(n_hidden), "threads": threads, "rate": rate(step, seconds)})
    print(json.dumps({"version": torch.__version__, "cpu": time.process_time(), "results": results}))


main()
