/** Whether two threads are worth it: both ways are tried for a moment now and then, and the faster one is taken. */

/** Milliseconds that a way is tried, and that the faster one is then taken for. */
const TRY = 1000
const STAY = 20_000

/** Asked before each step, by the clock; tells whether both threads are to work on it. */
export function openTempo(): (step: number, now: number) => boolean {
  let phase: 'together' | 'alone' | 'faster' = 'together'
  let isTogether = true
  let from: { readonly step: number; readonly at: number } | null = null
  let speed = 0
  return (step, now) => {
    from ??= { step, at: now }
    const lasted = now - from.at
    if (lasted < (phase === 'faster' ? STAY : TRY)) return isTogether
    const steps = (step - from.step) / lasted
    if (phase === 'together') {
      ;[speed, phase, isTogether] = [steps, 'alone', false]
    } else if (phase === 'alone') {
      ;[phase, isTogether] = ['faster', speed >= steps]
    } else {
      ;[phase, isTogether] = ['together', true]
    }
    from = { step, at: now }
    return isTogether
  }
}
