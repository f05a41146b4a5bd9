import { describe, expect, test } from 'vitest'
import { caseAt } from '../checker/gradient/case.ts'
import { clamp, maximum, tensor, where, zerosLike } from '../tensor/creation.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Bench } from './bench.ts'
import { judgeBranches } from './branches.ts'

/** What is said of a forward pass over these data, one list a size. */
function saidOf(y: (x: Tensor) => Tensor, ...data: readonly number[][]): string[] {
  const forward = ({ x }: Record<string, unknown>) => {
    const made = y(x as Tensor)
    return { y: made, loss: made.sum() }
  }
  const cases = data.map((numbers, i) => caseAt({ x: tensor(numbers) }, forward, {}, i))
  const bench = { exercise: { id: 'a/01_b' }, cases } as unknown as Bench
  return judgeBranches(bench).map(({ message }) => message.replace(/, at any size: .*/, ''))
}

const ABOVE = [1, 2, 3]
const BELOW = [-1, -3, -2]

describe('one way at every size is told', () => {
  const y: readonly (readonly [string, (x: Tensor) => Tensor, number[], string])[] = [
    ['relu', x => x.relu(), ABOVE, 'the relu in y gets no number below 0'],
    ['relu', x => x.relu(), BELOW, 'the relu in y gets no number above 0'],
    ['abs', x => x.abs(), ABOVE, 'the abs in y gets no number below 0'],
    ['sign', x => x.sign().mul(x), BELOW, 'the sign in y gets no number above 0'],
    ['maximum', x => maximum(x, 0), ABOVE, 'the maximum in y never has the larger number second'],
    ['minimum', x => x.minimum(0), ABOVE, 'the minimum in y never has the larger number second'],
    ['where', x => where(x.gt(0), x, 0), ABOVE, 'the where in y has a condition that is never false'],
    ['clamp', x => clamp(x, 0), ABOVE, 'the clamp in y gets no number below its bounds'],
    ['clamp', x => clamp(x, -5, 2.5), ABOVE, 'the clamp in y gets no number below its bounds'],
    ['clamp', x => clamp(x, 1.5, 5), ABOVE, 'the clamp in y gets no number above its bounds'],
    ['clamp', x => clamp(x, 0), BELOW, 'the clamp in y gets no number within its bounds'],
    ['max', x => x.max(), ABOVE, 'the max in y finds it at the last place each time'],
    ['max', x => x.max(0).values, BELOW, 'the max in y finds it at the first place each time'],
    ['min', x => x.min(), ABOVE, 'the min in y finds it at the first place each time'],
    ['gt', x => x.gt(0).mul(x), ABOVE, 'the gt in y is never false'],
    ['ge', x => x.ge(0).mul(x), BELOW, 'the ge in y is never true'],
    ['lt', x => x.lt(0).mul(x), ABOVE, 'the lt in y is never true'],
    ['le', x => x.le(0).mul(x), BELOW, 'the le in y is never false'],
    ['eq', x => x.eq(9).mul(x), ABOVE, 'the eq in y is never true'],
    ['ne', x => x.ne(9).mul(x), ABOVE, 'the ne in y is never false'],
  ]
  test.each(y)('%s', (_, forward, data, message) => {
    expect(saidOf(forward, data, data)).toContain(message)
    expect(saidOf(forward, data, [0.5, -4, 9, -7, 1.5]).includes(message)).toBe(false)
  })
})

test('both ways at one size, or each at its own, is enough', () => {
  expect(saidOf(x => x.relu(), [1, -1])).toEqual([])
  expect(saidOf(x => x.relu(), ABOVE, BELOW)).toEqual([])
})

test('of two in one line each is seen by itself', () => {
  expect(saidOf(x => x.relu().add(x.add(60).relu()), [1, -1], [2, -2])).toEqual([
    'the relu in y gets no number below 0',
  ])
})

test('where a loop makes more of them at one size than at another, they count as one', () => {
  const each = (x: Tensor): Tensor =>
    [...x.data].reduce((sum, _, i) => sum.add(x.slice(0, i, i + 1).relu()), zerosLike(x.slice(0, 0, 1)))
  expect(saidOf(each, [1, -1], [2, 3, 4])).toEqual([])
  expect(saidOf(each, [1, 1], [2, 3, 4])).toEqual(['the relu in y gets no number below 0'])
})

test('a maximum of one number has no other place, and what the loss does not depend on is nobody’s concern', () => {
  expect(saidOf(x => x.view(-1, 1).max(1).values, [1, -1], [2, -2])).toEqual([])
  expect(
    saidOf(
      x => {
        x.add(60).relu()
        return x
      },
      [1, -1],
    ),
  ).toEqual([])
})
