#: 6 claims
#: dc_prev wrong
import torch
B, H = 4, 5
c_prev = torch.randn(B, H, requires_grad=True)
a = torch.randn(B, 4*H, requires_grad=True)
ai, af, ao, ag = a.chunk(4, dim=1)
i, f, o = torch.sigmoid(ai), torch.sigmoid(af), torch.sigmoid(ao)
g = torch.tanh(ag)
c = f * c_prev + i * g
tc = torch.tanh(c)
h = o * tc
up = torch.randn(B, H)
loss = (h * up).sum()
for t in [i, f, o, g, c, tc, h]: t.retain_grad()
loss.backward()
dh = up
do = dh * tc
dtc = dh * o
dc = dtc * (1 - tc ** 2)
dc_prev = dc * i
da = torch.cat([dc * g * i * (1 - i), dc * c_prev * f * (1 - f), do * o * (1 - o), dc * i * (1 - g**2)], dim=1)
print(torch.allclose(da, a.grad))
