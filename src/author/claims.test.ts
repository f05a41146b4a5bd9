import { describe, expect, test } from 'vitest'
import { claimsIn } from './claims.ts'

const claims = (hint: string): string[] =>
  claimsIn(hint, 'dW').map(({ of, formula }) => `${of}: ${formula.code}`)

describe('what a hint says that a gradient is', () => {
  test.each([
    ['It is dy.mul(norm).sum(0).', 'dW: dy.mul(norm).sum(0)'],
    ['The idea is this. Return `dy.mul(x)`', 'dW: dy.mul(x)'],
    ['dx = dy * (1 + h^2)', 'dx: dy * (1 + h**2)'],
    ['So dh is dy.mul(2).', 'dh: dy.mul(2)'],
    ['dy.mul(x)', 'dW: dy.mul(x)'],
  ])('%s', (hint, claim) => expect(claims(hint)).toEqual([claim]))
})

describe('what it mentions only', () => {
  test.each([
    'The first part is dy.mul(2).',
    "It isn't dx = a * b.",
    'h.pow(2) is near 1 where the neuron is saturated.',
    'Start from zerosLike(C), then add.',
    'Mark them: Y.eq(peak). Divide by the sum.',
    'dtable.mul(...).sum(1).',
    'dW = dy.mul(x), summed over the rows.',
  ])('%s', hint => expect(claims(hint)).toEqual([]))
})
