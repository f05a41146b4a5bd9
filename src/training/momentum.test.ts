/** Momentum of the track more-layers against PyTorch's SGD, step by step. See golden/make_momentum.py. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { momentum, nesterov, type Rolling } from '../../solutions/more-layers/04_momentum.ts'
import { tensor, zerosLike } from '../tensor/creation.ts'

interface Golden {
  readonly target: number[]
  readonly steep: number[]
  readonly momentum: readonly Run[]
  readonly nesterov: readonly Run[]
}

interface Run {
  readonly options: { readonly lr: number; readonly momentum: number }
  readonly steps: readonly Readonly<Record<'p' | 'v', readonly number[]>>[]
}

const golden = JSON.parse(readFileSync(new URL('golden/momentum.json', import.meta.url), 'utf8')) as Golden
const runs = [
  ...golden.momentum.map(run => ['momentum', momentum, run] as const),
  ...golden.nesterov.map(run => ['nesterov', nesterov, run] as const),
]

test.each(runs.map(([name, step, run]) => [name, run.options.momentum, step, run] as const))(
  '%s with mu %d: p and v after each of ten steps are PyTorch’s',
  (_, mu, step, { options: { lr }, steps }) => {
    const start = zerosLike(tensor(golden.target))
    const ours: Rolling[] = []
    for (let state: Rolling = { p: start, v: start }; ours.length < steps.length; ours.push(state)) {
      const grad = state.p.sub(tensor(golden.target)).mul(tensor(golden.steep))
      state = step(state, grad, { lr, mu })
    }
    expect(ours).toHaveLength(10)
    for (const name of ['p', 'v'] as const) {
      const off = golden.target.map((_, i) =>
        distance(
          ours.map(one => one[name].data[i]),
          steps.map(one => one[name][i]),
        ),
      )
      expect(Math.max(...off)).toBeLessThan(1e-14)
    }
  },
)

/** The largest difference, as a part of the largest number: a ball that swings comes near 0 again and again. */
const distance = (ours: readonly number[], theirs: readonly number[]): number =>
  Math.max(...theirs.map((value, i) => Math.abs(ours[i] - value))) / Math.max(...theirs.map(Math.abs))
