import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tensor } from '../../tensor/creation.ts'
import { generator } from '../../tensor/random.ts'
import { type FastEngine, fastEngine } from '../../tensor/simd/engine.ts'
import { trainingOn } from '../../training/engine.ts'
import { openRun } from '../../training/run.ts'
import { futureOf, type GptSizes, gptBackward, gptForward } from './gpt.ts'
import { gptStart, gptTask } from './gpt-run.ts'

interface Golden {
  readonly sizes: Omit<GptSizes, 'L'>
  readonly X: number[][]
  readonly Y: number[][]
  readonly values: Record<string, { readonly shape: number[]; readonly data: number[] }>
  readonly gradients: Golden['values']
}

const engine = fastEngine() as FastEngine
const outside = ['wte', 'wpe', 'lnfw', 'lnfb']
const inBlock = 'ln1w ln1b Wqkv bqkv Wproj bproj ln2w ln2b Wfc bfc Wfcproj bfcproj'.split(' ')
const named = (name: string): string => (outside.includes(name) ? name : `${name}0`)

/** How far the worst element is off, in parts of the largest. */
function distance(actual: Float64Array, expected: readonly number[]): number {
  const largest = Math.max(...expected.map(Math.abs))
  return Math.max(...expected.map((value, i) => Math.abs(actual[i] - value))) / largest
}

describe.each(['gpt2-b3-t5-c8-nh2', 'gpt2-b2-t4-c12-nh4'])('%s', file => {
  const path = new URL(`../../autograd/golden/${file}.json`, import.meta.url)
  const golden: Golden = JSON.parse(readFileSync(path, 'utf8'))
  const sizes = { ...golden.sizes, L: 1 }
  const names = [...outside, ...inBlock]
  const parameters = Object.fromEntries(
    names.map(name => [named(name), tensor(golden.values[name].data, golden.values[name].shape)]),
  )
  const batch = { X: tensor(golden.X), Y: tensor(golden.Y) }
  const future = futureOf(sizes.T)
  const run = (): { loss: number; gradients: Record<string, Float64Array> } => {
    const values = gptForward(parameters, sizes, batch, future)
    const gradients = gptBackward(parameters, values, sizes, batch, future)
    return {
      loss: values.loss.item(),
      gradients: Object.fromEntries(names.map(name => [name, gradients[named(name)].data])),
    }
  }

  test.each([
    ['plain', run(), 1e-13],
    ['fast', engine.step(run), 1e-6],
  ])('on the %s engine the loss and all gradients are those of PyTorch', (_, { loss, gradients }, limit) => {
    expect(distance(Float64Array.of(loss), golden.values.loss.data)).toBeLessThan(limit)
    for (const name of names) {
      expect(distance(gradients[name], golden.gradients[name].data), name).toBeLessThan(limit)
    }
  })
})

test.each([1, 2] as const)('no operation of a step in %i parts falls back to the plain kernels', parts => {
  const fast = fastEngine() as FastEngine
  const sizes = { B: 4, T: 8, C: 12, NH: 3, V: 27, L: 2 }
  const task = gptTask(sizes, parts)
  const [first] = task.batchAt(0, generator(1))
  const learning = { ...task, batchAt: () => Array.from({ length: parts }, () => first) }
  const run = openRun(learning, gptStart(sizes), trainingOn(fast))
  const losses = Array.from({ length: 30 }, () => run.step())
  expect(losses.at(-1)!).toBeLessThan(losses[0] / 2)
  expect([...fast.fallbacks]).toEqual([])
})

test('Adam over all parameters at once gives the bits of Adam over each', () => {
  const sizes = { B: 2, T: 5, C: 8, NH: 2, V: 9, L: 1 }
  const task = gptTask(sizes, 1)
  const [together, apart] = [true, false].map(inOneRow => {
    const run = openRun(
      { ...task, update: { ...task.update, inOneRow } },
      gptStart(sizes),
      trainingOn(engine),
    )
    return Array.from({ length: 5 }, () => run.step())
  })
  expect(together).toEqual(apart)
})
