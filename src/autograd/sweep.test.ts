import { expect, test } from 'vitest'
import { tensor, where } from '../tensor/creation.ts'
import { record } from '../tensor/recording.ts'
import { contributionsTo, gradientOf, gradientsOf, startSweep, sumTo, sweep } from './sweep.ts'

const x = tensor([
  [1, 2, 3],
  [4, 5, 6],
])

test('a tensor used twice receives the sum of both gradients', () => {
  const { result, steps } = record(() => x.mul(x).add(x).sum())
  expect(gradientOf(gradientsOf(steps, result), x).tolist()).toEqual([
    [3, 5, 7],
    [9, 11, 13],
  ])
})

test('a diamond is swept once, not once a path', () => {
  let y = tensor(1)
  const { steps, result } = record(() => {
    for (let i = 0; i < 60; i++) y = y.add(y)
    return y
  })
  expect(gradientOf(gradientsOf(steps, result), steps[0].inputs[0]).item()).toBe(2 ** 60)
})

test('a chain of 100,000 steps does not overflow the stack', () => {
  const start = tensor(1)
  const { result, steps } = record(() => {
    let y = start
    for (let i = 0; i < 100_000; i++) y = y.neg()
    return y
  })
  expect(gradientOf(gradientsOf(steps, result), start).item()).toBe(1)
})

test('every tensor on the way has a gradient, and what the loss does not depend on has zeros', () => {
  const b = tensor([1, 1, 1])
  const { result, steps } = record(() => {
    const y = x.mul(2)
    const unused = y.add(b)
    return { y, unused, loss: y.sum() }
  })
  const gradients = gradientsOf(steps, result.loss)
  expect(gradientOf(gradients, result.y).tolist()).toEqual([
    [1, 1, 1],
    [1, 1, 1],
  ])
  expect(gradientOf(gradients, result.loss).item()).toBe(1)
  expect(gradients.has(result.unused)).toBe(false)
  expect(gradientOf(gradients, b).tolist()).toEqual([0, 0, 0])
})

test('a loss that is its own input has the gradient 1', () => {
  const loss = tensor(5)
  expect(gradientOf(gradientsOf([], loss), loss).item()).toBe(1)
})

test('a given gradient stays as it is, and what comes before it follows from it', () => {
  const { result, steps } = record(() => {
    const y = x.mul(2)
    return { y, loss: y.mul(y).sum() }
  })
  const dy = tensor([
    [1, 0, 0],
    [0, 0, 10],
  ])
  const gradients = sweep(
    steps,
    new Map([
      [result.loss, tensor(1)],
      [result.y, dy],
    ]),
  )
  expect(gradientOf(gradients, result.y)).toBe(dy)
  expect(gradientOf(gradients, x).tolist()).toEqual([
    [2, 0, 0],
    [0, 0, 20],
  ])
})

test('gradients may be given at several places at once', () => {
  const { result, steps } = record(() => ({ y: x.mul(2), z: x.sum(0) }))
  const given = new Map([
    [result.y, x],
    [result.z, tensor([100, 200, 300])],
  ])
  expect(gradientOf(sweep(steps, given), x).tolist()).toEqual([
    [102, 204, 306],
    [108, 210, 312],
  ])
})

test('the map of given gradients is not changed', () => {
  const { result, steps } = record(() => x.sum())
  const given = new Map([[result, tensor(1)]])
  sweep(steps, given)
  expect(given.size).toBe(1)
})

test('a sweep goes back only as far as it is asked to', () => {
  const { result, steps } = record(() => {
    const y = x.mul(2)
    return { y, loss: y.sum() }
  })
  const { gradients, reach } = startSweep(steps, new Map([[result.loss, tensor(1)]]))
  expect(gradients.size).toBe(1)
  reach(0)
  expect(gradients.has(result.y)).toBe(true)
  expect(gradients.has(x)).toBe(false)
  reach(0)
  expect(gradientOf(reach(-1), x).tolist()).toEqual([
    [2, 2, 2],
    [2, 2, 2],
  ])
})

test('a plain number receives nothing, nor do indices and conditions', () => {
  const places = tensor([0, 1, 1])
  const { result, steps } = record(() => where(x.gt(1), x.pow(2), 0).index(places).sum())
  const all = gradientsOf(steps, result)
  expect(all.has(places)).toBe(false)
  for (const step of steps.filter(({ op }) => op === 'pow')) expect(all.has(step.inputs[1])).toBe(false)
  expect(gradientOf(all, x).tolist()).toEqual([
    [0, 4, 6],
    [16, 20, 24],
  ])
})

test('contributions come one for each use, before and after summing what was stretched', () => {
  const b = tensor([1, 10, 100])
  const { result, steps } = record(() => {
    const y = x.mul(b)
    return { y, z: y.add(b) }
  })
  const given = new Map([
    [
      result.y,
      tensor([
        [1, 1, 1],
        [2, 2, 2],
      ]),
    ],
    [
      result.z,
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ],
  ])
  const found = contributionsTo(steps, b, given)
  expect(found.map(({ step, position }) => [step.op, position])).toEqual([
    ['mul', 1],
    ['add', 1],
  ])
  expect(found.map(({ raw }) => raw.tolist())).toEqual([
    [
      [1, 2, 3],
      [8, 10, 12],
    ],
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ])
  expect(found.map(({ value }) => value.tolist())).toEqual([
    [9, 12, 15],
    [5, 7, 9],
  ])
})

test('both inputs of one step count when a tensor stands in both', () => {
  const { result, steps } = record(() => x.mul(x))
  const found = contributionsTo(steps, x, new Map([[result, x]]))
  expect(found.map(({ position }) => position)).toEqual([0, 1])
})

test('uses whose output has no gradient contribute nothing', () => {
  const { steps } = record(() => x.mul(2))
  expect(contributionsTo(steps, x, new Map())).toEqual([])
})

test.each([
  { shape: [], sum: 21 },
  { shape: [3], sum: [5, 7, 9] },
  { shape: [1, 3], sum: [[5, 7, 9]] },
  { shape: [2, 1], sum: [[6], [15]] },
  { shape: [1, 1], sum: [[21]] },
  {
    shape: [2, 3],
    sum: [
      [1, 2, 3],
      [4, 5, 6],
    ],
  },
])('a gradient of shape (2, 3) sums to $shape', ({ shape, sum }) => {
  expect(sumTo(x, shape).tolist()).toEqual(sum)
})
