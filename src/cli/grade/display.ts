/** How far grading has come: on a terminal one line that is drawn anew, elsewhere a line now and then. */
import type { GradeWatcher } from './jobs.ts'

/** Milliseconds between two lines where they can't be written over each other, and between two drawings where they can. */
const EVERY = 30_000
const REDRAW = 200

export function showProgress(out: NodeJS.WriteStream): GradeWatcher & { readonly end: () => void } {
  const since = performance.now()
  let line = ''
  let drawn = Number.NEGATIVE_INFINITY
  const write = (): void => {
    if (line === '') return
    drawn = performance.now()
    out.write(out.isTTY ? `\r\u001b[K${line.slice(0, (out.columns || 80) - 1)}` : `${line}\n`)
  }
  const timer = setInterval(write, out.isTTY ? 1000 : EVERY)
  return {
    show(done, total, fresh) {
      line = progressLine(done, total, fresh, (performance.now() - since) / 1000)
      if (out.isTTY && performance.now() - drawn > REDRAW) write()
    },
    end() {
      clearInterval(timer)
      if (out.isTTY) out.write('\r\u001b[K')
    },
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
