#: 6 claims
# %%
import numpy as np
N, D, H, O = 10, 4, 7, 3
np.random.seed(0)
x = np.random.randn(N, D)
y = np.random.randint(0, O, size=N)
w1 = 0.1 * np.random.randn(D, H)
b1 = np.zeros(H)
w2 = 0.1 * np.random.randn(H, O)
b2 = np.zeros(O)
# %%
z = x.dot(w1) + b1
hid = np.maximum(0, z)
scores = np.dot(hid, w2) + b2
shifted = scores - np.max(scores, axis=1, keepdims=True)
logp = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
loss = -np.sum(logp[np.arange(N), y]) / N
# %%
dscores = np.exp(logp)
dscores[np.arange(N), y] -= 1
dscores /= N
dw2 = hid.T.dot(dscores)
db2 = np.sum(dscores, axis=0)
dhid = dscores.dot(w2.T)
dz = dhid * (z > 0)
dw1 = x.T.dot(dz)
