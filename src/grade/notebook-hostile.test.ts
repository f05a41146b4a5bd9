/** What a stranger's notebook may try: each has the status that it deserves, and none the points that it doesn't. */
import { expect, test } from 'vitest'
import { answersOf } from '../python/bank/trial.ts'
import { exerciseFor, graded, outcome, replaced, solved } from './bank/twins.ts'

const { blanks, steps } = exerciseFor('07')!
const right = answersOf('07')
const whole = solved('07')
const empty = solved('07', () => null)

const filled = (code: (tensor: string) => string): string =>
  solved('07', name => `${name} = ${code(name.slice(1))}`)
/** The right lines, and another one for a single blank. */
const but = (blank: string, line: string): string =>
  solved('07', name => (name === blank ? `${blank} = ${line}` : right(name)))
const before = (code: string, text = whole): string =>
  replaced(text, ['# %%\n# The forward pass', `# %%\n${code}\n\n# %%\n# The forward pass`])
const after = (code: string, text = whole): string =>
  replaced(text, ['loss.backward()\nloss\n', `loss.backward()\nloss\n\n# %%\n${code}\n`])
const verdictsOf = (text: string, ...names: readonly string[]): string[] =>
  graded('07', text)
    .blanks.filter(({ blank }) => names.includes(blank))
    .map(({ verdict }) => verdict)
const isPaid = (verdict: string): boolean => ['exact', 'approximate', 'inherited'].includes(verdict)

/** The same network again, under other names, for autograd to go through. */
const parameters = ['C', 'W1', 'b1', 'bngain', 'bnbias', 'W2', 'b2']
const own = new Set([...parameters, ...steps.map(({ name }) => name)])
const second = (made: (name: string, code: string) => string): string =>
  steps
    .map(({ name, code }) =>
      made(
        name,
        code.replace(/\w+/g, word => (own.has(word) ? `${word}_` : word)),
      ),
    )
    .join('\n')
const network = [
  ...parameters.map(name => `${name}_ = ${name}.detach().clone()\n${name}_.requires_grad = True`),
  second((name, code) => `${name}_ = ${code}`),
  ...steps.flatMap(({ name }) => (name === 'loss' ? [] : [`${name}_.retain_grad()`])),
  'loss_.backward()',
].join('\n')
/** A forward pass in which each tensor is copied on the way. */
const copying = [
  ...parameters.map(name => `${name}_ = ${name} * 1\n${name}_.retain_grad()`),
  second((name, code) =>
    name === 'loss' ? `loss = ${code}` : `${name} = ${code}\n${name}_ = ${name} * 1\n${name}_.retain_grad()`,
  ),
].join('\n')
const copied = (text: string): string => replaced(text, [/^emb = C\[Xb\][\s\S]*?^loss = .*/m, copying])

test.each<[string, string]>([
  ["PyTorch's own gradient", filled(x => `${x}.grad`)],
  ['a clone of it', filled(x => `${x}.grad.clone()`)],
  ['it times 1', filled(x => `${x}.grad * 1`)],
  [
    'it by way of a dictionary',
    after(
      `grads = {${blanks.map(one => `'${one}': ${one.slice(1)}.grad`).join(', ')}}`,
      filled(x => `grads['d${x}']`),
    ),
  ],
  [
    'it of the same network again',
    after(
      network,
      filled(x => `${x}_.grad`),
    ),
  ],
  [
    'half of it of twice the loss',
    after(
      network.replace('loss_.backward()', '(loss_ * 2).backward()'),
      filled(x => `${x}_.grad / 2`),
    ),
  ],
  [
    'it by way of numpy',
    after(
      network,
      filled(x => `torch.tensor(${x}_.grad.numpy())`),
    ),
  ],
  [
    'it by way of whole numbers',
    after(
      network,
      filled(x => `(${x}_.grad * 1e15).long() / 1e15`),
    ),
  ],
  ['it of a copy on the way', copied(filled(x => `${x}_.grad`))],
  [
    'it of a copy on the way that is a claim, too',
    `${copied(filled(x => `${x}_.grad * 1`))}\n${blanks.map(one => `cmp('${one}_', ${one.slice(1)}_.grad, ${one.slice(1)}_)`).join('\n')}`,
  ],
])('%s is from autograd, and earns nothing', (_, text) => {
  const found = graded('07', text)
  expect(found.status).toBe('graded')
  expect(found.blanks.filter(({ verdict }) => isPaid(verdict))).toEqual([])
  expect(found.blanks.filter(({ verdict }) => verdict === 'from autograd').length).toBeGreaterThan(23)
})

