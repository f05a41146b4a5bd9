#: 4 claims
# %%
import torch
import torch.nn.functional as F
n_hidden, vocab_size, batch_size = 8, 6, 10
X = torch.randn(50, 4)
Y = torch.randint(0, vocab_size, (50,))
W1 = torch.randn(4, n_hidden, requires_grad=True)
W2 = torch.randn(n_hidden, vocab_size, requires_grad=True)
parameters = [W1, W2]
Xb, Yb = X[:batch_size], Y[:batch_size]
# %%
a = Xb @ W1
h = torch.tanh(a)
logits = h @ W2
loss = F.cross_entropy(logits, Yb)
for t in [a, h, logits]: t.retain_grad()
loss.backward()
# %%
dlogits = (F.softmax(logits, 1) - F.one_hot(Yb, vocab_size)) / batch_size
dW2 = h.T @ dlogits
da = (dlogits @ W2.T) * (1 - h ** 2)
dW1 = Xb.T @ da
# %%
with torch.no_grad():
    for step in range(5000):
        ix = torch.randint(0, 50, (batch_size,))
        Xb, Yb = X[ix], Y[ix]
        h = torch.tanh(Xb @ W1)
        logits = h @ W2
        loss = F.cross_entropy(logits, Yb)
        dlogits = F.softmax(logits, 1)
        dlogits[range(batch_size), Yb] -= 1
        dlogits /= batch_size
        dW2 = h.T @ dlogits
        da = (dlogits @ W2.T) * (1 - h ** 2)
        dW1 = Xb.T @ da
        for p, g in zip(parameters, [dW1, dW2]):
            p.data += -0.1 * g
        if step == 3: break
# %%
@torch.no_grad()
def evaluate(xs, ys):
    return F.cross_entropy(torch.tanh(xs @ W1) @ W2, ys).item()
print(evaluate(X, Y))
