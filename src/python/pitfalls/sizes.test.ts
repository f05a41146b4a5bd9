/** Numbers that are written out where a size is meant. */
import { expect, test } from 'vitest'
import { check, said, verdicts } from '../testing.ts'

const text = (lines: string): string => `import torch
words = open('names.txt').read().splitlines()
chars = sorted(set(''.join(words)))
vocab_size = len(chars) + 1
batch_size, n_hidden = 32, 10
ix = torch.randint(0, vocab_size, (batch_size,))
t = torch.randn(vocab_size, n_hidden, requires_grad=True)
b = torch.zeros(1, n_hidden, requires_grad=True)
e = t[ix]
z = e + b
loss = (z ** 2).mean()
e.retain_grad(); z.retain_grad()
loss.backward()
# %%
${lines}
`

const rest = 'de = dz\ndb = dz.sum(0, keepdim=True)\n'

test.each([
  ['batch_size', 'dz = 2 * z / (32 * n_hidden)', '32 is batch_size'],
  ['n_hidden', 'dz = 2 * z / (batch_size * 10)', '10 is n_hidden'],
  [
    'a loop',
    'dz = torch.zeros_like(z)\nfor i in range(32):\n    dz[i] += 2 * z[i] / z.numel()',
    '32 is batch_size',
  ],
])('right at the sizes of its author, and the number is named: %s', (_, line, note) => {
  const { gradients } = check(text(`${line}\n${rest}`))
  expect(gradients.map(({ name, verdict }) => `${name} ${verdict}`)[0]).toBe('dz approximate')
  expect(gradients[0].note).toContain(`right at these sizes only: ${note}`)
  expect(gradients[0].diagnosis).toBeNull()
  expect(gradients[0].message).toBe('right')
  expect(verdicts(text(`${line}\n${rest}`))).toEqual(['dz right', 'de right', 'db right'])
})

test('sizes may be called by a capital letter, or be written in capitals', () => {
  const renamed = (lines: string, batch: string): string =>
    text(lines).replaceAll('batch_size', batch).replaceAll('n_hidden', 'H')
  for (const batch of ['B', 'BATCH_SIZE']) {
    const { gradients } = check(renamed(`dz = 2 * z / (32 * H)\n${rest}`, batch))
    expect(gradients[0]).toMatchObject({ name: 'dz', verdict: 'approximate' })
    expect(gradients[0].note).toBe(`right at these sizes only: 32 is ${batch}`)
  }
})

test('a factor too many is named by the size, whatever that is called', () => {
  const named = text(`dz = 2 * z / B\n${rest}`).replaceAll('batch_size', 'B')
  expect(check(named.replace('(z ** 2).mean()', '(z ** 2).sum()')).gradients[0].diagnosis?.short).toBe(
    'your result is 1/B times the right value',
  )
})

test('a vocabulary that is written out is seen with fewer letters', () => {
  const lines =
    'dz = 2 * z / z.numel()\nde = dz\ndt = torch.zeros(27, n_hidden)\nfor i in range(batch_size):\n    dt[ix[i]] += de[i]\n'
  const { gradients } = check(text(lines))
  expect(gradients.at(-1)).toMatchObject({ name: 'dt', verdict: 'approximate' })
  expect(gradients.at(-1)?.note).toContain('right at these sizes only')
})

test('a number without a name is told as it is written, and a name is none', () => {
  const lines = (size: string): string =>
    `dz = 2 * z / z.numel()\nde = dz\ndt = torch.zeros(${size}, n_hidden)\nfor i in range(batch_size):\n    dt[ix[i]] += de[i]\n`
  const unnamed = (size: string): string =>
    text(lines(size))
      .replace(/vocab_size = .*/, 'V = 27')
      .replaceAll('vocab_size', '(len(chars) + 1)')
  const last = (size: string) =>
    check(unnamed(size).replace('V = 27\n', size === 'V' ? 'V = 27\n' : '')).gradients.at(-1)
  expect(last('27')).toMatchObject({
    verdict: 'approximate',
    note: 'right at these sizes only: 27 is hard-coded',
  })
  expect(last('V')).toMatchObject({ verdict: 'approximate', note: null })
})

test('a wrong shape that the next line makes up for is no matter of sizes', () => {
  const lines = 'dz = 2 * z / z.numel()\nde = dz\ndb = dz.sum(0)\n'
  const { gradients } = check(
    text(`${lines}dt = torch.zeros_like(t) + 0 * db.unsqueeze(0)\ndt.index_add_(0, ix, de)\n`),
  )
  expect(gradients.map(one => `${one.name} ${said(one)}`)).toEqual([
    ...['dz right', 'de right', 'db shape', 'dt right'],
  ])
  expect(gradients.filter(({ note }) => note?.includes('sizes'))).toEqual([])
})

test('a wrong line is wrong, whatever numbers are in it', () => {
  expect(verdicts(text(`dz = 2 * z / 32\n${rest}`))).toEqual(['dz wrong', 'de inherited', 'db inherited'])
})
