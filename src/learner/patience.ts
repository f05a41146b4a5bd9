/** How long, and how large, something may become that runs on the learner's side. Kept on the judge's side alone. */
import { cpuUsage, memoryUsage } from 'node:process'
import { sleep } from '../progress/processes.ts'
import type { Cause } from '../room/program.ts'
import type { Reference } from '../room/side.ts'
import { USUAL_MEMORY } from './starting.ts'

export interface Limits {
  /** Milliseconds for one call of one function. */
  readonly time: number
  /** Somebody asked for just that time. Otherwise a right answer may take some times as long as this program's own. */
  readonly isWish?: boolean
  /** Bytes that the learner's code may have in use. */
  readonly memory: number
}

export const defaultLimits: Limits = { time: 2000, memory: USUAL_MEMORY }

/** A right answer may take so many times as long as this program's own. */
const SLOWER = 10
/** All that a room does may take as long as so many calls. */
const CALLS = 20
/** So many times as long may be waited for it, on a machine that does other things as well. */
const BUSY = 10
/** Milliseconds between two looks that count at most: a program that was put aside has not waited. */
const LATE = 200

export interface Patience {
  /** Begins to count for a new job; `usual`: see `patienceOf`. */
  renew(usual?: Reference): void
  /** Begins to count for something that is to be done; `own`: for this alone; `most`: milliseconds, whatever is usual. */
  begin(own?: Reference, most?: number): void
  /** Stops counting: what runs now is the judge's own. */
  pause(): void
  /** Goes on counting. */
  resume(): void
  /** Why it must not go on; null while it may. */
  verdict(): Cause | null
  /** Waits until what was stopped has given back the memory that it had in use. */
  recover(): void
}

/**
 * Time is what the process used of its processors, so that a busy machine costs nobody a verdict. `usual` gives how long
 * this program itself takes for anything that is to be done; it is asked only where time runs out.
 */
export function patienceOf({ time, memory, isWish = false }: Limits, usual: Reference = none): Patience {
  let floor = memoryUsage.rss()
  /** Of what runs now, and of all that ran; up to the last pause. */
  let took = 0
  let all = 0
  let since = 0
  let began = 0
  let waited = 0
  let looked = 0
  let longest = time
  let most = Number.POSITIVE_INFINITY
  let known: readonly Reference[] = []
  let asked = false
  // One thread takes no more than what has gone by: the rest is another's, such as one that could not be ended.
  const going = (): number => Math.min(processorTime() - since, performance.now() - began)
  const isTooLong = (): boolean =>
    took + going() > Math.min(longest, most) || all + going() > CALLS * longest || waited > BUSY * longest
  return {
    renew(other = none) {
      usual = other
      all = 0
      longest = time
      floor = memoryUsage.rss()
    },
    begin(own = none, limit = Number.POSITIVE_INFINITY) {
      most = limit
      known = [usual, own]
      asked = isWish
      took = 0
      since = processorTime()
      waited = 0
      began = looked = performance.now()
    },
    pause() {
      const more = going()
      took += more
      all += more
    },
    resume() {
      since = processorTime()
      began = looked = performance.now()
    },
    verdict() {
      const now = performance.now()
      waited += Math.min(now - looked, LATE)
      looked = now
      if (memoryUsage.rss() - floor > memory * 1.1) return 'out of memory'
      if (!isTooLong()) return null
      if (!asked) longest = Math.max(longest, ...known.map(took => SLOWER * took()))
      asked = true
      return isTooLong() ? 'timeout' : null
    },
    recover() {
      const most = floor + memory / 2
      for (let waited = 0; memoryUsage.rss() > most && waited < GIVING_BACK; waited += SLICE) sleep(SLICE)
      // What a thread that listens to nothing has in use is not the next one's.
      if (memoryUsage.rss() > most) floor = memoryUsage.rss()
    },
  }
}

const none: Reference = () => 0

/** Milliseconds that a thread is given to give its memory back, and between two looks at it. */
const GIVING_BACK = 500
const SLICE = 20

/** Milliseconds of processor time that this process has used. */
export function processorTime(): number {
  const { user, system } = cpuUsage()
  return (user + system) / 1000
}
