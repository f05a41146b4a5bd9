import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { wrong } from '../diagnosis/bank/wrong.ts'
import { answersOf, tryInPython } from '../python/bank/trial.ts'
import { exerciseFor, graded, outcome, replaced, solved } from './bank/twins.ts'

const ids = ['01', '02', '03', '04', '05', '06', '07', '08', '09']

test.each(ids)('makemore/%s solved has all points, and its blanks are blank', id => {
  const { status, blanks, report } = graded(id, solved(id))
  expect(status).toBe('graded')
  expect(blanks.map(({ blank }) => blank)).toEqual(exerciseFor(id)!.blanks)
  expect(blanks.filter(({ verdict }) => verdict !== 'exact' && verdict !== 'approximate')).toEqual([])
  expect(report.passed).toBe(true)
  const empty = graded(
    id,
    solved(id, () => null),
  )
  expect(empty.status).toBe('graded')
  expect(new Set(empty.blanks.map(({ verdict }) => verdict))).toEqual(new Set(['blank']))
})

test('an exercise without a forward pass for PyTorch can only be graded in TypeScript', () => {
  expect(exerciseFor('10')).toBe(null)
  const found = graded('10', solved('07'))
  expect(outcome(found)).toBe('ungradable: no python')
  expect(found.report.error?.message).toContain('in TypeScript only')
})

const corpus = (name: string): string =>
  readFileSync(new URL(`../python/corpus/${name}`, import.meta.url), 'utf8')

describe("the lecture's own notebook is the forward pass of exercise 07", () => {
  test('its one wrong shape is one blank', () => {
    const { blanks } = graded('07', corpus('whole_network.py'))
    expect(blanks.filter(({ verdict }) => verdict === 'shape').map(({ blank }) => blank)).toEqual([
      'dbnmeani',
    ])
    expect(blanks.filter(({ verdict }) => verdict === 'exact')).toHaveLength(25)
  })
  test('and of those before it', () => {
    expect(outcome(graded('01', corpus('whole_network.py')))).toBe('2 exact')
    expect(outcome(graded('06', corpus('whole_network.py')))).toBe('5 exact')
  })
})

test('what is wrong is told by the family that a check tells', () => {
  const text = solved('07', name => (name === 'dcounts' ? 'dcounts = counts_sum_inv * dprobs' : null))
  const { blanks } = graded('07', text)
  expect(blanks.filter(({ verdict }) => verdict !== 'blank')).toEqual([
    {
      ...{ blank: 'dcounts', verdict: 'wrong', family: 'a use forgotten' },
      short: expect.stringContaining('counts_sum'),
      text: 'dcounts = counts_sum_inv * dprobs',
    },
  ])
})

const whole = solved('07')
const isAllRight = (text: string, id = '07'): boolean =>
  graded(id, text).blanks.every(({ verdict }) => verdict === 'exact' || verdict === 'approximate')

