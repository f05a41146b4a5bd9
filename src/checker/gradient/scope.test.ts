import { describe, expect, test } from 'vitest'
import { readFrom, scopeFor } from './scope.ts'
import { cases } from './testing.ts'

const [, { graph, truth }] = cases
const scope = scopeFor(graph, 'counts', truth.gradient)

describe('a scope', () => {
  test('has inputs, values of the forward pass, and sizes by name', () => {
    expect(scope.values.n).toBe(5)
    expect(scope.values.W1).toBe(graph.tensors.get('W1'))
    expect(scope.values.probs).toBe(graph.tensors.get('probs'))
    expect(Object.keys(scope.values)).toContain('logit_maxes')
  })

  test('has d + name of what does not depend on its own result', () => {
    for (const name of ['probs', 'counts_sum', 'logprobs', 'loss'])
      expect(scope.gradient(`d${name}`)).toEqual(truth.gradient(name))
  })

  test('knows what it has and what it has not', () => {
    const names = ['probs', 'n', 'dprobs', 'xprobs', 'toString', '__proto__', 'd', '']
    expect(names.filter(scope.has)).toEqual(['probs', 'n', 'dprobs'])
  })

  test('has as likely gradients those of the tensors that use its own', () => {
    expect(scope.likely).toEqual(['dcounts_sum', 'dprobs'])
    expect(scopeFor(graph, 'loss', truth.gradient).likely).toEqual([])
  })

  test.each([
    ['dcounts', 'the gradient that it computes itself'],
    ['dnorm_logits', 'norm_logits comes before counts in the forward pass'],
    ['dC', 'C comes before counts'],
    ['dXb', 'Xb holds indices'],
    ['dn', 'there is no "dn"'],
    ['d', 'there is no "d"'],
    ['prob', 'there is no "prob"'],
    ['constructor', 'there is no "constructor"'],
    ['__proto__', 'there is no "__proto__"'],
  ])('refuses %s, and says why', (name, why) => {
    expect(() => scope.gradient(name)).toThrow(why)
  })

  test.each([
    ['prob', 'did you mean probs?'],
    ['dcount_sum', 'did you mean dcounts_sum?'],
    ['Counts', 'did you mean counts?'],
    ['something', 'the names are those of the forward pass, and the same with a d in front'],
  ])('for %s advises: %s', (name, advice) => {
    expect(() => scope.gradient(name)).toThrow(expect.objectContaining({ advice }))
  })
})

test('of what was read, gradients go by the name of their tensor', () => {
  const { values, gradients } = readFrom(graph, new Set(['probs', 'dprobs', 'n', 'xprobs']))
  expect([...gradients]).toEqual(['probs'])
  expect([...values]).toEqual(['probs', 'n'])
})
