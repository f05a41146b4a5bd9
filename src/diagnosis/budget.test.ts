import { expect, test } from 'vitest'
import { observe } from '../autograd/graph.ts'
import { caseAt } from '../checker/gradient/case.ts'
import { learnerOf } from '../checker/gradient/learner.ts'
import { ones, zeros } from '../tensor/creation.ts'
import { generator } from '../tensor/random.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { within } from './budget.ts'
import { diagnose } from './diagnose.ts'

/** What is left of a million after this. */
const spentOn = (search: () => unknown): number => {
  const budget = { left: 1e6 }
  within(budget, search)
  return 1e6 - budget.left
}

const x = ones(10, 20)
const w = ones(20, 5)

test.each<[string, number, () => unknown]>([
  ['all numbers that an operation reads and makes', 600, () => x.add(x)],
  ['a plain number as none', 401, () => x.mul(2)],
  ['each product of a matrix product', 10 * 20 * 5 + 200 + 100, () => x.matmul(w)],
  ['what is made of nothing', 30, () => zeros(5, 6)],
])('a budget counts %s', (_, cost, search) => {
  expect(spentOn(search)).toBe(cost)
})

test('a search within the budget gives what it finds, and all of its operations are as ever', () => {
  const found = within({ left: 1e6 }, () => x.matmul(w).gt(0))
  expect(found).toEqual(x.matmul(w).gt(0))
  expect(found!.isMask).toBe(true)
})

test('a search that costs more is given up before the next operation', () => {
  let done = 0
  const search = (): number => {
    for (;;) {
      x.add(x)
      done++
    }
  }
  expect(within({ left: 3000 }, search)).toBeNull()
  expect(done).toBe(5)
})

test('what goes wrong in a search is not hidden', () => {
  expect(() => within({ left: 100 }, () => zeros(2).add(zeros(3)))).toThrow('do not broadcast')
})

test('what is recorded in a search is what ran', () => {
  const { steps } = within({ left: 1e6 }, () => observe({ x }, ({ x }) => ({ loss: x.mul(2).sum() })))!
  expect(steps.map(({ op }) => op)).toEqual(['mul', 'sum'])
})

test('in a large network too, a line that nothing explains is given up after a few hundred passes', () => {
  const forward = ({ x, W, v }: Record<string, unknown>) => {
    const h = (x as Tensor).matmul(W as Tensor).tanh()
    const y = h
      .mul(h)
      .add(h.exp())
      .mul(v as Tensor)
    return { h, y, loss: y.pow(3).sum() }
  }
  const n = 250
  const g = generator(1)
  const inputs = { x: g.randn(n, n), W: g.randn(n, n), v: g.randn(n) }
  const at = caseAt(inputs, forward, { n }, 1)
  const nonsense = (scope: object): Tensor =>
    Reflect.get(scope, 'dy').mul(Reflect.get(scope, 'h').cos().add(1.234))
  const learner = learnerOf(new Map([['h', nonsense]]))
  const took = (work: () => unknown): number => {
    const since = performance.now()
    work()
    return performance.now() - since
  }
  const pass = Math.min(...[1, 2, 3].map(() => took(() => forward(inputs))))
  const search = took(() => expect(diagnose({ name: 'h', learner, cases: [at, at], used: ['y'] })).toBeNull())
  expect(search / pass).toBeLessThan(400)
})