test.each<[string, string]>([
  ['as a tensor of the forward pass', 'a = logits_.grad * 1'],
  ['as a parameter', 'a = torch.zeros((n, vocab))\na.data = logits_.grad\na.requires_grad = True'],
  ['as a tensor made of it', 'a = torch.tensor(logits_.grad, requires_grad=True)'],
])("PyTorch's gradient %s stays that", (_, line) => {
  const text = replaced(
    but('dlogits', 'a * 1'),
    ['emb = C[Xb]', `${network}\n${line}\nemb = C[Xb]`],
    ['loss = -logprobs[range(n), Yb].mean()', 'loss = -logprobs[range(n), Yb].mean() + 0 * a.sum()'],
  )
  expect(verdictsOf(text, 'dlogits', 'dh')).toEqual(['from autograd', 'exact'])
})

test("another blank's line hides nothing", () => {
  const text = after(
    network,
    solved('07', name =>
      name === 'dprobs' ? 'dprobs = logits_.grad' : name === 'dlogits' ? 'dlogits = dprobs * 1' : right(name),
    ),
  )
  expect(verdictsOf(text, 'dprobs', 'dlogits')).toEqual(['wrong', 'from autograd'])
})

test('a line that takes what comes from above from PyTorch is right, and what it took is not', () => {
  const text = solved('07', name =>
    name === 'dh' ? 'dh = h.grad' : name === 'dhpreact' ? 'dhpreact = (1 - h ** 2) * h.grad' : right(name),
  )
  expect(verdictsOf(text, 'dh', 'dhpreact')).toEqual(['from autograd', 'exact'])
})

const small = [
  ['n = 32', 'n = 6'],
  ['n_hidden = 64', 'n_hidden = 5'],
] as const
const losses = `
def loss_of(x):
    return -F.log_softmax(x, 1)[range(n), Yb].mean()
def each(x):
    return -F.log_softmax(x, 1)[range(n), Yb]
def slope(f, x, h=1e-4):
    d = torch.zeros_like(x)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            a = x.clone(); a[i, j] += h
            b = x.clone(); b[i, j] -= h
            d[i, j] = (f(a) - f(b)) / (2 * h)
    return d
def by_columns(x, h=1e-5):
    d = torch.zeros_like(x)
    for j in range(vocab):
        a = x.clone(); a[:, j] += h
        b = x.clone(); b[:, j] -= h
        d[:, j] = (each(a) - each(b)) / (2 * h) / n
    return d
def by_order(x, h=1e-2):
    d = torch.zeros_like(x)
    for j in range(vocab):
        for k, c in [(1, 4/5), (2, -1/5), (3, 4/105), (4, -1/280)]:
            a = x.clone(); a[:, j] += k * h
            b = x.clone(); b[:, j] -= k * h
            d[:, j] += c * (each(a) - each(b)) / h / n
    return d
def at_once(x, h=1e-5):
    e = torch.eye(n * vocab).view(n * vocab, n, vocab) * h
    f = lambda y: -F.log_softmax(y, 2)[:, range(n), Yb].mean(1)
    return ((f(x + e) - f(x - e)) / (2 * h)).view(n, vocab)
`

test.each([
  'slope(loss_of, logits)',
  'slope(lambda x: loss_of(x).item(), logits)',
  'slope(loss_of, logits.detach())',
  'slope(lambda x: loss_of(x) * 3 + 1, logits) / 3',
  'by_columns(logits)',
  'by_order(logits)',
  'at_once(logits)',
])('a difference of losses is no formula, and a person looks: %s', line => {
  const found = graded('07', replaced(after(losses, but('dlogits', line)), ...small))
  expect(found.status).toBe('held')
  expect(found.reason).toBe('not read')
  expect(found.blanks.find(({ blank }) => blank === 'dlogits')!.verdict).toBe('not read')
})

