#: 4 claims
#: dtable wrong
# %%
import numpy as np
vocab, dim, n = 6, 3, 15
ids = np.random.randint(0, vocab, (n,))
table = np.random.randn(vocab, dim)
scale = np.ones((1, dim))
rows = table[ids]
scaled = rows * scale
loss = 0.5 * np.sum(scaled ** 2)
# %%
dscaled = scaled.copy()
drows = dscaled * scale
dscale = np.sum(dscaled * rows, axis=0, keepdims=True)
dtable = np.zeros_like(table)
dtable[ids] += drows
