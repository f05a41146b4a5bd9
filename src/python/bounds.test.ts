/** What a notebook asks for too much of ends it, or is not read: it never takes the machine with it. */
import { expect, test } from 'vitest'
import { check, net, said, verdicts } from './testing.ts'

const right = 'dh = 2 * h\ndz = dh * (1 - h ** 2)\ndw = x.T @ dz\n'
const allRight = ['dh right', 'dz right', 'dw right']

test.each([
  ['a large tensor', 'big = torch.zeros(100000, 100000)'],
  ['a large random one', 'big = torch.randn(100000, 100000)'],
  ['a long range', 'big = torch.arange(10 ** 12)'],
  ['a long line', 'big = torch.linspace(0, 1, 10 ** 12)'],
  ['a large product', 'big = torch.ones(1500, 1500) @ torch.ones(1500, 1500)'],
  ['an outer product', 'big = torch.outer(torch.ones(10 ** 5), torch.ones(10 ** 5))'],
  ['copies', 'big = torch.ones(1000).repeat(1000, 1000)'],
  ['a stretched one', 'big = torch.ones(1).expand(10 ** 9)'],
  ['broadcasting', 'big = torch.ones(10 ** 5, 1) * torch.ones(1, 10 ** 5)'],
  ['a filled one', 'big = torch.full((10 ** 6, 10 ** 6), 1.0)'],
  ['a one-hot', 'big = torch.nn.functional.one_hot(torch.arange(10 ** 5), 10 ** 5)'],
  ['an identity', 'big = torch.eye(10 ** 6)'],
  ['each many times', 'big = torch.ones(1000).repeat_interleave(10 ** 7)'],
  ['a long list', 'big = [0] * 10 ** 10'],
  ['a long text', "big = 'a' * 10 ** 10"],
  ['a wide number', 'big = f"{1.5:1000000000}"'],
  ['a list of a long range', 'big = list(range(10 ** 10))'],
  ['deep recursion', 'def deep(n):\n    return deep(n + 1)\nbig = deep(0)'],
  ['a long chain', `big = ${'1 + '.repeat(3000)}1`],
  ['many brackets', `big = ${'('.repeat(500)}1${')'.repeat(500)}`],
])('what is too large costs itself alone: %s', (_, lines) => {
  expect(verdicts(`${net}\n# %%\n${lines}\n# %%\n${right}`)).toEqual(allRight)
})

test.each([
  ['steps', 'k = 0\nwhile True:\n    k += 1'],
  ['numbers that are left', 'keep = []\nfor i in range(900):\n    keep.append(torch.ones(1000, 1000) * i)'],
  ['work', 'm = torch.ones(4000, 4000)\nfor i in range(900):\n    m.sum()'],
  [
    'products',
    'm = torch.ones(1000, 1000)\nv = torch.ones(1000)\nfor i in range(900):\n    for j in range(900):\n        v = m @ v',
  ],
  ['lists that double', 'a = [1]\nfor i in range(60):\n    a = a + a'],
  ['texts that double', "a = 'a'\nfor i in range(60):\n    a = a + a"],
])('what never ends is ended, and what was read so far is judged: %s', (_, lines) => {
  const text = `${net}\n# %%\n${right}\n# %%\n${lines}\n# %%\ndw = 3 * w\n`
  const start = process.cpuUsage()
  const found = verdicts(text)
  const { user, system } = process.cpuUsage(start)
  expect(found.slice(0, 3)).toEqual(allRight)
  // Microseconds of processor time.
  expect(user + system).toBeLessThan(30_000_000)
})

test('a product that may be made is made', () => {
  expect(
    check(
      `${net}\n# %%\nm = torch.ones(300, 300) @ torch.ones(300, 300)\ndh = 2 * h * m[0, 0] / 300\n`,
    ).gradients.map(said),
  ).toEqual(['right'])
})

/** Milliseconds of processor time. */
function processorTime(work: () => void): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

test.each([
  ['training', 'for i in range(200000):\n    q = torch.tanh(x @ w)\n    losses.append(q.sum().item())', 0.5],
  ['numbers alone', 'for i in range(200000):\n    losses.append(0.1 if i < 100000 else 0.01)', 5],
] as const)(
  'a loop of 200,000 rounds is read in a second, measured by sorting numbers: %s',
  (_, loop, most) => {
    const sorting = processorTime(() => new Float64Array(2e6).map(() => Math.random()).sort())
    const text = `${net}\n# %%\nlosses = []\n${loop}\n# %%\n${right}`
    expect(verdicts(text)).toEqual(allRight)
    // Two million numbers are sorted in a fifth of a second by a machine that does nothing else.
    expect(processorTime(() => verdicts(text)) / sorting).toBeLessThan(most)
  },
)
