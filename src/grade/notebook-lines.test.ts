/** What one line of a notebook costs, and which blank it is of. */
import { expect, test } from 'vitest'
import { answersOf } from '../python/bank/trial.ts'
import { rootCause } from '../terminal/notebook-report.ts'
import { graded, outcome, replaced, solved } from './bank/twins.ts'

/** The right lines of 02, and others for some blanks. */
const softmax = (lines: Readonly<Record<string, string>>): string =>
  solved('02', name => lines[name] ?? answersOf('02')(name))
const verdicts = (text: string, id = '02'): Record<string, string> =>
  Object.fromEntries(graded(id, text).blanks.map(({ blank, verdict }) => [blank, verdict]))

/** A shape that is wrong, and a line below that makes up for it. */
const flat = {
  dlogit_maxes: 'dlogit_maxes = -dnorm_logits.sum(1)',
  dlogits:
    'dlogits = dnorm_logits + F.one_hot(logits.max(1).indices, num_classes=vocab) * dlogit_maxes.unsqueeze(1)',
}

test.each([
  ['exact', answersOf('02')('dcounts'), 'dlogit_maxes'],
  ['wrong', 'dcounts = dprobs', 'dcounts'],
  ['blank', 'dcounts = None', 'dcounts'],
  ['unfinished', 'dcounts = counts_sum_inv * dprobs +', 'dcounts'],
  ['not read', 'dcounts = mystery.gradient(counts_sum_inv, dprobs)', 'dlogit_maxes'],
])(
  'beside a gradient that is %s, a line that makes up for a wrong shape is right',
  (verdict, dcounts, first) => {
    const text = `import mystery\n${softmax({ ...flat, dcounts })}`
    expect(verdicts(text)).toMatchObject({ dcounts: verdict, dlogit_maxes: 'shape' })
    expect(verdicts(text).dlogits).toBe(verdict === 'wrong' ? 'inherited' : 'exact')
    expect(rootCause(graded('02', text).report.gradients).name).toBe(first)
  },
)

test('of two wrong shapes, the one that the line below fails for is put right for it', () => {
  const text = softmax({
    ...flat,
    dcounts_sum: 'dcounts_sum = (-dcounts_sum_inv / counts_sum ** 2).sum(1)',
    dcounts: 'dcounts = counts_sum_inv * dprobs + torch.ones_like(counts) * dcounts_sum',
  })
  expect(verdicts(text)).toMatchObject({
    ...{ dcounts_sum: 'shape', dcounts: 'inherited', dlogit_maxes: 'shape', dlogits: 'exact' },
  })
})

test("PyTorch's own gradient is no blank, whether somebody compares it or not", () => {
  const text = softmax({ dcounts_sum: 'dcounts_sum = counts_sum.grad' })
  for (const one of [
    text,
    replaced(text, [/^cmp\('counts_sum',.*\n/m, '']),
    text.replace(/^cmp\(.*\n?/gm, ''),
  ]) {
    const { report } = graded('02', one)
    expect(verdicts(one)).toMatchObject({ dcounts_sum: 'from autograd', dcounts: 'exact' })
    expect(report.gradients.find(({ blank }) => blank === 'dcounts_sum')?.message).toContain("PyTorch's own")
  }
})

test('the gradients that an exercise starts from are none of its blanks', () => {
  const { report } = graded('04', solved('04'))
  expect(report.gradients.filter(({ verdict }) => verdict === 'from autograd')).toEqual([])
  expect(report.passed).toBe(true)
})

test('a tensor under another name is known by what it is', () => {
  const renamed = (text: string): string =>
    text
      .replace(/logit_maxes/g, 'logits_max')
      .replace(/dnorm_logits/g, 'dshifted')
      .replace(/norm_logits/g, 'shifted')
  expect(outcome(graded('02', renamed(softmax({}))))).toBe(outcome(graded('02', softmax({}))))
  const { blanks, report } = graded('02', renamed(softmax(flat)))
  expect(blanks.find(({ blank }) => blank === 'dlogit_maxes')?.verdict).toBe('shape')
  expect(rootCause(report.gradients)).toMatchObject({ blank: 'dlogit_maxes', name: 'dlogits_max' })
})

test('of two tensors that are the same, the one whose gradient is claimed is meant', () => {
  const text = replaced(
    softmax({})
      .replace(/\blogit_maxes\b/g, 'most')
      .replace(/\bdlogit_maxes\b/g, 'dmost'),
    [/^most = (.*)/m, 'first = logits.max(1, keepdim=True).values\nmost = first * 1'],
  )
  expect(verdicts(text).dlogit_maxes).toMatch(/exact|approximate/)
})

test('what is done in a text that is run is not read: a person must look', () => {
  const line = answersOf('02')('dlogits')
  expect(line.split('\n')).toHaveLength(1)
  const text = softmax({ dlogits: `exec("${line}")` })
  expect(outcome(graded('02', text))).toContain('held: ')
  expect(verdicts(text).dlogits).toBe('not read')
})
