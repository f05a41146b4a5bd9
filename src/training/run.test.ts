import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as solution from '../../solutions/makemore/10_train.ts'
import { differentiate, observe } from '../autograd/graph.ts'
import type { TrainingSettings } from '../catalogue/recipe.ts'
import type { Subject } from '../checker/gradient/case.ts'
import { parseNames } from '../dataset/names.ts'
import type { LearnerFunction } from '../room/program.ts'
import { fastEngine } from '../tensor/simd/engine.ts'
import { Tensor } from '../tensor/tensor.ts'
import { coarse, disagreeing, fine, type NamedGradients } from './agree.ts'
import { plainEngine, trainingOn } from './engine.ts'
import { byAutograd, byHand, orderOf, type Pass } from './pass.ts'
import { advanced, Diverged, openRun, type RunInputs, type Snapshot, startOf, taskOf } from './run.ts'
import { usualSettings } from './settings.ts'
import { trainableOf, type UpdateInputs } from './trainable.ts'

const trainable = trainableOf(solution as unknown as Subject, solution, 'makemore/10_train')
const { recipe, forward } = trainable
const names = parseNames(readFileSync(new URL('../../exercises/data/names.txt', import.meta.url), 'utf8'))
const usual = usualSettings(recipe)
const settings = { ...usual, steps: 200, batch: 8, hidden: 12, embd: 4 } as TrainingSettings
const start = startOf(trainable, names, settings, 'names.txt')
const functions = new Map(
  Object.entries(solution).flatMap(([name, value]) =>
    /^d[A-Za-z]/.test(name) ? [[name.slice(1), value as unknown as LearnerFunction] as const] : [],
  ),
)
const parameters = Object.keys(start.first.parameters)
const inputs = openRun(taskWith(byAutograd(trainable, [])), start.first, plainEngine).ahead().inputs
const graph = observe(inputs, forward)
const order = orderOf(graph, functions, parameters)

function taskWith(pass: Pass, changes: Partial<TrainingSettings> = {}): RunInputs {
  const update = (given: UpdateInputs) => trainable.reference(given)!
  return taskOf({ pass, update, trainable }, { ...settings, ...changes }, start.splits.train)
}

const truth = differentiate(graph)
const expected = Object.fromEntries(parameters.map(name => [name, truth.gradient(name)]))

const hand = (them = functions): Pass => byHand(trainable, them, order, parameters, () => {})
const bitsOf = ({ parameters }: Snapshot) =>
  Object.entries(parameters).map(([name, { data }]) => [name, [...new BigUint64Array(data.slice().buffer)]])

describe('the learning rate', () => {
  test('is a tenth from the step on at which it decays', () => {
    const rateAt = (changes: object, step: number): number => recipe.rate({ ...usual, ...changes }, step)
    const at = (step: number): number => rateAt({ steps: 100, lr: 0.1, decayAt: 0.5 }, step)
    expect([0, 49, 50, 99].map(at)).toEqual([0.1, 0.1, 0.01, 0.01])
    expect(rateAt({ decayAt: 0 }, 0)).toBe(0.01)
    expect(rateAt({ decayAt: 1 }, usual.steps - 1)).toBe(0.1)
  })
})

describe('the start', () => {
  test('has the parameters of the exercise, and all of its numbers', () => {
    expect(parameters).toEqual(['C', 'W1', 'b1', 'bngain', 'bnbias', 'W2', 'b2'])
    expect(inputs).toMatchObject({ n: 8, vocab: 27 })
    expect(start.first.parameters.W1.shape).toEqual([12, 12])
  })

  test('is another for another seed', () => {
    const other = startOf(trainable, names, { ...settings, seed: 7 }, 'names.txt')
    expect(bitsOf(other.first)).not.toEqual(bitsOf(start.first))
    expect(other.splits.dev.text).not.toBe(start.splits.dev.text)
  })
})

