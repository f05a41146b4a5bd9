#: 4 claims
# %%
import torch
torch.manual_seed(3)
batch_size, features, outputs = 6, 4, 3
x = torch.randn(batch_size, features, requires_grad=True)
w = torch.randn(features, outputs, requires_grad=True)
bias = torch.zeros(1, outputs, requires_grad=True)
target = torch.randn(batch_size, outputs)
# %%
out = torch.matmul(x, w) + bias
loss = ((out - target) ** 2).mean()
out.retain_grad()
loss.backward()
# %%
d_out = 2 * (out - target) / out.numel()
d_w = torch.matmul(x.t(), d_out)
d_bias = torch.sum(d_out, dim=0, keepdim=True)
d_x = torch.mm(d_out, w.t())
print(torch.allclose(d_w, w.grad), torch.allclose(d_x, x.grad))
