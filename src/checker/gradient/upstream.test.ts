import { describe, expect, test } from 'vitest'
import { differentiate, observe } from '../../autograd/graph.ts'
import { ones, tensor } from '../../tensor/creation.ts'
import { cases } from './testing.ts'
import { freeGradients, randomUpstream } from './upstream.ts'

const [, at] = cases
const { graph } = at
const free = (self: string, ...used: string[]): string[] => freeGradients(graph, self, used).sort()

describe('which gradients are drawn', () => {
  test.each([
    ['probs', [], ['logprobs']],
    ['counts', [], ['probs']], // and dcounts_sum follows
    ['logits', [], ['norm_logits']], // and dlogit_maxes follows
    ['bndiff', [], ['bnraw']],
    ['hprebn', [], ['bndiff']],
    ['h', [], ['logits']],
  ])('for d%s used with %s: %s', (self, used, expected) => {
    expect(free(self, ...used)).toEqual(expected)
  })

  test('the one furthest on, where a line starts from further on', () => {
    expect(free('logits', 'probs')).toEqual(['probs'])
    expect(free('hprebn', 'dhpreact'.slice(1))).toEqual(['hpreact'])
    expect(free('C', 'loss')).toEqual(['loss'])
  })

  test('what a sibling follows from, so that both fit together', () => {
    expect(free('bnvar_inv', 'bngain')).toEqual(['hpreact'])
    expect(free('hprebn', 'bngain', 'bnbias', 'bnraw')).toEqual(['hpreact'])
    expect(free('h', 'W2')).toEqual(['logits'])
  })

  test('what goes past the one that was used, so that no route is left out', () => {
    expect(free('hprebn', 'bndiff2')).toEqual(['bnraw'])
    expect(free('hprebn', 'bnvar')).toEqual(['bnraw'])
  })

  test('both of two that join further on only', () => {
    const fork = observe({ x: ones(2) }, ({ x }) => {
      const a = x.mul(2)
      const b = x.mul(3)
      const loss = a.mul(b).sum()
      return { a, b, loss }
    })
    expect(freeGradients(fork, 'x', []).sort()).toEqual(['a', 'b'])
    expect(freeGradients(fork, 'x', ['loss'])).toEqual(['loss'])
  })

  test('not the loss, where it uses the tensor beside others: it is 1, and what it sends is added', () => {
    const beside = observe({ x: tensor([3]) }, ({ x }) => {
      const y = x.mul(5)
      return { y, loss: y.sum().add(x.square().sum()) }
    })
    expect(freeGradients(beside, 'x', ['y'])).toEqual(['y'])
    expect(freeGradients(beside, 'x', ['y', 'loss'])).toEqual(['loss'])
    const upstream = randomUpstream(
      { graph: beside, truth: differentiate(beside), sizes: {}, seed: 1 },
      ['y'],
      2,
    )
    const dy = upstream.gradient('y').item()
    expect(dy).not.toBe(1)
    expect(upstream.gradient('x').item()).toBeCloseTo(5 * dy + 6, 12)
  })

  test('not those of tensors that lead nowhere', () => {
    const dead = observe({ x: ones(2) }, ({ x }) => ({ a: x.mul(2), loss: x.sum() }))
    expect(freeGradients(dead, 'x', [])).toEqual(['loss'])
  })
})

describe('gradients from above', () => {
  const upstream = randomUpstream(at, ['probs'], 1)

  test('are drawn anew for another seed and are the same for the same', () => {
    const again = randomUpstream(at, ['probs'], 1).gradient('probs')
    expect(upstream.gradient('probs')).toEqual(again)
    expect(randomUpstream(at, ['probs'], 1)).toBe(upstream)
    expect(randomUpstream(at, ['probs'], 2).gradient('probs')).not.toEqual(again)
  })

  test('have no structure of this graph: rows do not sum to 0', () => {
    const rows = upstream.gradient('probs').sum(1).abs()
    expect(rows.min().item()).toBeGreaterThan(1e-3)
  })

  test('follow by the chain rule below what was drawn', () => {
    const { counts } = Object.fromEntries(graph.tensors)
    const follows = counts.mul(upstream.gradient('probs')).sum(1, { keepdim: true })
    expect(upstream.gradient('counts_sum_inv')).toEqual(follows)
  })

  test('are the true ones above it and beside it', () => {
    expect(upstream.gradient('logprobs')).toEqual(at.truth.gradient('logprobs'))
    expect(upstream.gradient('loss')).toEqual(tensor(1))
  })
})
