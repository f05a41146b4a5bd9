#: 3 claims
# %%
import torch
vocab, n_embd, batch_size, block_size = 11, 3, 6, 2
tokens = torch.randint(0, vocab, (batch_size, block_size))
table = torch.randn(vocab, n_embd, requires_grad=True)
weight = torch.randn(batch_size, block_size * n_embd)
emb = table[tokens]
flat = emb.reshape(batch_size, -1)
loss = (flat * weight).sum() + (flat ** 2).sum()
emb.retain_grad(); flat.retain_grad()
loss.backward()
# %%
dflat = weight + 2 * flat
demb = dflat.view_as(emb)
dtable = torch.zeros_like(table)
dtable.index_add_(0, tokens.view(-1), demb.view(-1, n_embd))
