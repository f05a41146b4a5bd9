/** Which passed exercises come again, and when: the older a pass is and the harder it was, the sooner. Pure. */
import type { ExerciseProgress } from './progress.ts'

/** Of an exercise, what says how well it went. */
export type PassedExercise = Pick<ExerciseProgress, 'passedAt' | 'checks' | 'hints' | 'givenUp' | 'again'>

/** Days until an exercise that went well comes again for the first time. */
const FIRST = 30
/** So much sooner comes one that went as badly as can be. */
const SOONEST = 10
/** So much longer is the time after each time that it was done again. */
const GROWTH = 2
/** More than so many checks for each blank say no more. */
const MOST_CHECKS = 5
/** Hints that a blank has. */
const HINTS = 3

const DAY = 24 * 60 * 60 * 1000

/** How badly it went, from 0 to 1: many checks, hints shown, blanks given up. `blanks`: how many it has. */
export function weakness({ checks, hints, givenUp }: PassedExercise, blanks: number): number {
  const many = Math.max(1, blanks)
  const shown = Object.values(hints).reduce((sum, tiers) => sum + tiers, 0)
  const parts = [
    (checks - many) / (MOST_CHECKS * many),
    shown / (HINTS * many),
    (givenUp?.blanks.length ?? 0) / many,
  ]
  return parts.reduce((sum, part) => sum + Math.min(1, Math.max(0, part)), 0) / parts.length
}

/** Days from a pass to the next time. */
export function daysBetween(exercise: PassedExercise, blanks: number): number {
  const first = FIRST / SOONEST ** weakness(exercise, blanks)
  return Math.max(1, Math.round(first * GROWTH ** (exercise.again?.times ?? 0)))
}

/** When it comes again; null for one that isn't passed. */
export function dueAt(exercise: PassedExercise, blanks: number): Date | null {
  const last = exercise.again?.passedAt ?? exercise.passedAt
  return last === null ? null : new Date(Date.parse(last) + DAY * daysBetween(exercise, blanks))
}
