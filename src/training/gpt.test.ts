/** The recipe of exercise 14 of the track gpt: one block's gradients serve all layers, and each name comes once in a pass. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as solution from '../../solutions/gpt/14_train.ts'
import { gradientOf, gradientsOf } from '../autograd/sweep.ts'
import type { Inputs, LearnerModule, Recipe } from '../catalogue/recipe.ts'
import type { Subject } from '../checker/gradient/case.ts'
import { parseNames } from '../dataset/names.ts'
import { generator } from '../tensor/random.ts'
import { record } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { playerOf } from './player.ts'
import { usualSettings } from './settings.ts'
import { trainableOf } from './trainable.ts'

const recipe = solution.recipe as Recipe
const answers = solution as unknown as LearnerModule

const text = readFileSync(new URL('../../exercises/data/names.txt', import.meta.url), 'utf8')
const list = text.split('\n').slice(0, 50)
const names = parseNames(list.join('\n'))
const settings = { ...usualSettings(recipe), batch: 10, heads: 2, headSize: 3 }

const drawn = (layers: number) => {
  const parameters = recipe.parameters({ ...settings, layers }, { g: generator(1), names })
  // Away from where they start, so that biases and gains count.
  const g = generator(2)
  return Object.fromEntries(
    Object.entries(parameters).map(([name, p]) => [name, p.add(g.randn(...p.shape).mul(0.2))]),
  )
}
const batches = recipe.batches(settings, names)
const parts = (step: number) => batches(step, generator(1))
const off = (x: Tensor, expected: Tensor): number =>
  Math.max(...x.sub(expected).data.map(Math.abs)) / Math.max(...expected.data.map(Math.abs))

describe.each([1, 2, 3])('a network of %d blocks', layers => {
  const parameters = drawn(layers)
  const [{ batch }] = parts(0)
  const inputs: Inputs = { ...parameters, ...batch }

  test('has gradients, by the functions for one block, that are autograd’s', () => {
    const { result, steps } = record(() => recipe.forward!(inputs))
    const all = gradientsOf(steps, result.loss as Tensor)
    const { loss, gradients } = recipe.gradients!(answers, inputs)
    expect(loss.item()).toBe((result.loss as Tensor).item())
    expect(Object.keys(gradients).sort()).toEqual(Object.keys(parameters).sort())
    for (const [name, p] of Object.entries(parameters)) {
      // The keys' third is zero by algebra: what is left there is rounding, beside two thirds that aren't.
      expect(off(gradients[name], gradientOf(all, p)), name).toBeLessThan(1e-12)
    }
  })

  test('is explained, block by block, by what the exercise’s own forward pass takes', () => {
    const cases = recipe.cases!(inputs)
    expect(cases.map(({ Wfc }) => Wfc)).toEqual(
      Array.from({ length: layers }, (_, layer) => parameters[`layer${layer}.Wfc`]),
    )
    for (const each of cases) {
      const { loss } = solution.forward(each as unknown as ReturnType<typeof solution.inputs>)
      expect(Number.isFinite(loss.item())).toBe(true)
    }
  })
})

describe('batches', () => {
  const lettersOf = (step: number): string[] =>
    parts(step).flatMap(({ batch }) => {
      const { X, real, Y } = batch as Record<string, Tensor>
      const ends = [...Y.data.entries()].filter(([, letter]) => letter === 0).map(([at]) => at + 1)
      const written = [...Y.data].map(letter => names.vocabulary[letter])
      expect([...X.data].filter((_, at) => real.data.includes(at))).toHaveLength(Y.data.length)
      return ends.map((end, i) => written.slice(ends[i - 1] ?? 0, end - 1).join(''))
    })

  test('five of ten names go through all fifty, and the next five in another order', () => {
    const passes = [0, 1].map(pass => [0, 1, 2, 3, 4].flatMap(step => lettersOf(5 * pass + step)))
    expect(passes[0].toSorted()).toEqual(list.toSorted())
    expect(passes[1].toSorted()).toEqual(list.toSorted())
    expect(passes[1]).not.toEqual(passes[0])
  })

  test('go by the number of the step alone', () => {
    const later = lettersOf(7)
    const again = recipe.batches(settings, names)
    expect(again(7, generator(9))).toEqual(parts(7))
    expect(later).toEqual(lettersOf(7))
  })

  test('two halves, each as wide as its longest name, with the share of letters as their weight', () => {
    const [one, other] = parts(3)
    expect(one.weight + other.weight).toBeCloseTo(1, 15)
    expect(one.weight / other.weight).toBeCloseTo((one.batch.n as number) / (other.batch.n as number), 12)
    for (const { batch } of [one, other]) {
      const { X, real } = batch as Record<string, Tensor>
      const [rows, wide] = X.shape
      expect(rows).toBe(5)
      expect([...real.data].some(at => at % wide === wide - 1)).toBe(true)
    }
  })
})

test('the loss of some examples is the mean over all of their letters, each guessed from those before it', () => {
  const parameters = drawn(2)
  const network = { settings: { ...settings, layers: 2 }, parameters, calibrated: {} }
  const few = parseNames(list.slice(0, 7).join('\n'))
  const numbered = { ...few, vocabulary: names.vocabulary, numbers: names.numbers }
  const chunks = [...recipe.examples(settings, numbered)]
  const counted = chunks.reduce((sum, { count }) => sum + count, 0)
  expect(counted).toBe(few.text.length)
  const mean = chunks.reduce(
    (sum, { batch, count }) => sum + recipe.evaluate(network, batch).item() * count,
    0,
  )
  const each = list.slice(0, 7).flatMap(name => {
    const letters = [...name].map(letter => names.numbers.get(letter)!)
    return [...letters, 0].map((next, at) => {
      const chances = recipe.scores(network, letters.slice(0, at)).softmax(-1)
      return -Math.log(chances.data[next])
    })
  })
  expect(mean / counted).toBeCloseTo(each.reduce((a, b) => a + b) / each.length, 12)
})

test('a function may ask for what another computes, and for nothing else', () => {
  const trainable = trainableOf(solution as unknown as Subject, solution, 'gpt/14_train')
  const functions = Object.keys(solution).filter(name => /^(d\w+|adam)$/.test(name))
  const opened = (changed: object) =>
    playerOf(
      trainable,
      Object.keys(drawn(1)),
      () => ({ exports: { ...solution, ...changed }, functions }),
      () => {},
    )
  expect(opened({}).functions).toContain('dx2')
  const dx2 = ({ dlnf_hat }: Record<string, Tensor>) => dlnf_hat
  expect(() => opened({ dx2 })).toThrow('dx2 needs dlnf_hat, and none of your functions computes it')
})

test('the rate rises for 300 steps and falls to 0', () => {
  const at = (step: number): number => recipe.rate({ ...settings, steps: 6000, lr: 6 }, step)
  expect(at(0)).toBeCloseTo(6 / 300, 12)
  expect(at(299)).toBeCloseTo(6 * (1 - 299 / 6000), 12)
  expect(at(3000)).toBeCloseTo(3, 12)
  expect(at(6000)).toBe(0)
})

test('each block has a picture of its heads’ attention in the first name, which sees nothing that comes later', () => {
  const [{ batch }] = parts(2)
  const values = recipe.forward!({ ...drawn(2), ...batch }) as Record<string, Tensor>
  const pictures = recipe.pictures!({
    network: { settings: { ...settings, layers: 2 }, parameters: {} },
    values: { ...batch, ...values },
    gradient: () => expect.fail('it needs no gradient'),
    vocabulary: names.vocabulary,
  })
  expect(pictures.map(({ file }) => file)).toEqual(['attention1', 'attention2'])
  for (const { table, columns } of pictures) {
    const [, ...letters] = columns
    expect(list).toContain(letters.join(''))
    expect(table.shape).toEqual([2, columns.length, columns.length])
    expect(table.triu(1).abs().sum().item()).toBe(0)
    for (const sum of table.sum(-1).data) expect(sum).toBeCloseTo(1, 12)
  }
})
