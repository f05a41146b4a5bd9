/** How far grading has come, in a line. */
import { openProgressLine } from '../progress-line.ts'
import type { GradeWatcher } from './jobs.ts'

export function showProgress(out: NodeJS.WriteStream): GradeWatcher & { readonly end: () => void } {
  const since = performance.now()
  const { show, end } = openProgressLine(out)
  return {
    show(done, total, fresh) {
      const line = progressLine(done, total, fresh, (performance.now() - since) / 1000)
      show(() => line)
    },
    end,
  }
}

/** `fresh`: how many were judged in these `seconds`. */
export function progressLine(done: number, total: number, fresh: number, seconds: number): string {
  const begun = `${done} of ${total} graded`
  if (fresh < 3 || seconds < 1) return begun
  const rate = fresh / seconds
  const speed = rate >= 1 ? `${rate.toFixed(1)} a second` : `${(60 * rate).toFixed(1)} a minute`
  return done === total
    ? `${begun}, ${speed}`
    : `${begun}, ${speed}, about ${duration((total - done) / rate)} left`
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}