test('torch.autograd.grad is read as what it is, and nothing is paid for it', () => {
  const found = graded(
    '07',
    filled(x => `torch.autograd.grad(loss, ${x})[0]`),
  )
  expect(found.status).toBe('graded')
  expect(new Set(found.blanks.map(({ verdict }) => verdict))).toEqual(new Set(['from autograd']))
  expect(found.blanks.filter(({ verdict }) => isPaid(verdict))).toEqual([])
})

test.each<[string, string]>([
  ['eval', filled(x => `eval('${x}.grad')`)],
  [
    'globals',
    replaced(after(blanks.map(one => `globals()['${one}'] = ${one.slice(1)}.grad`).join('\n'), empty), [
      /^d\w+ = None.*$/gm,
      '',
    ]),
  ],
  [
    'numbers by way of a list',
    after(
      network,
      filled(x => `torch.tensor(${x}_.grad.tolist())`),
    ),
  ],
  [
    "another tensor's data",
    after(
      `${network}\ndef kept(x):\n    a = torch.zeros(1)\n    a.data = x.grad\n    return a`,
      filled(x => `kept(${x}_)`),
    ),
  ],
])('%s is not read, and a person looks', (_, text) => {
  const found = graded('07', text)
  expect(found.status).toBe('held')
  // -1/n at each label is one number, and a line that may be written so.
  expect(found.blanks.filter(({ verdict, blank }) => isPaid(verdict) && blank !== 'dlogprobs')).toEqual([])
})

test('numbers that were pasted in are those of another seed', () => {
  const text = (seed: number): string =>
    `[${Array.from({ length: 32 }, (_, i) => `[${Array.from({ length: 27 }, (_, j) => Math.sin(seed + i * 27 + j) / 32).join(', ')}]`).join(', ')}]`
  const found = graded('07', but('dlogits', `torch.tensor(${text(1)})`), 43)
  expect(found.blanks.filter(({ blank }) => blank === 'dlogits')[0].verdict).toBe('wrong')
})

