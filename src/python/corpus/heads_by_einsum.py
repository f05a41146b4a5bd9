#: 8 claims
#: dk wrong
import torch, math
B, T, C, H = 2, 4, 6, 3
hs = C // H
q, k, v = [torch.randn(B, H, T, hs, requires_grad=True) for _ in range(3)]
mask = torch.tril(torch.ones(T, T)).view(1, 1, T, T)
dy = torch.randn(B, H, T, hs)
preatt = torch.einsum('bhqd,bhkd->bhqk', q, k)
scaled = preatt / math.sqrt(hs)
att_in = scaled.masked_fill(mask == 0, float('-inf'))
att = torch.softmax(att_in, dim=-1)
y = torch.einsum('bhqk,bhkd->bhqd', att, v)
loss = (y * dy).sum()
for t in [preatt, scaled, att_in, att, y]: t.retain_grad()
loss.backward()
#
datt = torch.einsum('bhqd,bhkd->bhqk', dy, v)
dv = torch.einsum('bhqk,bhqd->bhkd', att, dy)
datt_in = att * (datt - torch.sum(datt * att, dim=-1, keepdim=True))
dscaled = datt_in.masked_fill(mask == 0, 0.)
dpreatt = dscaled / math.sqrt(hs)
dq = torch.einsum('bhqk,bhkd->bhqd', dpreatt, k)
dk = torch.einsum('bhqk,bhkd->bhqd', dpreatt, q)
for n, d, t in [('datt', datt, att), ('dv', dv, v), ('dq', dq, q), ('dk', dk, k)]:
    print(n, torch.allclose(d, t.grad, atol=1e-5))
