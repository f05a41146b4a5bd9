/** The learner's practice on disk: `.ninja/practice.json`. */
import type { Report } from '../../checker/report.ts'
import { kindsFor } from '../../drill/kinds.ts'
import { NinjaError } from '../../errors.ts'
import { dayOf } from '../../practice/days.ts'
import { mergedPractice } from '../../practice/merged.ts'
import { noteGuess, noteHelp, noteInPractice } from '../../practice/noted.ts'
import {
  emptyPractice,
  noteDue,
  type Practice,
  parsePractice,
  printPractice,
  type Slip,
} from '../../practice/practice.ts'
import { isTask } from '../../practice/task-names.ts'
import { type KeptFile, openKept } from '../../progress/kept.ts'

/** Touches no file yet. */
export const openPractice = (root: string): KeptFile<Practice> =>
  openKept(root, {
    name: 'practice',
    empty: emptyPractice,
    print: printPractice,
    parse: parsePractice,
  })

/** What these reports tell. The sentence that says so where it can't be kept: that costs nobody a verdict. */
export function keepPractice(root: string, reports: readonly Report[], at = new Date()): string | null {
  const telling = reports.filter(
    ({ exercise, gradients }) => isTask(exercise) || gradients.some(({ diagnosis }) => diagnosis !== null),
  )
  if (telling.length === 0) return null
  const today = dayOf(at)
  return tried(root, practice =>
    telling.reduce((so, report) => noteInPractice(so, report, kindsFor, today), practice),
  )
}

/** The same for a hint that was read, or an answer that was shown. */
export const keepHelp = (root: string, id: string, at = new Date()): string | null =>
  isTask(id) ? tried(root, practice => noteHelp(practice, id, dayOf(at))) : null

/** The same for blanks of an exercise whose answers were shown: what practises the usual mistakes with them is due. */
export const keepGivenUp = (root: string, families: readonly string[], at = new Date()): string | null =>
  tried(root, practice => noteDue(practice, families.flatMap(kindsFor), dayOf(at)))

/** The same for a wrong answer to a question about a blank: as if it had been written. */
export const keepGuess = (root: string, slip: Slip, at = new Date()): string | null =>
  tried(root, practice => noteGuess(practice, slip, kindsFor, dayOf(at)))

/** The same for what comes from another place. */
export const keepMerged = (root: string, other: Practice): string | null =>
  tried(root, practice => mergedPractice(practice, other))

function tried(root: string, change: (practice: Practice) => Practice): string | null {
  try {
    return openPractice(root).update(change).warning
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return `your practice was not saved: ${error.message}`
  }
}
