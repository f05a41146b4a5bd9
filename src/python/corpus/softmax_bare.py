#: 3 claims
#: dlogits wrong
#: dW inherited
#: db inherited
# %%
import torch, torch.nn.functional as F
def compare(label, mine, tensor):
    same = torch.allclose(mine, tensor.grad)
    print("{} {}".format(label, same))
# %%
n, dim = 9, 4
x, W, b = torch.randn(n, dim), torch.randn(dim, 5, requires_grad=True), torch.zeros(5, requires_grad=True)
y = torch.randint(5, (n,))
logits = x @ W + b
loss = F.cross_entropy(logits, y)
logits.retain_grad()
loss.backward()
# %%
dlogits = logits.softmax(dim=1)
dW = x.transpose(0, 1) @ dlogits
db = dlogits.sum(dim=0)
compare("logits", dlogits, logits)
compare("W", dW, W)
compare("b", db, b)
