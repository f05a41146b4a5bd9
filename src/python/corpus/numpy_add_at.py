#: 4 claims
#: dscale shape
# %%
import numpy as np
vocab, dim, n = 6, 3, 15
ids = np.random.randint(0, vocab, (n,))
table = np.random.normal(0, 1, (vocab, dim))
scale = np.ones((1, dim))
rows = table[ids]
scaled = rows * scale
loss = 0.5 * np.square(scaled).sum()
# %%
dscaled = np.copy(scaled)
drows = np.multiply(dscaled, scale)
dscale = (dscaled * rows).sum(axis=0)
dtable = np.zeros(table.shape)
np.add.at(dtable, ids, drows)
