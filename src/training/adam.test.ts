/** Adam and AdamW of the track gpt against PyTorch's, step by step. See golden/make_adam.py. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type AdamOptions, type AdamState, adam, adamw } from '../../solutions/gpt/12_adam.ts'
import { tensor, zerosLike } from '../tensor/creation.ts'
import type { Tensor } from '../tensor/tensor.ts'

interface Golden {
  readonly target: number[]
  readonly steep: number[]
  readonly adam: readonly Run[]
  readonly adamw: readonly Run[]
}

interface Run {
  readonly options: {
    readonly lr: number
    readonly betas: readonly [number, number]
    readonly eps: number
    readonly weight_decay?: number
  }
  readonly steps: readonly Readonly<Record<'p' | 'm' | 'v', readonly number[]>>[]
}

const golden = JSON.parse(readFileSync(new URL('golden/adam.json', import.meta.url), 'utf8')) as Golden
const runs = [...golden.adam, ...golden.adamw]

test.each(runs.map(({ options, steps }) => [JSON.stringify(options), options, steps] as const))(
  '%s: p, m and v after each of ten steps are PyTorch’s',
  (_, { lr, betas: [beta1, beta2], eps, weight_decay }, steps) => {
    const options: AdamOptions = { lr, beta1, beta2, eps }
    const start = zerosLike(tensor(golden.target))
    let state: AdamState = { p: start, m: start, v: start, t: 0 }
    for (const [i, step] of steps.entries()) {
      const grad = state.p.sub(tensor(golden.target)).mul(tensor(golden.steep))
      state =
        weight_decay === undefined ? adam(state, grad, options) : adamw(state, grad, options, weight_decay)
      expect(state.t).toBe(i + 1)
      for (const name of ['p', 'm', 'v'] as const) expect(off(state[name], step[name])).toBeLessThan(1e-14)
    }
  },
)

/** The largest difference, as a part of its own number. */
const off = (x: Tensor, expected: readonly number[]): number =>
  Math.max(...expected.map((value, i) => Math.abs(x.data[i] - value) / Math.abs(value)))
