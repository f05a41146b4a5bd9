#: 4 claims
#: dz wrong
import torch
import torch.nn as nn
import torch.nn.functional as F
class MLP(nn.Module):
    def __init__(self, n_in, n_hid, n_out):
        super().__init__()
        self.l1 = nn.Linear(n_in, n_hid, bias=False)
        self.l2 = nn.Linear(n_hid, n_out)
        self.act = nn.Sigmoid()
    def forward(self, x):
        self.z = self.l1(x)
        self.a = self.act(self.z)
        self.o = self.l2(self.a)
        return self.o
net = MLP(5, 7, 1)
X, t = torch.randn(11, 5), torch.randn(11, 1)
pred = net(X)
z, a = net.z, net.a
z.retain_grad(); a.retain_grad(); pred.retain_grad()
loss = F.mse_loss(pred, t)
loss.backward()
print(sum(p.numel() for p in net.parameters()))
w1, w2 = net.l1.weight, net.l2.weight
dpred = 2 * (pred - t) / pred.numel()
dw2 = dpred.T @ a
da = dpred @ w2
dz = da * z * (1 - z)
print(torch.allclose(dz, z.grad))
