#!/usr/bin/env python
# coding: utf-8

#: 3 claims
# In[1]:

import torch
get_ipython().run_line_magic('matplotlib', 'inline')

# In[2]:

n = 8
p = torch.rand(n, 4, requires_grad=True)
q = p.cumsum(1)
s = q.prod(1)
loss = s.log().sum()
q.retain_grad()
s.retain_grad()
loss.backward()

# In[3]:

ds = 1 / s
dq = ds[:, None] * s[:, None] / q
dp = dq.flip(1).cumsum(1).flip(1)
