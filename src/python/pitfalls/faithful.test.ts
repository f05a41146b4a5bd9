/** What a faithful reading needs: the ten points of the findings that no other file here is about. */
import { expect, test } from 'vitest'
import { check, cmp, net, verdicts } from '../testing.ts'

const right = '\n# %%\ndh = 2 * h\ndz = dh * (1 - h ** 2)\ndw = x.T @ dz\n'
const allRight = ['dh right', 'dz right', 'dw right']

test.each([
  [
    'plots',
    'import matplotlib.pyplot as plt\nplt.figure(figsize=(4, 4))\nplt.imshow(h.detach(), cmap="gray")\nax = plt.gca(); ax.set_title("h")',
  ],
  [
    'downloads and shells',
    '!wget https://example.com/x.txt\n%timeit -n 3 sum(range(10))\nfiles = !ls\n?torch.tanh\nx.shape?',
  ],
  ['cells of another language', '%%bash\necho $HOME'],
  ['modules of one’s own', 'from utils import *\nimport my.module as mine\nmine.setup(seed=3)[0].run()'],
  ['file writes', 'with open("out.txt", "w") as f:\n    f.write("x")\ntorch.save({"h": h}, "model.pt")'],
  [
    'classes',
    'class Model(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.l = torch.nn.Linear(3, 4)\nmodel = Model()',
  ],
  ['pictures of tensors', 'import pandas as pd\npd.DataFrame(h.detach().numpy()).describe()'],
  ['a loop that never ends', 'k = 0\nwhile k < 10 ** 9:\n    k += 1 if h.sum() > 1e9 else 10 ** 8'],
])('what is not run: %s', (_, cell) => {
  expect(verdicts(`${net}\n# %%\n${cell}\n${right}`)).toEqual(allRight)
})

test('a statement that cannot be parsed must not cost its cell', () => {
  const text = `${net}\n# %%\ndh = 2 * h\ndw = = 3\nfor i in range(3)\n    print(i)\ndz = dh * (1 - h ** 2)\n`
  expect(verdicts(text)).toEqual(
    ['dh right', 'dz right', 'dw unfinished'].sort((a, b) => order(a) - order(b)),
  )
})

const order = (one: string): number => ['dh', 'dw', 'dz'].indexOf(one.split(' ')[0])

test('an unknown function poisons only what uses it, and is named', () => {
  const text = `${net}\n# %%\nhelper = torch.fft.fft(h)\ndh = 2 * h\nextra = helper + 1\ndz = dh * (1 - h ** 2) + extra * 0\ndw = x.T @ dz\n`
  const { gradients } = check(text)
  expect(gradients.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
    'dh exact',
    'dz not read',
    'dw exact',
  ])
  expect(gradients[1].message).toMatch(/torch\.fft/)
})

test('wrong shape and right numbers is another thing than a wrong value', () => {
  const text = `import torch\nb = torch.zeros(1, 4, requires_grad=True)\ny = torch.randn(5, 4) + b\nloss = (y ** 2).sum()\ny.retain_grad()\nloss.backward()\n# %%\n${cmp}dy = 2 * y\n`
  expect(verdicts(`${text}db = dy.sum(0)\ncmp('y', dy, y)\ncmp('b', db, b)\n`)).toEqual([
    'dy right',
    'db shape',
  ])
  expect(verdicts(`${text}db = 3 * dy.sum(0)\ncmp('y', dy, y)\ncmp('b', db, b)\n`)).toEqual([
    'dy right',
    'db shape, wrong',
  ])
})

test('inside of a training loop one iteration is judged', () => {
  const loop = [
    'z = x @ w',
    'h = torch.tanh(z)',
    'loss = (h ** 2).sum()',
    'z.retain_grad(); h.retain_grad()',
    'loss.backward()',
    'dh = 2 * h',
    'dz = dh * (1 - h ** 2)',
    'dw = x.T @ dz',
    'w.data += -0.1 * dw',
    'w.grad = None',
  ]
  const text = `import torch\nn = 6\nx = torch.randn(n, 4)\nw = torch.randn(4, 5, requires_grad=True)\n# %%\nfor i in range(20000):\n${loop.map(line => `    ${line}\n`).join('')}`
  expect(verdicts(text)).toEqual(allRight)
})

test.each([
  [
    'a loop variable that overwrites a size',
    `${net}\n# %%\nfor n in range(3):\n    pass\ndh = 2 * h / n * n\n`,
    'dh right',
  ],
  ['a name that is never assigned', `${net}\n# %%\ndh = 2 * hh\n`, 'dh threw'],
])('checks that need no tensor: %s', (_, text, expected) => {
  expect(verdicts(text)).toEqual([expected])
})

test('a name that is never assigned is told of the notebook as a whole', () => {
  expect(check(`${net}\n# %%\ndh = 2 * hh\n`).notes).toEqual([
    'cell 2, line 2: hh is never assigned; run from the top, this notebook stops here',
  ])
  expect(check(`${net}\n# %%\ndh = 2 * hh\ndx = 2 * hh\ndw = xx\n`).notes).toEqual([
    'cell 2, line 2: hh is never assigned; run from the top, this notebook stops here',
    'cell 2, line 4: xx is never assigned',
  ])
})

test('what Python has and this program lacks is not said to be never assigned', () => {
  expect(check(`${net}\n# %%\nprint(globals(), vars(h), complex(1, 2))\ndh = 2 * h\n`).notes).toEqual([])
})
