/**
 * When a kind of task is asked again. A small table of days, and not a model of memory such as FSRS: that asks for what
 * was always missed on every single day, and after four right answers not for half a year, as fits a word of a foreign
 * language. Each of our tasks is a new one of its kind.
 */
import { addDays, type Day, daysBetween } from './days.ts'

/** What is known of a learner and one kind of task. */
export interface Recall {
  /** When it was last answered, or slipped on elsewhere. */
  readonly asked: Day
  /** From when on it is asked again. */
  readonly due: Day
  /** How many right answers it stands on: a row of `GROWING`, counted from 1. */
  readonly level: number
  /** How many times in a row it was missed; 0: it was right last. */
  readonly misses: number
}

/** Right at the first try; right, but after a mistake of another kind; missed, given up, or with a hint. */
export type Answer = 'right' | 'slow' | 'missed'

/** Days until what was right is asked again. */
const GROWING = [2, 5, 12, 30, 70, 150]

/** Days until what was missed is asked again, by how often it was in a row: who can't do it needs more than to be asked daily. */
const AGAIN = [1, 2, 3, 5, 8]

/** `before`: null: it was never asked. */
export function answered(before: Recall | null, answer: Answer, today: Day): Recall {
  const recall = before === null ? null : settled(before, today)
  const { level, misses } = recall ?? NEVER
  const early = recall === null || isDue(recall, today) ? null : recall
  if (answer === 'missed') {
    // Of several tasks on one day the first miss counts.
    if (early !== null && early.asked === today && misses > 0) return early
    return planned(today, Math.floor(level / 2), misses + 1)
  }
  // What is right before it's due shows less than what is still right then: its date stays.
  if (early !== null) return { ...early, asked: today }
  return planned(today, Math.min(GROWING.length, level + (answer === 'right' ? 1 : 0)), 0)
}

/** After a mistake of this kind in an exercise: it's due at once. */
export function slippedOn(before: Recall | null, today: Day): Recall {
  const recall = before === null ? null : settled(before, today)
  if (recall !== null && isDue(recall, today)) return recall
  const { level, misses } = recall ?? NEVER
  return { asked: today, due: today, level: Math.floor(level / 2), misses }
}

/** The same where the clock has been put back, by mistake or by travelling: nothing was answered in the future. */
export const settled = (recall: Recall, today: Day): Recall =>
  daysBetween(today, recall.asked) > 0 ? planned(today, recall.level, recall.misses) : recall

export const isDue = ({ due }: Recall, today: Day): boolean => daysBetween(due, today) >= 0

const NEVER = { level: 0, misses: 0 }

const planned = (today: Day, level: number, misses: number): Recall => ({
  asked: today,
  due: addDays(today, misses === 0 ? atMost(GROWING, level) : atMost(AGAIN, misses)),
  level,
  misses,
})

const atMost = (days: readonly number[], place: number): number =>
  days[Math.max(0, Math.min(days.length, place) - 1)]
