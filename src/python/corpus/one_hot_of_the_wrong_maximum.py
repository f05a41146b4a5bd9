#: 3 claims
#: dlogits wrong
# %%
import torch
import torch.nn.functional as F
def cmp(s, dt, t):
    print(s, torch.allclose(dt, t.grad, atol=1e-8))
n, classes = 8, 6
logits = torch.randn(n, classes, requires_grad=True)
logit_maxes = logits.max(1, keepdim=True).values
norm_logits = logits - logit_maxes
loss = norm_logits.sigmoid().sum()
for t in [logit_maxes, norm_logits]: t.retain_grad()
loss.backward()
# %%
s = norm_logits.sigmoid()
dnorm_logits = s * (1 - s)
dlogit_maxes = -dnorm_logits.sum(1, keepdim=True)
dlogits = dnorm_logits + F.one_hot(logit_maxes.max(1).indices, num_classes=classes) * dlogit_maxes
cmp('norm_logits', dnorm_logits, norm_logits)
cmp('logit_maxes', dlogit_maxes, logit_maxes)
cmp('logits', dlogits, logits)
