#: 3 claims
# %%
import torch
import torch.nn.functional as F
vocab, n_embd, batch_size, block_size = 11, 3, 6, 2
tokens = torch.randint(0, vocab, (batch_size, block_size))
table = torch.randn(vocab, n_embd, requires_grad=True)
weight = torch.randn(batch_size, block_size, n_embd)
emb = table[tokens]
act = emb.tanh()
loss = (act * weight).sum()
emb.retain_grad(); act.retain_grad()
loss.backward()
# %%
dact = weight.clone()
demb = (1.0 - act**2) * dact
hot = F.one_hot(tokens, num_classes=vocab).float()
dtable = torch.einsum('bkv,bkd->vd', hot, demb)
