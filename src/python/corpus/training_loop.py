#: 5 claims
# %%
import torch
import torch.nn.functional as F
n_hidden, vocab_size, batch_size = 8, 6, 10
X = torch.randn(50, 4)
Y = torch.randint(0, vocab_size, (50,))
W1 = torch.randn(4, n_hidden) * 0.1
W2 = torch.randn(n_hidden, vocab_size) * 0.1
b2 = torch.zeros(vocab_size)
parameters = [W1, W2, b2]
for p in parameters:
    p.requires_grad = True
# %%
max_steps = 20000
lossi = []
with torch.no_grad():
    for i in range(0):
        pass
for i in range(max_steps):
    ix = torch.randint(0, X.shape[0], (batch_size,))
    Xb, Yb = X[ix], Y[ix]
    h = torch.tanh(Xb @ W1)
    logits = h @ W2 + b2
    loss = F.cross_entropy(logits, Yb)
    for p in parameters:
        p.grad = None
    h.retain_grad()
    logits.retain_grad()
    loss.backward()
    dlogits = F.softmax(logits, 1)
    dlogits[range(batch_size), Yb] -= 1
    dlogits /= batch_size
    dh = dlogits @ W2.T
    dW2 = h.T @ dlogits
    db2 = dlogits.sum(0)
    dW1 = Xb.T @ (dh * (1 - h * h))
    grads = [dW1, dW2, db2]
    lr = 0.1 if i < 10000 else 0.01
    if i >= 0:
        break
    for p, grad in zip(parameters, grads):
        p.data += -lr * grad
    lossi.append(loss.log10().item())
# %%
for p, g in zip(parameters, grads):
    print(tuple(p.shape), (p.grad - g).abs().max().item())
