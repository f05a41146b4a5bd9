import { expect, test } from 'vitest'
import { inPython } from './words.ts'

test.each([
  ['x.sum(1, { keepdim: true })', 'x.sum(1, keepdim=True)'],
  ['zerosLike(C).expandAs(x)', 'torch.zeros_like(C).expand_as(x)'],
  ['Use indexAdd.', 'Use index_put_(…, accumulate=True).'],
  ['softmax(logits, 1) - oneHot(Yb)', 'F.softmax(logits, 1) - F.one_hot(Yb)'],
  ['x.softmax(1) * logSoftmax(y, 1)', 'x.softmax(1) * F.log_softmax(y, 1)'],
  ['embcat.slice(0, 0, 1).T', 'embcat[0:1].T'],
  ['x.slice(1, (b-1), 7)', 'x[:, (b-1):7]'],
  ['logprobs[arange(n), Yb]', 'logprobs[range(n), Yb]'],
])('%s is %s', (ours, theirs) => {
  expect(inPython(ours)).toBe(theirs)
})

test('a place is put in where the forward pass makes a tensor; a place that nobody knows is left out', () => {
  const places = new Map([['probs', 'cell 3, line 7']])
  expect(inPython('in `probs` {line probs} and in `h` {line h}.', { places })).toBe(
    'in `probs` (cell 3, line 7) and in `h`.',
  )
})
