/**
 * Exercise 13 of the track gpt, trained with the gradients of its answers and the Adam of exercise 12: the losses and
 * the parameters are those of Karpathy's microgpt.py in CPython, from the same weights, with the same names.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type AdamState, adam } from '../../solutions/gpt/12_adam.ts'
import * as microgpt from '../../solutions/gpt/13_microgpt.ts'
import { arange, tensor, zerosLike } from '../tensor/creation.ts'
import { fastEngine } from '../tensor/simd/engine.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { plainEngine, type TrainingEngine, trainingOn } from './engine.ts'

type Numbers = Readonly<Record<string, readonly (readonly number[])[]>>

interface Golden {
  readonly recipe: Readonly<
    Record<'n_embd' | 'n_head' | 'block_size' | 'learning_rate' | 'beta1' | 'beta2' | 'eps', number>
  >
  /** Before the first step, by microgpt.py's names; the gradients of the first step; after the last step. */
  readonly parameters: Numbers
  readonly gradients: Numbers
  readonly final: Numbers
  /** The name of each step, and its loss. */
  readonly names: readonly string[]
  readonly losses: readonly number[]
}

const golden = JSON.parse(readFileSync(new URL('golden/microgpt.json', import.meta.url), 'utf8')) as Golden
const { n_embd: C, n_head: NH, block_size, learning_rate, beta1, beta2, eps } = golden.recipe

const nameOf = (theirs: string): string => theirs.replace('layer0.', '')
const tensorsOf = (numbers: Numbers): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(numbers).map(([name, rows]) => [nameOf(name), tensor(rows)]))

/** One name as microgpt.py numbers it: a is 0, and 26 is its start and its end. */
function documentOf(name: string) {
  const tokens = [26, ...[...name].map(letter => letter.charCodeAt(0) - 97), 26]
  const T = Math.min(block_size, tokens.length - 1)
  return { T, X: tensor(tokens.slice(0, T)), Y: tensor(tokens.slice(1, T + 1)) }
}

type Functions = Readonly<Record<string, (scope: object) => Tensor>>

/** The loss of one name, and the gradients of all parameters: by the answers, each called when it's first needed. */
function pass(parameters: Readonly<Record<string, Tensor>>, name: string) {
  const { T, X, Y } = documentOf(name)
  const future = arange(T).view(T, 1).lt(arange(T))
  const inputs = { T, C, NH, V: 27, hs: C / NH, X, Y, future, ...parameters }
  const values = microgpt.forward(inputs as unknown as ReturnType<typeof microgpt.inputs>)
  const made = new Map<string, Tensor>()
  const gradient = (name: string): Tensor => {
    if (!made.has(name)) made.set(name, (microgpt as unknown as Functions)[name](scope))
    return made.get(name)!
  }
  const scope: object = new Proxy(
    { ...inputs, ...values },
    { get: (own, key) => Reflect.get(own, key) ?? gradient(String(key)) },
  )
  return { loss: values.loss.item(), gradients: (of: string) => gradient(`d${of}`) }
}

/** Trains on `names`, and gives each loss and the parameters in the end. */
function train(engine: TrainingEngine, names: readonly string[]) {
  const start = Object.entries(tensorsOf(golden.parameters))
  const kept = new Map<string, AdamState>(
    start.map(([name, p]) => [
      name,
      { p: engine.keep(p), m: engine.keep(zerosLike(p)), v: engine.keep(zerosLike(p)), t: 0 },
    ]),
  )
  const losses = names.map((name, step) => {
    const lr = learning_rate * (1 - step / golden.losses.length)
    return engine.step(() => {
      const parameters = Object.fromEntries([...kept].map(([of, { p }]) => [of, p]))
      const { loss, gradients } = pass(parameters, name)
      const next = [...kept].map(
        ([of, state]) => [of, state, adam(state, gradients(of), { lr, beta1, beta2, eps })] as const,
      )
      for (const [of, state, { p, m, v, t }] of next) {
        engine.assign(state.p, p)
        engine.assign(state.m, m)
        engine.assign(state.v, v)
        kept.set(of, { ...state, t })
      }
      return loss
    })
  })
  return { losses, parameters: new Map([...kept].map(([name, { p }]) => [name, engine.plain(p)])) }
}

const largest = (differences: readonly number[]): number => Math.max(...differences.map(Math.abs))
const off = (x: Tensor, expected: Tensor): number =>
  largest(Array.from(x.data, (value, i) => value - expected.data[i]))

test('the gradients of its first step are those of its own autograd', () => {
  const { gradients } = pass(tensorsOf(golden.parameters), golden.names[0])
  for (const [name, expected] of Object.entries(tensorsOf(golden.gradients)))
    expect(off(gradients(name), expected), name).toBeLessThan(1e-15)
})

describe.each([
  ['in float64', plainEngine, 1e-12],
  ['in float32, on the fast engine', trainingOn(fastEngine()!), 1e-5],
] as const)('%s', (_, engine, within) => {
  test(`its 1,000 losses, and its parameters after them, within ${within}`, () => {
    const { losses, parameters } = train(engine, golden.names)
    expect(largest(losses.map((loss, i) => loss - golden.losses[i]))).toBeLessThan(within)
    for (const [name, expected] of Object.entries(tensorsOf(golden.final)))
      expect(off(parameters.get(name)!, expected), name).toBeLessThan(within)
  })
})
