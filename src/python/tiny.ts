/**
 * A tiny number that is added so that a logarithm or a division never sees 0: `log(p + 1e-8)`. People leave it out of
 * their gradients, and rightly so.
 */
import type { Step } from '../tensor/recording.ts'

const TINY = 1e-6

const isTiny = (value: unknown): boolean =>
  typeof value === 'number' && value !== 0 && Math.abs(value) <= TINY

export const addsTiny = ({ op, operands }: Step): boolean => op === 'add' && operands.some(isTiny)

let isLeftOut = false

/** `leaveOut`: in what is run, tiny numbers aren't added to tensors. */
export function withoutTiny<T>(leaveOut: boolean, run: () => T): T {
  const before = isLeftOut
  isLeftOut = leaveOut
  try {
    return run()
  } finally {
    isLeftOut = before
  }
}

/** Whether this number is left out where it is added to a tensor. */
export const leavesOut = (value: unknown): boolean => isLeftOut && isTiny(value)
