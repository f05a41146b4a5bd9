import { describe, expect, test } from 'vitest'
import { differentiate, observe } from '../autograd/graph.ts'
import { tensor } from '../tensor/creation.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { scopeFor } from './scope.ts'
import { cases } from './testing.ts'

const [, { graph, truth }] = cases
const scope = scopeFor(graph, 'counts', truth.gradient)
const read = (name: string): unknown => Reflect.get(scope.proxy, name)

describe('a scope', () => {
  test('has inputs, values of the forward pass, and sizes by name', () => {
    expect(read('n')).toBe(5)
    expect(read('W1')).toEqual(graph.tensors.get('W1'))
    expect(read('probs')).toEqual(graph.tensors.get('probs'))
  })

  test('has d + name of what does not depend on its own result', () => {
    for (const name of ['dprobs', 'dcounts_sum', 'dlogprobs', 'dloss']) expect(() => read(name)).not.toThrow()
  })

  test('hands out copies, of shapes too', () => {
    const [one, other] = [read('probs'), read('probs')] as { shape: number[]; data: Float64Array }[]
    one.shape[0] = 99
    one.data[0] = 99
    expect(other).toEqual(graph.tensors.get('probs'))
  })

  test('hands out a comparison as one', () => {
    const forward = ({ x }: { x: Tensor }) => {
      const open = x.gt(0)
      return { open, loss: x.mul(open).sum() }
    }
    const graph = observe({ x: tensor([1, -1]) }, forward)
    const { proxy } = scopeFor(graph, 'x', differentiate(graph).gradient)
    expect(Reflect.get(proxy, 'open').isMask).toBe(true)
    expect(Reflect.get(proxy, 'x').isMask).toBe(false)
  })

  test('knows what it has and what it has not', () => {
    expect('probs' in scope.proxy).toBe(true)
    expect('dprobs' in scope.proxy).toBe(true)
    expect('xprobs' in scope.proxy).toBe(false)
    expect('toString' in scope.proxy).toBe(false)
    expect(Object.keys(scope.proxy)).toContain('logit_maxes')
  })

  test('can be spread, which reads all values and no gradient', () => {
    const { gradientsRead, proxy } = scopeFor(graph, 'counts', truth.gradient)
    expect(Object.keys({ ...proxy })).toEqual(Object.keys(graph.values))
    expect([...gradientsRead]).toEqual([])
  })

  test.each([
    ['dcounts', 'which is what it is to compute'],
    ['dnorm_logits', 'norm_logits comes before counts in the forward pass'],
    ['dC', 'C comes before counts'],
    ['dXb', 'Xb holds indices'],
    ['dn', 'there is no "dn"'],
    ['d', 'there is no "d"'],
    ['prob', 'there is no "prob"'],
    ['constructor', 'there is no "constructor"'],
    ['__proto__', 'there is no "__proto__"'],
  ])('refuses %s, and says why', (name, why) => {
    expect(() => read(name)).toThrow(why)
  })

  test.each([
    ['prob', 'did you mean probs?'],
    ['dcount_sum', 'did you mean dcounts_sum?'],
    ['Counts', 'did you mean counts?'],
    ['something', 'the names are those of the forward pass, and d + name'],
  ])('for %s advises: %s', (name, advice) => {
    expect(() => read(name)).toThrow(expect.objectContaining({ advice }))
  })
})

test('what was read is written down, gradients by the name of their tensor', () => {
  const { proxy, gradientsRead, valuesRead } = scopeFor(graph, 'counts', truth.gradient)
  const { probs: _, dprobs: __, n: ___ } = proxy as Record<string, unknown>
  expect([...gradientsRead]).toEqual(['probs'])
  expect([...valuesRead]).toEqual(['probs', 'n'])
})
