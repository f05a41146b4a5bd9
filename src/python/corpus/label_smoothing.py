#: 2 claims
import torch
import torch.nn.functional as F
B, V, H, eps = 16, 9, 6, 0.1
h = torch.randn(B, H)
W = torch.randn(H, V, requires_grad=True)
Yb = torch.randint(0, V, (B,))
logits = h @ W
logits.retain_grad()
loss = F.cross_entropy(logits, Yb, label_smoothing=eps)
loss.backward()
target = F.one_hot(Yb, V).float() * (1 - eps) + eps / V
dlogits = (logits.softmax(-1) - target) / B
dW = h.T @ dlogits