describe('the order of the functions', () => {
  test('gives each what it asks for, however they stand in the file', () => {
    const backwards = new Map([...functions].reverse())
    const found = orderOf(graph, backwards, parameters)
    expect(new Set(found)).toEqual(new Set(order))
    const at = (name: string): number => found.indexOf(name)
    expect(at('logits')).toBeLessThan(at('h'))
    expect(at('bngain')).toBeLessThan(at('hprebn'))
    expect(at('hprebn')).toBeLessThan(at('W1'))
  })

  test('leaves out what no parameter needs', () => {
    const direct = new Map(functions)
    direct.set('C', () => new Tensor([27, 4], new Float64Array(108)))
    expect(orderOf(graph, direct, parameters)).not.toContain('emb')
  })

  test('a gradient that nobody computes is named, with who asks for it', () => {
    const missing = new Map(functions)
    missing.delete('h')
    expect(() => orderOf(graph, missing, parameters)).toThrow(
      'dhpreact needs dh, and none of your functions computes it',
    )
    missing.delete('W1')
    expect(() => orderOf(graph, missing, ['W1'])).toThrow('the update needs dW1')
  })
})

describe('a pass', () => {
  test('by hand gives autograd’s gradients', () => {
    expect(disagreeing(hand()(inputs).gradients, expected, fine)).toEqual([])
  })

  test('with a wrong function does not, also where all true gradients are small', () => {
    const wrong = new Map(functions)
    wrong.set('b1', scope => (scope as { dhprebn: Tensor }).dhprebn.sum(0).add(1e-9))
    expect(disagreeing(hand(wrong)(inputs).gradients, expected, fine)).toEqual(['b1'])
  })

  test('on the fast engine agrees to the precision of float32', () => {
    const engine = trainingOn(fastEngine()!)
    const plain = (gradients: NamedGradients): Readonly<Record<string, Tensor>> =>
      Object.fromEntries(parameters.map(name => [name, engine.plain(gradients[name] as Tensor)]))
    const fast = engine.step(() => plain(hand()(inputs).gradients))
    const slow = hand()(inputs).gradients as Readonly<Record<string, Tensor>>
    expect(disagreeing(fast, slow, coarse)).toEqual([])
    expect(disagreeing({ ...fast, W2: fast.W2.mul(1.1) }, slow, coarse)).toEqual(['W2'])
  })
})

describe.each([
  ['plain tensors', () => plainEngine],
  ['the fast engine', () => trainingOn(fastEngine()!)],
])('on %s', (_, engineOf) => {
  test('a step takes each parameter against its gradient', () => {
    const engine = engineOf()
    const run = openRun(taskWith(byAutograd(trainable, parameters)), start.first, engine)
    const ahead = run.ahead().inputs
    const truth = byAutograd(trainable, parameters)(ahead)
    expect(run.step()).toBeCloseTo(truth.loss.item(), 5)
    const { W2 } = run.snapshot().parameters
    const expected = (ahead.W2 as Tensor).sub((truth.gradients.W2 as Tensor).mul(0.1))
    for (const [i, value] of expected.data.entries()) expect(W2.data[i]).toBeCloseTo(value, 5)
  })

  test('200 steps in one go, or in three with what was kept between: the same bits', () => {
    const whole = advanced(taskWith(hand()), start.first, 200, engineOf())
    const parts = [1, 66, 133].reduce(
      (from, steps) => advanced(taskWith(hand()), from, steps, engineOf()),
      start.first,
    )
    expect(bitsOf(parts)).toEqual(bitsOf(whole))
    expect(parts.random).toEqual(whole.random)
    expect(parts.curve).toEqual(whole.curve)
    expect(parts.step).toBe(200)
  })

  test('the loss falls', () => {
    const { means } = advanced(taskWith(hand()), start.first, 200, engineOf()).curve
    const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b) / list.length
    expect(mean(means.slice(-50))).toBeLessThan(mean(means.slice(0, 50)) - 0.2)
  })

  test('a loss that is no number stops it', () => {
    const task = taskWith(hand(), { lr: 1e300 })
    expect(() => advanced(task, start.first, 20, engineOf())).toThrow(Diverged)
  })
})

test('a function that gives no tensor is named', () => {
  const odd = new Map(functions)
  odd.set('b2', () => undefined)
  expect(() => advanced(taskWith(hand(odd)), start.first, 1, plainEngine)).toThrow('db2 gave undefined')
})

test('whose turn it is, is told', () => {
  const turns: number[] = []
  byHand(trainable, functions, order, parameters, turn => turns.push(turn))(inputs)
  expect(turns).toEqual([...order.map((_, i) => i), -1])
})
