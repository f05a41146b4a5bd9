import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tensor } from '../../tensor/creation.ts'
import { type FastEngine, fastEngine } from '../../tensor/simd/engine.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { adam, futureOf, type GptSizes, gptBackward, gptForward, makeGpt, type Named } from './gpt.ts'
import { gptStep, makeGptBatches } from './gpt-step.ts'

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

test('no operation of a step, Adam included, falls back to the plain kernels', () => {
  const fresh = fastEngine() as FastEngine
  const sizes = { B: 3, T: 8, C: 12, NH: 3, V: 27, L: 2 }
  const step = gptStep(sizes, makeGpt(sizes, 1), fresh)
  const [batch] = makeGptBatches(sizes, 1, 2)
  const losses = Array.from({ length: 30 }, () => step(batch))
  expect(losses.at(-1)!).toBeLessThan(losses[0] / 2)
  expect([...fresh.fallbacks]).toEqual([])
})

test('Adam over all parameters at once gives the bits of Adam over each', () => {
  const sizes = { B: 2, T: 5, C: 8, NH: 2, V: 9, L: 1 }
  const batches = makeGptBatches(sizes, 5, 3)
  const given = makeGpt(sizes, 4)
  const future = futureOf(sizes.T)
  const zeros = (x: Tensor): Tensor => tensor(new Float64Array(x.data.length), x.shape)
  const kept = (from: Named, make = (x: Tensor) => x): Named =>
    Object.fromEntries(Object.entries(from).map(([name, x]) => [name, engine.keep(make(x))]))
  const [p, m, v] = [kept(given), kept(given, zeros), kept(given, zeros)]
  const losses = batches.map((batch, i) =>
    engine.step(() => {
      const values = gptForward(p, sizes, batch, future)
      const d = gptBackward(p, values, sizes, batch, future)
      for (const name in p) {
        const { mNew, vNew, pNew } = adam(p[name], d[name], m[name], v[name], i + 1, 1e-2)
        engine.assign(m[name], mNew)
        engine.assign(v[name], vNew)
        engine.assign(p[name], pNew)
      }
      return values.loss.item()
    }),
  )
  expect(batches.map(gptStep(sizes, given, engine))).toEqual(losses)
})
