/** The row of a check about what a function was to read, and not to change. */
import type { Pair, Slip, Tensor } from 'backprop-ninja'

type Named = Readonly<Record<string, Tensor>>

/** What is there before the call, looked at again after it. */
export interface Watched {
  readonly call: () => unknown
  readonly look: () => Named
}

const same = (a: Tensor, b: Tensor): boolean => JSON.stringify(a) === JSON.stringify(b)

/** `start` makes all anew; `reasons`: by name, why it must stay as it was. */
export function unchangedPair(
  name: string,
  blank: string,
  start: () => Watched,
  reasons: Readonly<Record<string, string>>,
): Pair {
  return {
    name,
    blank,
    learner: () => {
      const { call, look } = start()
      const before = Object.entries(look()).map(([name, tensor]) => [name, tensor.clone()] as const)
      call()
      const after = look()
      return before.find(([name, tensor]) => !same(after[name], tensor))?.[0] ?? 'nothing'
    },
    expected: 'nothing',
    slips: Object.entries(reasons).map(([name, reason]) => ({
      family: 'stale or aliased',
      value: name,
      message: `\`${name}\` is not what it was before. ${reason}`,
    })),
  }
}

export const HANDED =
  'It was handed over, and others may still need its numbers: make a new tensor, as mul and add do.'
export const PARAMETER =
  'Going forward and back only reads the parameters. The step of gradient descent moves them, later.'
export const KEPT = 'forward kept it, and another backward would start from it: it is only read there.'

/** dW and db that were added to what an earlier backward had left, one of them or both. */
export const accumulated = (now: readonly Tensor[], earlier: readonly Tensor[]): Slip[] =>
  [[0], [1], [0, 1]].map(which => ({
    family: 'overwritten, doubled, subtracted',
    value: () => now.map((gradient, i) => (which.includes(i) ? gradient.add(earlier[i]) : gradient)),
    message:
      'What an earlier backward left is still in it. Each backward makes the gradients anew, from its own x and dy.',
  }))
