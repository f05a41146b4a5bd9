import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as solution from '../../solutions/makemore/10_train.ts'
import { inputs, sizes } from '../../solutions/makemore/inputs.ts'
import type { Recipe, Tensors } from '../catalogue/recipe.ts'
import { allOf, slice } from '../dataset/batch.ts'
import { parseNames } from '../dataset/names.ts'
import { crossEntropy } from '../tensor/creation.ts'
import { generator } from '../tensor/random.ts'
import { fastEngine } from '../tensor/simd/engine.ts'
import { Tensor } from '../tensor/tensor.ts'
import { plainEngine, trainingOn } from './engine.ts'
import { sampleNames } from './sample.ts'
import { usualSettings } from './settings.ts'
import { calibratedBy, meanLoss } from './worth.ts'

const recipe = solution.recipe as Recipe
const settings = usualSettings(recipe)

const text = readFileSync(new URL('../../exercises/data/names.txt', import.meta.url), 'utf8')
const names = parseNames(text.split('\n').slice(0, 300).join('\n'))
const { n: _, vocab, Xb: __, Yb: ___, ...parameters } = inputs(sizes.small, { g: generator(1), names })
const data = allOf(names, 3)
const count = data.Yb.data.length
const { C, W1, b1 } = parameters
const hprebn = C.index(data.Xb).view(count, -1).matmul(W1).add(b1)
const calibrated = {
  mean: hprebn.mean(0, { keepdim: true }),
  variance: hprebn.var(0, { keepdim: true, unbiased: true }),
}

const network = { settings, parameters, calibrated }

/** Batchnorm with these statistics, written down once more. */
function logitsOf({ Xb }: { readonly Xb: Tensor }): Tensor {
  const { C, W1, b1, bngain, bnbias, W2, b2 } = parameters
  const { mean, variance } = calibrated
  const hprebn = C.index(Xb).view(Xb.shape[0], -1).matmul(W1).add(b1)
  const bnraw = hprebn.sub(mean).div(variance.add(1e-5).sqrt())
  return bnraw.mul(bngain).add(bnbias).tanh().matmul(W2).add(b2)
}

const isClose = (actual: Tensor, expected: Tensor, digits: number): void => {
  expect(actual.shape).toEqual(expected.shape)
  for (const [i, value] of expected.data.entries()) expect(actual.data[i]).toBeCloseTo(value, digits)
}

describe.each([
  ['plain tensors', () => plainEngine, 10],
  ['the fast engine', () => trainingOn(fastEngine()!), 4],
])('over 2,000 examples, on %s', (_, engineOf, digits) => {
  test('batchnorm’s statistics are the mean and the variance of all', () => {
    expect(count).toBeGreaterThan(1500)
    const found = calibratedBy(recipe, settings, parameters, names, engineOf())
    isClose(found.mean, calibrated.mean, digits)
    isClose(found.variance, calibrated.variance, digits)
  })

  test('the loss is the mean over all, the last and shorter slice no more than its share', () => {
    const expected = crossEntropy(logitsOf(data), data.Yb).item()
    expect(meanLoss(recipe, network, recipe.examples(settings, names), engineOf())).toBeCloseTo(
      expected,
      digits,
    )
  })
})

test('with fixed statistics an example does not depend on its batch', () => {
  const { Xb } = slice(data, 5, 6)
  const all = logitsOf(data)
  const one = recipe.scores(network, [...Xb.data])
  isClose(one, new Tensor([1, vocab], all.data.slice(5 * vocab, 6 * vocab)), 12)
})

describe('names', () => {
  /** A network that says the same whatever it sees: half of all letters are a, a quarter b, a quarter ends the name. */
  const parametersOfIt: Tensors = {
    ...parameters,
    W2: new Tensor([7, 3], new Float64Array(21)),
    b2: new Tensor([3], Float64Array.of(0.25, 0.5, 0.25).map(Math.log)),
  }
  const rigged = {
    recipe,
    network: { ...network, parameters: parametersOfIt },
    vocabulary: ['.', 'a', 'b'],
  }
  const wishes = { count: 2000, prompt: '', temperature: 1 }
  const letters = (list: readonly string[]) => {
    const text = `${list.join('.')}.`
    return ['.', 'a', 'b'].map(letter => text.split(letter).length - 1).map(n => n / text.length)
  }

  test('are drawn with the network’s probabilities', () => {
    const shares = letters(sampleNames(rigged, wishes, generator(1)))
    for (const [i, share] of [0.25, 0.5, 0.25].entries())
      expect(Math.abs(shares[i] - share)).toBeLessThan(0.02)
  })

  test('at another temperature with p^(1/t), made to sum to 1', () => {
    const squares = [0.0625, 0.25, 0.0625].map(p => p / 0.375)
    const shares = letters(sampleNames(rigged, { ...wishes, temperature: 0.5 }, generator(2)))
    for (const [i, share] of squares.entries()) expect(Math.abs(shares[i] - share)).toBeLessThan(0.02)
  })

  test('at temperature 0 are the likeliest letters, and come to an end', () => {
    const [name, other] = sampleNames(rigged, { count: 2, prompt: 'b', temperature: 0 }, generator(3))
    expect(name).toBe(`b${'a'.repeat(40)}`)
    expect(other).toBe(name)
  })

  test('begin as they were asked to', () => {
    for (const name of sampleNames(rigged, { ...wishes, count: 50, prompt: 'ba' }, generator(4)))
      expect(name.startsWith('ba')).toBe(true)
  })

  test('cannot begin with what the network does not know, or with the end', () => {
    for (const prompt of ['c', '.', 'aB'])
      expect(() => sampleNames(rigged, { ...wishes, prompt }, generator(5))).toThrow(
        "the network doesn't know",
      )
  })
})
