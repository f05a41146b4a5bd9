/** How a class did on one blank. */
import { earns, type GradeOutcome, gradeOutcomes, outcomeOf } from './outcomes.ts'
import type { BlankGrade } from './record.ts'

export interface BlankTally {
  readonly blank: string
  /** How many files were judged. */
  readonly judged: number
  /** How many of them earned its points. */
  readonly earned: number
  readonly outcomes: Readonly<Record<GradeOutcome, number>>
  /** By the judge's own words: `exact`, `coincidence` … Only those that are there. */
  readonly verdicts: Readonly<Record<string, number>>
}

export const emptyTally = (blank: string): BlankTally => ({
  blank,
  judged: 0,
  earned: 0,
  outcomes: Object.fromEntries(gradeOutcomes.map(one => [one, 0])) as Record<GradeOutcome, number>,
  verdicts: {},
})

export function tallied(tally: BlankTally, grade: BlankGrade): BlankTally {
  const outcome = outcomeOf(grade)
  const { outcomes, verdicts } = tally
  return {
    blank: tally.blank,
    judged: tally.judged + 1,
    earned: tally.earned + (earns(outcome) ? 1 : 0),
    outcomes: { ...outcomes, [outcome]: outcomes[outcome] + 1 },
    verdicts: { ...verdicts, [grade.verdict]: (verdicts[grade.verdict] ?? 0) + 1 },
  }
}

/** How many files did not earn its points, those aside that a person must look at. */
export const missedIn = ({ judged, earned, outcomes }: BlankTally): number => judged - earned - outcomes.held
