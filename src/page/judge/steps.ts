/** Steps that the page looks on at: it is told when one begins and ends, and ends the worker if one takes too long. */
import type { Onlooker } from '../../room/own-realm.ts'
import { type Reference, Stopped } from '../../room/side.ts'
import type { EndedStep, FromWorker } from './messages.ts'

/** Milliseconds for one step; a right answer may take some times as long as this program's own. */
export const USUAL = 2000
const SLOWER = 10

export interface WatchedSteps extends Onlooker {
  /** `patience`: milliseconds that it may take at first. */
  run<T>(work: () => T, reference?: Reference, patience?: number): T
  /** The first that left the judge out of step with itself; null: none did. */
  readonly spoilt: () => EndedStep | null
  /** Takes in what was ended before, and counts from 0. */
  renew(ended: readonly EndedStep[]): void
}

const none: Reference = () => 0

export function stepsOver(say: (message: FromWorker) => void): WatchedSteps {
  let known = new Map<number, EndedStep>()
  let count = 0
  let usual = none
  let first: EndedStep | null = null
  return {
    spoilt: () => first,
    renew(ended) {
      known = new Map(ended.map(one => [one.at, one]))
      count = 0
      first = null
    },
    begin(other = none) {
      usual = other
    },
    run(work, reference = none, patience = USUAL) {
      const at = count++
      const before = known.get(at)
      const limit = before?.isDoubtful === true ? SLOWER * Math.max(usual(), reference()) : patience
      if (before !== undefined && (!before.isDoubtful || limit <= patience))
        throw new Stopped(before.cause, before.printed)
      say({ say: 'step', at, limit })
      try {
        return work()
      } finally {
        say({ say: 'done', at })
      }
    },
    leave: texts => say({ say: 'printed', texts }),
    spoil() {
      first ??= { at: count - 1, cause: 'ended the program', printed: [], isDoubtful: false }
    },
  }
}
