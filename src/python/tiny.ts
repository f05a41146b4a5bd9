/**
 * A tiny number that is added so that a logarithm or a division never sees 0: `log(p + 1e-8)`. People leave it out of
 * their gradients, and rightly so.
 */
const TINY = 1e-6

let isLeftOut = false
let wasSeen = false

/** What is run, and whether something tiny was added in it; `leaveOut`: it isn't. */
export function watchingTiny<T>(
  leaveOut: boolean,
  run: () => T,
): { readonly result: T; readonly hasTiny: boolean } {
  const before = [isLeftOut, wasSeen] as const
  isLeftOut = leaveOut
  wasSeen = false
  try {
    return { result: run(), hasTiny: wasSeen }
  } finally {
    ;[isLeftOut, wasSeen] = before
  }
}

/** Whether this number is left out where it is added to a tensor. */
export function leavesOut(value: unknown): boolean {
  if (typeof value !== 'number' || value === 0 || Math.abs(value) > TINY) return false
  wasSeen = true
  return isLeftOut
}
