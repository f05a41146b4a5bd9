import { describe, expect, test } from 'vitest'
import { gradientsOf } from '../autograd/sweep.ts'
import { packTape, unpackTape } from '../room/numbers.ts'
import { tensor } from './creation.ts'
import { operation } from './own.ts'
import { record } from './recording.ts'
import { Tensor } from './tensor.ts'

const cube = operation('cube', {
  value: x => x.mul(x).mul(x),
  gradient: (g, { inputs: [x] }) => g.mul(x).mul(x).mul(3),
})

test('it is one operation on the tape, whatever it is made of', () => {
  const { result, steps } = record(() => cube(tensor([1, 2])))
  expect(steps.map(({ op }) => op)).toEqual(['own'])
  expect(result.tolist()).toEqual([1, 8])
})

test('its rule is what comes back, beside that of every other use', () => {
  const x = tensor([1, 2])
  const { result, steps } = record(() => cube(x).add(x).sum())
  expect(gradientsOf(steps, result).get(x)?.tolist()).toEqual([3 + 1, 12 + 1])
})

test('of several inputs each has a rule, or none', () => {
  const pick = operation('pick', {
    value: (x, at) => x.index(at),
    gradient: [(g, { inputs: [x, at] }) => x.mul(0).indexAdd([at], g), null],
  })
  const [x, at] = [tensor([5, 6, 7]), tensor([2])]
  const { result, steps } = record(() => pick(x, at).sum())
  const gradients = gradientsOf(steps, result)
  expect(gradients.get(x)?.tolist()).toEqual([0, 0, 1])
  expect(gradients.has(at)).toBe(false)
})

describe('what is wrong with one has its name', () => {
  test('too many inputs, something else than a tensor, a value that is none', () => {
    expect(() => cube(tensor([1]), 2)).toThrow('cube: has 1 gradient rules, was given 2 inputs')
    expect(() => cube('x' as unknown as Tensor)).toThrow('cube: needs a tensor or a number')
    const nothing = operation('nothing', { value: () => undefined as unknown as Tensor, gradient: g => g })
    expect(() => nothing(tensor([1]))).toThrow('nothing: needs a tensor')
  })

  test('a rule that is missing is asked for on the way back only, and given once', () => {
    const later = operation('later', { value: x => x.exp() })
    const x = tensor([0])
    const before = record(() => later(x).sum())
    expect(() => gradientsOf(before.steps, before.result)).toThrow('later: has no gradient')
    later.backward((g, { output }) => g.mul(output))
    const { result, steps } = record(() => later(x).sum())
    expect(gradientsOf(steps, result).get(x)?.tolist()).toEqual([1])
    expect(() => later.backward(g => g)).toThrow('later: has its gradient already')
  })
})

test('what a learner’s line did with one is not sent: the other side does not know it', () => {
  const { steps } = record(() => cube(tensor([1, 2])))
  expect(packTape({ steps, names: new Map() }, { put: () => 0 } as never)).toBe(null)
})

test('nor is one taken from there', () => {
  const step = { op: 'own', inputs: [], plain: [], attributes: {}, output: 0 }
  expect(() => unpackTape({ tensors: [], names: [], steps: [step] }, {} as never)).toThrow(
    'there is no operation own',
  )
})

test('a plain number goes in as it does elsewhere', () => {
  expect(cube(2)).toEqual(new Tensor([], Float64Array.of(8)))
})
