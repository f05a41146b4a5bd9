/** A learner's practice with what comes from another place. */
import { daysBetween } from './days.ts'
import type { Practice } from './practice.ts'
import type { Recall } from './recall.ts'

/**
 * Of each kind what was asked later counts, and of the same day what is due first. A session goes on where it was begun:
 * the other one's is left there.
 */
export function mergedPractice(own: Practice, other: Practice): Practice {
  return {
    ...own,
    recalls: joined(own.recalls, other.recalls, later),
    slips: joined(own.slips, other.slips, (here, there) =>
      joined(here, there, (mine, theirs) => joined(mine, theirs, (a, b) => (daysBetween(a, b) > 0 ? b : a))),
    ),
    seed: own.seed ?? other.seed,
    forms: [...other.forms.filter(form => !own.forms.includes(form)), ...own.forms].slice(-MOST),
    sessions: Math.max(own.sessions, other.sessions),
  }
}

/** Forms that are remembered. */
const MOST = 99

function later(a: Recall, b: Recall): Recall {
  const days = daysBetween(a.asked, b.asked)
  return days > 0 || (days === 0 && daysBetween(a.due, b.due) < 0) ? b : a
}

function joined<T>(
  own: Readonly<Record<string, T>>,
  other: Readonly<Record<string, T>>,
  both: (own: T, other: T) => T,
): Record<string, T> {
  const all = Object.entries(other).map(
    ([name, theirs]) => [name, Object.hasOwn(own, name) ? both(own[name], theirs) : theirs] as const,
  )
  return { ...own, ...Object.fromEntries(all) }
}
