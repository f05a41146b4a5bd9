/**
 * What drawn programs begin with: the tensors that they are about. Numbers are quarters, so that sums and products of
 * them are exact.
 */
export const PREAMBLE = `import torch
import torch.nn.functional as F
x = torch.tensor([[0.25, -1.5, 2.75], [-0.5, 1.25, 0.75]])
y = torch.tensor([[1.5, 0.5, -0.25], [2.25, -1.75, 0.75]])
w = torch.tensor([[0.5, -0.25, 1.5, 0.75], [-1.25, 2.5, 0.25, -0.75], [1.75, 0.25, -0.5, 1.25]])
b = torch.tensor([0.5, -0.75, 1.25])
c = torch.tensor([[1.5], [-0.25]])
r = torch.tensor([[0.75, -1.25, 0.25]])
s = torch.tensor(1.25)
p = torch.tensor([[[0.5, 1.25, -0.75, 2.5], [1.75, -0.25, 0.75, 0.25], [-1.5, 0.75, 1.25, -0.5]], [[2.25, -1.25, 0.25, 0.75], [0.25, 1.5, -0.25, -2.5], [0.75, -0.5, 1.75, 1.25]]])
z = torch.zeros(0, 3)
k = torch.tensor([[3, -2, 1], [0, 4, -1]])
i = torch.tensor([2, 0, 1, 2])
j = torch.tensor([1, 2])
n = torch.tensor(2)
m = torch.tensor([[True, False, True], [False, False, True]])
o = torch.tensor([True, False, True])
`

/** The same as numpy's arrays. */
export const numpyPreamble = (): string =>
  ['import numpy as np', ...PREAMBLE.split('\n').filter(line => !line.startsWith('import'))]
    .join('\n')
    .replaceAll('torch.tensor', 'np.array')
    .replaceAll('torch.zeros(0, 3)', 'np.zeros((0, 3))')
