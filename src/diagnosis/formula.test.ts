import { describe, expect, test } from 'vitest'
import type { Scope } from '../../solutions/makemore/forward.ts'
import { tensor, zeros } from '../tensor/creation.ts'
import { einsum } from '../tensor/einsum.ts'
import { record } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { tryLine } from './bank/trial.ts'
import { formulaOf } from './formula.ts'

const x = tensor([
  [1, 2],
  [3, 4],
])
const formula = (f: (x: Tensor) => Tensor): string | null => {
  const { result, steps } = record(() => f(x))
  return formulaOf(result, { names: new Map([[x, 'x']]), steps })
}

test.each<[string, (x: Tensor) => Tensor]>([
  ['erf(x)', x => x.erf()],
  ['x.clamp(0, 0.3333)', x => x.clamp(0, 1 / 3)],
  ['x.clamp(0)', x => x.clamp(0)],
  ['x.clamp(null, 1)', x => x.clamp(null, 1)],
  ['x.prod(0)', x => x.prod(0)],
  ['x.std()', x => x.std()],
  ['(x + 1).logsumexp(1)', x => x.add(1).logsumexp(1)],
  ['where(x > 0, 5, x)', x => x.maskedFill(x.gt(0), 5)],
  ['x.T @ x', x => einsum('ij,ik->jk', x, x)],
  ['x + tensor([]).sum()', x => x.add(zeros(0, 2).sum())],
])('%s', (text, f) => {
  expect(formula(f)).toBe(text)
})

describe('a wrong line by any method is called wrong, and its diagnosis does not throw', () => {
  const lines: readonly [of: string, what: string, line: (scope: Scope) => Tensor][] = [
    ['dprobs', 'clamp', ({ dlogprobs, probs }) => dlogprobs.div(probs.clamp(0.1))],
    ['dprobs', 'maskedFill', ({ dlogprobs, probs }) => dlogprobs.div(probs).maskedFill(probs.lt(0.1), 0)],
    ['dcounts', 'logsumexp', ({ dprobs, counts }) => dprobs.sub(counts.logsumexp(1, { keepdim: true }))],
    ['dh', 'einsum', ({ W2, dlogits }) => einsum('nv,hv->nh', dlogits, W2.mul(2))],
    ['dW2', 'tril', ({ h, dlogits }) => h.T.matmul(dlogits).tril()],
    ['dW2', 'einsum of a diagonal', ({ h, dlogits }) => einsum('ni,nj,mm->ij', h, dlogits, h.matmul(h.T))],
    ['db2', 'prod', ({ dlogits }) => dlogits.prod(0)],
    ['dhpreact', 'erf', ({ h, dh }) => h.erf().mul(dh)],
    ['dbndiff', 'repeat', ({ bnvar_inv, dbnraw, n }) => bnvar_inv.repeat(n, 1).mul(dbnraw)],
    ['dlogits', 'std', ({ dnorm_logits }) => dnorm_logits.div(dnorm_logits.std(0))],
    ['dlogprobs', 'scatter', ({ logprobs, Yb, n }) => logprobs.scatter(1, Yb.unsqueeze(1), -1 / n)],
  ]
  test.each(lines)('%s: %s', (of, _, line) => {
    const trial = tryLine({ exercise: '07_whole_network', of, line: line as never })
    expect(trial).toMatchObject({ verdict: 'wrong', blamed: [of], crash: null })
  })
})
