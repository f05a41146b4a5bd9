#: 3 claims
#: dlogit_maxes wrong
#: dlogits inherited
# %%
import torch
import torch.nn.functional as F
def cmp(s, dt, t):
    print(s, torch.allclose(dt, t.grad, atol=1e-8))
n, classes = 8, 6
logits = torch.randn(n, classes, requires_grad=True)
logit_maxes = logits.max(1, keepdim=True).values
norm_logits = logits - logit_maxes
loss = (norm_logits ** 2).mean()
for t in [logit_maxes, norm_logits]: t.retain_grad()
loss.backward()
# %%
dnorm_logits = 2 * norm_logits / (n * classes)
dlogit_maxes = -dnorm_logits
dlogit_maxes = dlogit_maxes[:, :1]
dlogits = dnorm_logits.clone()
dlogits[range(n), logits.max(1).indices] += dlogit_maxes.squeeze()
cmp('norm_logits', dnorm_logits, norm_logits)
cmp('logit_maxes', dlogit_maxes, logit_maxes)
cmp('logits', dlogits, logits)
