/** The row of a check about what a function may read, but must not change. */
import type { Pair, Tensor } from 'backprop-ninja'

/** What is there before the call, looked at again after it. */
export interface Watched {
  readonly call: () => unknown
  readonly look: () => Readonly<Record<string, Tensor>>
}

const same = (a: Tensor, b: Tensor): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Gives the name of the first thing that the call changed. `start` makes everything afresh. */
export const unchangedPair = (name: string, blank: string, start: () => Watched): Pair => ({
  name,
  blank,
  learner: () => {
    const { call, look } = start()
    const before = Object.entries(look()).map(([name, tensor]) => [name, tensor.clone()] as const)
    call()
    const after = look()
    return before.find(([name, tensor]) => !same(after[name], tensor))?.[0] ?? 'nothing'
  },
})
