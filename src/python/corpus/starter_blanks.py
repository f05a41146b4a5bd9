#: 6 claims
#: dprobs blank
#: dlogits blank
#: dW blank
#: db blank
#: dx blank
# %%
import torch
def cmp(s, dt, t):
    if dt is None:
        return
    print(s, torch.allclose(dt, t.grad))
# %%
n = 5
x = torch.randn(n, 4, requires_grad=True)
W = torch.randn(4, 3, requires_grad=True)
b = torch.zeros(3, requires_grad=True)
logits = x @ W + b
probs = logits.softmax(1)
logprobs = probs.log()
loss = -logprobs[range(n), [0, 1, 2, 0, 1][:n]].mean()
for t in [logits, probs, logprobs]: t.retain_grad()
loss.backward()
# %%
# -----------------
# YOUR CODE HERE :)
dlogprobs = torch.zeros_like(logprobs)
dlogprobs[range(n), [0, 1, 2, 0, 1][:n]] = -1 / n
dprobs = None # TODO
dlogits = ... # TODO
dW = None
db = None
dx = None
# -----------------
cmp('logprobs', dlogprobs, logprobs)
cmp('probs', dprobs, probs)
cmp('logits', dlogits, logits)
cmp('W', dW, W)
cmp('b', db, b)
cmp('x', dx, x)
