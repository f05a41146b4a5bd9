/** A wrong line that has tensors of no elements in it is wrong as it would be without them. */
import { describe, expect, test } from 'vitest'
import type { Scope } from '../../solutions/makemore/forward.ts'
import { arange, cat, crossEntropy, eye, ones, tensor, zeros } from '../tensor/creation.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { tryLine } from './bank/trial.ts'

/** Wrong lines that give a table of at least one row. */
const lines: Readonly<Record<string, (scope: Scope) => Tensor>> = {
  dprobs: ({ dlogprobs, probs }) => dlogprobs.mul(probs),
  dcounts: ({ counts_sum_inv, dprobs }) => counts_sum_inv.mul(dprobs),
  dlogits: ({ dnorm_logits }) => dnorm_logits.neg(),
  dW2: ({ h, dlogits }) => h.T.matmul(dlogits).mul(2),
  dh: ({ dlogits, W2 }) => dlogits.matmul(W2.T).mean().expand(dlogits.shape[0], W2.shape[0]),
  dbndiff: ({ bnvar_inv, dbnraw }) => bnvar_inv.mul(dbnraw),
  dC: ({ C }) => zeros(C.shape),
}

/** The same, with something in it that has no elements and adds nothing. */
const additions: Readonly<Record<string, (line: Tensor, scope: Scope) => Tensor>> = {
  'the sum of zeros(0)': line => line.add(zeros(0).sum()),
  'the sum of zeros(0, 1)': line => line.add(zeros(0, 1).sum(0)),
  'the sum of tensor([])': line => line.sub(tensor([]).sum()),
  'the sum of arange(0)': line => line.add(arange(0).sum()),
  'the sum of eye(0)': line => line.add(eye(0).sum()),
  'the product of ones(0)': line => line.mul(ones(0).prod()),
  'a slice of nothing': (line, { probs }) => line.add(probs.slice(0, 0, 0).sum()),
  'no rows in front': line => cat([zeros(0, line.shape[1]), line]),
  'no columns behind': line => cat([line, line.slice(1, 0, 0)], 1),
  'no rows picked': (line, { probs }) => line.add(probs.index(arange(0)).sum()),
  'nothing put in place': line => line.indexPut(arange(0), 1),
  'nothing added in place': (line, { h }) => line.add(h.indexAdd(zeros(0), 0).slice(0, 0, 0).sum()),
  'a matrix product over nothing': line => line.add(ones(1, 0).matmul(ones(0, line.shape[1]))),
  'what is made of nothing': line =>
    line.add(zeros(0, 3).exp().softmax(1).cumsum(0).flip(1).permute(1, 0).repeat(2, 1).abs().sum()),
}

describe.each(Object.keys(lines))('a wrong %s', of => {
  const line = lines[of]
  const bare = tryLine({ exercise: '07_whole_network', of, line: line as never })

  test('is called wrong', () => {
    expect(bare).toMatchObject({ verdict: 'wrong', blamed: [of], crash: null })
  })

  test.each(Object.keys(additions))('and with %s too', name => {
    const longer = (scope: Scope): Tensor => additions[name](line(scope), scope)
    const trial = tryLine({ exercise: '07_whole_network', of, line: longer as never })
    expect(trial).toMatchObject({ verdict: 'wrong', blamed: [of], crash: null })
  })
})

test('a value of no elements is not finite where the mean of nothing is in it', () => {
  const mean = ({ dlogprobs }: Scope): Tensor => dlogprobs.add(zeros(0).mean())
  const loss = ({ dlogprobs }: Scope): Tensor => dlogprobs.add(crossEntropy(zeros(0, 3), zeros(0)))
  for (const line of [mean, loss]) {
    const trial = tryLine({ exercise: '07_whole_network', of: 'dprobs', line: line as never })
    expect(trial).toMatchObject({ verdict: 'not finite', blamed: ['dprobs'], crash: null })
  }
})