test.each<[string, string, string]>([
  ['a cmp that compares nothing', after('def cmp(*all):\n    print("exact: True")', empty), '26 blank'],
  [
    'a cmp of PyTorch with PyTorch',
    replaced(
      filled(x => `torch.zeros_like(${x})`),
      [/^cmp\(.*$/gm, "cmp('x', x.grad, x)"],
    ),
    '24 wrong, 2 coincidence',
  ],
  [
    'a gradient that is set',
    after(
      blanks.map(one => `${one.slice(1)}.grad = torch.zeros_like(${one.slice(1)})`).join('\n'),
      filled(x => `torch.zeros_like(${x})`),
    ),
    '24 wrong, 2 coincidence',
  ],
  [
    'exec',
    filled(x => x).replace(/^(d\w+) = (\w+)/gm, (_, one, x) => `exec("${one} = ${x}.grad")`),
    'held: 26 not read',
  ],
  [
    'a hook',
    replaced(
      filled(x => `seen['${x}']`),
      [
        'loss.backward()\n',
        `seen = {}\nfor k, t in [('h', h), ('C', C)]:\n    t.register_hook(lambda g: seen.__setitem__(k, g))\nloss.backward()\n`,
      ],
    ),
    '26 threw',
  ],
])('%s earns nothing', (_, text, what) => {
  expect(outcome(graded('07', text))).toBe(what)
})

test.each<[string, string]>([
  [
    'PyTorch with other functions in it',
    before(
      'torch.Tensor.log = lambda x: x\ntorch.tanh = None\nF.one_hot = None\ntorch.Tensor.backward = lambda x: None\nimport math\nmath.exp = None',
    ),
  ],
  [
    'files that are written, and processes',
    before(
      "open('out.txt', 'w').write('x')\nimport os, sys, subprocess\nos.remove('names.txt')\nprint(os.environ)\nsubprocess.run(['ls'])\nsys.exit(1)",
    ),
  ],
  ['a shell, and magics', before('!rm -rf /\n%cd ..\n%run other.ipynb\n%%bash\nls')],
  ['a recursion without end', before('def f(x):\n    return f(x)\nf(1)')],
  [
    'what is too large',
    before('a = torch.zeros(100000, 100000)\nb = [0] * 10**10\nc = "x" * 10**10\nd = list(range(10**9))'),
  ],
  ['a loop without end below all claims', `${whole}\n# %%\nwhile True:\n    pass\n`],
  ['100,000 brackets', before(`a = ${'('.repeat(100_000)}${')'.repeat(100_000)}`)],
  ['a comment of 2 MB', before(`# ${'x'.repeat(2_000_000)}`)],
  ['a list of 2 MB', before(`a = '${'x'.repeat(2_000_000)}'`)],
  ['10,000 cells', before('x = 1\n# %%\n'.repeat(10_000))],
  ['an end in the middle', before('exit()\nraise SystemExit\nassert False')],
  [
    'claims of its own',
    `${whole}\n# %%\ny = torch.randn(3, requires_grad=True)\n(y ** 2).sum().backward()\ncmp('y', 2 * y, y)\n`,
  ],
  [
    'training below',
    `${whole}\n# %%\nfor i in range(100):\n    logits = C[Xb].view(n, -1) @ W1[:, :vocab]\n    loss = F.cross_entropy(logits, Yb)\n    loss.backward()\n    for p in parameters:\n        p.data -= 0.1\n`,
  ],
])('%s costs right lines nothing', (_, text) => {
  expect(outcome(graded('07', text))).toBe('26 exact')
  // Nor does it change anything for the next one.
  expect(outcome(graded('01', solved('01')))).toBe('2 exact')
})

test.each<[string, string]>([
  ['a loop without end', before('while True:\n    pass')],
  [
    'a loop without end between claims',
    replaced(whole, ['# %%\n# dh\n', '# %%\nwhile True:\n    pass\n# %%\n# dh\n']),
  ],
  ['products without end', before('a = torch.randn(4000, 4000)\nfor i in range(100):\n    a = a @ a')],
])('%s is stopped', (_, text) => {
  const found = graded('07', text)
  expect(outcome(found)).toBe('stopped: timeout')
  expect(found.report.error?.message).toContain('more work')
})

test.each([
  '/etc/passwd',
  '../other.txt',
  'names.txt/../../other.txt',
  'a\\0.txt',
  '.txt',
  '~/.ssh/id_rsa',
  'ada.py',
  'other.txt',
])('a notebook that opens %s opens nothing', name => {
  const found = graded('07', replaced(whole, ["'names.txt'", `'${name}'`]))
  expect(outcome(found)).toBe('ungradable: forward pass')
  expect(found.report.error?.advice).toContain('the file ')
})

test("the course's own file is opened wherever the notebook says that it is", () => {
  expect(outcome(graded('07', replaced(whole, ["'names.txt'", "'/content/data/names.txt'"])))).toBe(
    '26 exact',
  )
})

const cells = whole
  .split(/^# %%.*\n/m)
  .filter(text => !/^# #|^#?$/.test(text.split('\n')[0]))
  .map(source => ({ cell_type: 'code', source, metadata: {}, outputs: [], execution_count: null }))
const notebook = (all: readonly object[]): string =>
  JSON.stringify({ cells: all, metadata: {}, nbformat: 4, nbformat_minor: 5 })

test.each<[string, string, string]>([
  [
    'HTML in its text',
    notebook([{ cell_type: 'markdown', source: '<script>alert(1)</script>', metadata: {} }, ...cells]),
    '26 exact',
  ],
  [
    'deep metadata',
    notebook(cells).replace(
      '"metadata":{},"nbformat"',
      `"metadata":${'['.repeat(3000)}${']'.repeat(3000)},"nbformat"`,
    ),
    '26 exact',
  ],
  ['half of itself', notebook(cells).slice(0, -20), 'ungradable: not text'],
  ['no cells', notebook([]), 'ungradable: empty'],
])('a notebook with %s', (_, text, what) => {
  expect(outcome(graded('07', text, 42, 'ada.ipynb'))).toBe(what)
})
