#: 3 claims
#: dz wrong
# %%
import torch
def compare_gradients(tensor, ours, name):
    theirs = tensor.grad
    close = torch.isclose(ours, theirs).all()
    print(f'{name:<10}', 'PASS' if close else 'FAIL', f'{torch.max(abs(ours - theirs)).item():.3e}')
n, k = 5, 3
x = torch.randn(n, k)
a = torch.randn(k, k, requires_grad=True)
z = x @ a
s = torch.sigmoid(z)
loss = (s - 0.5).abs().sum()
for t in (z, s): t.retain_grad()
loss.backward()
# %%
ds = torch.sign(s - 0.5)
dz = s * (1 + s) * ds
da = x.T @ z.grad
# %%
rows = [(s, ds, 's'), (z, dz, 'z')]
for t, d, label in rows:
    compare_gradients(t, d, label)
compare_gradients(a, da, 'a')
