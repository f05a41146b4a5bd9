import { expect, test } from 'vitest'
import { casesOf, type Sizes } from '../checker/gradient/case.ts'
import { learnerOf } from '../checker/gradient/learner.ts'
import { names } from '../checker/gradient/testing.ts'
import type { LearnerFunction } from '../room/program.ts'
import type { Generator } from '../tensor/random.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { diagnose } from './diagnose.ts'

type Scope = Readonly<Record<'q' | 'k' | 'v' | 'w' | 'dw' | 'dy', Tensor>>

/** Of attention without its softmax, where a square table stands in the middle. */
function said(name: string, used: string, line: (scope: Scope) => Tensor): string | null {
  const subject = {
    sizes: { usual: { n: 9, d: 5 }, small: { n: 6, d: 4 }, other: { n: 3, d: 7 } },
    inputs: ({ n, d }: Sizes, source: object) => {
      const { g } = source as { g: Generator }
      return { q: g.randn(n, d), k: g.randn(n, d), v: g.randn(n, d) }
    },
    forward: (inputs: Record<string, unknown>) => {
      const { q, k, v } = inputs as Scope
      const w = q.matmul(k.T).mul(0.3)
      const y = w.matmul(v)
      return { w, y, loss: y.sin().sum() }
    },
  }
  const cases = casesOf(subject, 42, names)
  const learner = learnerOf(new Map([[name, line as LearnerFunction]]))
  const found = diagnose({ name, learner, cases, used: [used] })
  return found === null ? null : `${found.family}: ${found.short}`
}

test('a square operand that is not turned over is told from a wrong one', () => {
  expect(said('v', 'y', ({ w, dy }) => w.T.matmul(dy))).toBeNull()
  expect(said('v', 'y', ({ w, dy }) => w.matmul(dy))).toBe('shape: w needs .T')
  expect(said('v', 'y', ({ q, k, dy }) => k.matmul(q.T).matmul(dy).mul(0.3))).toBeNull()
  expect(said('k', 'w', ({ q, dw }) => dw.matmul(q).mul(0.3))).toBe('shape: dw needs .T')
  expect(said('q', 'w', ({ k, dw }) => dw.T.matmul(k).mul(0.3))).toBe('shape: dw should not be transposed')
})

test('an operand from elsewhere is not', () => {
  expect(said('q', 'w', ({ v, dw }) => dw.matmul(v).mul(0.3))).toBe('wrong operand: v is the wrong operand')
})