describe("a forward pass is the exercise's by what it computes", () => {
  test.each<[string, ...(readonly [string | RegExp, string])[]]>([
    ['other sizes', ['n = 32', 'n = 20'], ['n_hidden = 64', 'n_hidden = 30'], ['n_embd = 10', 'n_embd = 4']],
    ['another seed', ['2147483647', '7']],
    [
      'comments and more cells',
      ['# %%\n# dlogprobs', '# %%\nprint(loss.item())  # so far\n# %%\n# dlogprobs'],
    ],
    [
      'divided by n - 1',
      ['bndiff2.sum(0, keepdim=True) * (1 / (n - 1))', 'bndiff2.sum(0, keepdim=True) / (n - 1)'],
    ],
    [
      'one over n - 1 first',
      ['bndiff2.sum(0, keepdim=True) * (1 / (n - 1))', '1/(n-1)*(bndiff2).sum(0, keepdim=True)'],
    ],
    ['another way to the mean', ['hprebn.sum(0, keepdim=True) * (1 / n)', 'hprebn.mean(0, keepdim=True)']],
    ['a square by times', ['bndiff ** 2  ', 'bndiff * bndiff  ']],
    ['another way to the loss', ['-logprobs[range(n), Yb].mean()', 'F.nll_loss(logprobs, Yb)']],
    ['a root that is divided by', ['(bnvar + 1e-5) ** -0.5 ', '1 / (bnvar + 1e-5).sqrt() ']],
    [
      'biases that are zero, which no gradient reads',
      ['b2 = torch.randn(vocab, generator=g) * 0.1', 'b2 = torch.zeros(vocab)'],
    ],
  ])('%s', (_, ...changes) => {
    expect(isAllRight(replaced(whole, ...changes))).toBe(true)
  })

  test("names that are no blank are the notebook's own", () => {
    const renamed = whole
      .replace(/\bXb\b/g, 'x_batch')
      .replace(/\bYb\b/g, 'targets')
      .replace(/\bn\b/g, 'batch_size')
    expect(isAllRight(renamed)).toBe(true)
    expect(
      isAllRight(
        solved('04')
          .replace(/\bW2\b/g, 'weights')
          .replace(/\bb2\b/g, 'bias'),
        '04',
      ),
    ).toBe(true)
  })

  test('a tensor of another name is known by its gradient', () => {
    expect(isAllRight(whole.replace(/\bb2\b/g, 'bias'))).toBe(true)
  })

  test('a mean without keepdim has a gradient of its own shape', () => {
    const flat = replaced(whole, ['hprebn.sum(0, keepdim=True) * (1 / n)', 'hprebn.mean(0)'])
    expect(isAllRight(replaced(flat, [/^dbnmeani = .*/m, 'dbnmeani = (-dbndiff).sum(0)']))).toBe(true)
  })

  test('a tensor that it goes without is a blank', () => {
    const { blanks } = graded(
      '07',
      replaced(
        solved('07', name => (name === 'dlogprobs' ? 'dlogprobs = torch.zeros_like(logprobs)' : null)),
        [/^counts_sum_inv = .*\n/m, ''],
        ['counts * counts_sum_inv', 'counts / counts_sum'],
        [/^for t in .*\n.*\n/m, ''],
        [/^cmp\('counts_sum_inv'.*\n/m, ''],
      ),
    )
    expect(blanks.filter(({ verdict }) => verdict !== 'blank').map(({ blank }) => blank)).toEqual([
      'dlogprobs',
    ])
  })
})

describe("a forward pass that isn't the exercise's is refused, and the sentence names what differs", () => {
  test.each<[string, string, ...(readonly [string | RegExp, string])[]]>([
    ['no epsilon', '`bnvar_inv = (bnvar + 1e-5) ** -0.5`', ['(bnvar + 1e-5) ** -0.5 ', 'bnvar ** -0.5 ']],
    ['another epsilon', "`bnvar_inv` isn't", ['(bnvar + 1e-5) ** -0.5 ', '(bnvar + 1e-6) ** -0.5 ']],
    ['no bias', '`logits = h @ W2 + b2`', ['h @ W2 + b2', 'h @ W2']],
    ['a sum for the mean', "`loss` isn't", ['Yb].mean()', 'Yb].sum()']],
    ['a loss that is always 0', '`loss = ', ['-logprobs[range(n), Yb].mean()', 'logits.sum() * 0']],
    ['a biased variance', "`bnvar` isn't", ['(1 / (n - 1))  # (1', '(1 / n)  # (1']],
    ['another activation', '`h = hpreact.tanh()`', ['hpreact.tanh()', 'hpreact.relu()']],
    [
      'the maximum detached',
      "`logit_maxes` doesn't reach the loss",
      ['logits - logit_maxes ', 'logits - logit_maxes.detach() '],
    ],
    ['a variance at once', "doesn't reach the loss", [/^bnvar = .*/m, 'bnvar = hprebn.var(0, keepdim=True)']],
    [
      'another way to the loss besides',
      "`probs` doesn't",
      ['Yb].mean()', 'Yb].mean() + probs.sum() - probs.sum().detach()'],
    ],
    [
      'a second backward',
      "`loss` isn't",
      ['loss.backward()\nloss\n', 'loss.backward()\n(2 * loss).backward()\n'],
    ],
  ])('%s', (_, sentence, ...changes) => {
    const found = graded('07', replaced(whole, ...changes))
    expect(outcome(found)).toBe('ungradable: forward pass')
    expect(found.report.error?.message).toContain("the forward pass isn't the exercise's: ")
    expect(found.report.error?.message).toContain(sentence)
    expect(found.report.passed).toBe(false)
  })

  test('one of another network', () => {
    expect(outcome(graded('07', corpus('attention.py')))).toBe('ungradable: forward pass')
    expect(outcome(graded('07', corpus('no_batchnorm.py')))).toBe('ungradable: forward pass')
  })
})

test.each<[string, string, readonly [string | RegExp, string]]>([
  ['two examples', 'n is 2', ['n = 32', 'n = 2']],
  ['one neuron', 'n_hidden is 1', ['n_hidden = 64', 'n_hidden = 1']],
  ['weights of zeros', 'in `W2` are the same', [/^W2 = .*/m, 'W2 = torch.zeros(n_hidden, vocab)']],
  ['an embedding of ones', 'in `C` are the same', [/^C = .*/m, 'C = torch.ones(vocab, n_embd)']],
  ['a gain of ones', 'in `bngain` are the same', [/^bngain = .*/m, 'bngain = torch.ones(1, n_hidden)']],
  [
    'a tanh that is 1 everywhere',
    '`h = hpreact.tanh()` has the same slope',
    [/^bnbias = .*/m, 'bnbias = torch.randn((1, n_hidden)) + 1000'],
  ],
  [
    'weights that are tiny',
    '`counts = norm_logits.exp()` has the same slope',
    [/^W2 = .*\nb2 = .*/m, 'W2 = torch.randn((n_hidden, vocab)) * 1e-9\nb2 = torch.zeros(vocab)'],
  ],
  ['the same label everywhere', 'in `Yb` are the same', ['X[ix], Y[ix]', 'X[ix], Y[ix] * 0']],
])('%s: wrong lines would look right', (_, sentence, change) => {
  const found = graded('07', replaced(whole, change))
  expect(outcome(found)).toBe('ungradable: hides mistakes')
  expect(found.report.error?.message).toContain(sentence)
})

test('the same line of the bank has the same verdict as in a check', () => {
  const rows = wrong
    .filter(({ exercise }) => /^0[789]_/.test(exercise))
    .filter((_, i) => i % (process.env.PROVE === '1' ? 1 : 83) === 0)
  expect(rows.length).toBeGreaterThan(5)
  for (const row of rows) {
    const { code, report } = tryInPython(row)
    const id = row.exercise.slice(0, 2)
    const checked = report.gradients.find(({ name }) => name === row.of)
    const { blanks } = graded(
      id,
      solved(id, name => (name === row.of ? code : answersOf(id)(name))),
    )
    const own = blanks.find(({ blank }) => blank === row.of)
    expect({ of: row.of, slip: row.slip, verdict: own?.verdict, family: own?.family ?? null }).toEqual({
      ...{
        of: row.of,
        slip: row.slip,
        verdict: checked?.verdict,
        family: checked?.diagnosis?.family ?? null,
      },
    })
  }
})
