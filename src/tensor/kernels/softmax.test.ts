import { describe, expect, test } from 'vitest'
import { crossEntropy, logSoftmax, logsumexp, softmax, tensor, zeros } from '../creation.ts'

const x = tensor([
  [1, 2, 3],
  [0, 0, 0],
])

test('softmax sums to 1 along its dimension, and logSoftmax is its logarithm', () => {
  for (const dim of [0, 1, -1]) {
    const sums = softmax(x, dim).sum(dim)
    for (const sum of sums.data) expect(sum).toBeCloseTo(1, 15)
    const difference = softmax(x, dim).log().sub(logSoftmax(x, dim)).abs().max().item()
    expect(difference).toBeLessThan(1e-15)
  }
})

test('softmax of ln 1, ln 2, ln 3 is 1/6, 2/6, 3/6', () => {
  const probabilities = softmax(tensor([1, 2, 3]).log(), 0)
  for (const [i, p] of [1 / 6, 2 / 6, 3 / 6].entries()) expect(probabilities.at(i)).toBeCloseTo(p, 15)
})

test('large logits overflow nothing', () => {
  expect(softmax(tensor([1000, 0, 1000]), 0).tolist()).toEqual([0.5, 0, 0.5])
  expect(logSoftmax(tensor([1000, 0]), 0).tolist()).toEqual([0, -1000])
  expect(crossEntropy(tensor([[1000, 0]]), tensor([1])).item()).toBe(1000)
  expect(softmax(tensor([-Infinity, 0]), 0).tolist()).toEqual([0, 1])
})

describe('logsumexp', () => {
  test('is the logarithm of the sum of exponentials, over any dimensions', () => {
    const logs = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]).log()
    expect(logs.logsumexp([0, 1]).item()).toBeCloseTo(Math.log(21), 14)
    for (const [i, total] of [5, 7, 9].entries())
      expect(logsumexp(logs, 0).at(i)).toBeCloseTo(Math.log(total), 14)
    expect(logs.logsumexp(1, { keepdim: true }).shape).toEqual([2, 1])
    expect(logs.logsumexp().item()).toBeCloseTo(Math.log(21), 14)
    expect(tensor(2).logsumexp().item()).toBe(2)
  })

  test('is what is taken off to make softmax', () => {
    const rest = x.sub(x.logsumexp(1, { keepdim: true })).sub(x.logSoftmax(1))
    expect(rest.abs().max().item()).toBeLessThan(1e-15)
  })

  test('neither overflows nor loses an infinity, as in PyTorch', () => {
    expect(tensor([1000, 1000]).logsumexp(0).item()).toBe(1000 + Math.log(2))
    expect(tensor([-1000, -Infinity]).logsumexp(0).item()).toBe(-1000)
    expect(tensor([Infinity, 1]).logsumexp(0).item()).toBe(Infinity)
    expect(tensor([-Infinity, -Infinity]).logsumexp(0).item()).toBe(-Infinity)
    expect(tensor([NaN, 1]).logsumexp(0).item()).toBeNaN()
    expect(zeros(2, 0).logsumexp(1).tolist()).toEqual([-Infinity, -Infinity])
    expect(zeros(0, 2).logsumexp(1).shape).toEqual([0])
  })
})

test('NaN spoils its own row only', () => {
  expect(
    softmax(
      tensor([
        [NaN, 1],
        [0, 0],
      ]),
      1,
    ).tolist(),
  ).toEqual([
    [NaN, NaN],
    [0.5, 0.5],
  ])
})

test('crossEntropy is the mean of minus the log probabilities of the labels', () => {
  const expected = (-logSoftmax(x, 1).at(0, 2) + Math.log(3)) / 2
  expect(crossEntropy(x, tensor([2, 1])).item()).toBeCloseTo(expected, 15)
  expect(crossEntropy(x, tensor([2, 1])).shape).toEqual([])
})

test('crossEntropy refuses other shapes', () => {
  const message = (logits: string, labels: string) =>
    `crossEntropy: needs logits (n, classes) and labels (n), was given ${logits} and ${labels}`
  expect(() => crossEntropy(x, tensor([0, 1, 2]))).toThrow(message('(2, 3)', '(3)'))
  expect(() => crossEntropy(x, tensor([[0], [1]]))).toThrow(message('(2, 3)', '(2, 1)'))
  expect(() => crossEntropy(tensor([1, 2]), tensor([0]))).toThrow(message('(2)', '(1)'))
})

test('crossEntropy refuses labels that are no classes, with their row', () => {
  expect(() => crossEntropy(x, tensor([0, 3]))).toThrow(
    'crossEntropy: the label 3 in row 1 is not a class from 0 to 2',
  )
  expect(() => crossEntropy(x, tensor([-1, 0]))).toThrow(
    'crossEntropy: the label -1 in row 0 is not a class from 0 to 2',
  )
})

test('a dimension that is not there is refused', () => {
  expect(() => softmax(x, 2)).toThrow('softmax: there is no dimension 2: the tensor has 2 dimensions')
  expect(() => logSoftmax(tensor(1), 0)).toThrow(
    'logSoftmax: there is no dimension 0: the tensor has 0 dimensions',
  )
})

test('of nothing there are no probabilities, and the mean loss of no rows is NaN, as in PyTorch', () => {
  expect(softmax(zeros(2, 0), 1).shape).toEqual([2, 0])
  expect(logSoftmax(zeros(0, 3), 0).shape).toEqual([0, 3])
  expect(crossEntropy(zeros(0, 3), zeros(0)).item()).toBeNaN()
})
