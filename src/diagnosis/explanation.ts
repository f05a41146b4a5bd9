/** What a row of the table says when it explains a value. */
import type { Family } from '../catalogue/exercise.ts'
import type { Evidence } from './evidence.ts'
import { formulaOf } from './formula.ts'

export type { Family }

export interface Explanation {
  readonly family: Family
  /** What the learner computed, as a formula in the exercise's own names; null where it can't be told. */
  readonly formula: string | null
  /** One line for the table. */
  readonly short: string
  /** What was computed, what the line needs, where to look. `{line NAME}` stands for the line of a statement. */
  readonly message: string
  /** The hint tier that fits: 1 the idea, 2 the structure, 3 almost the line. */
  readonly tier: 1 | 2 | 3
}

/** A row: explains a value exactly, in every setting, or says nothing. */
export type DiagnosisRule = (evidence: Evidence) => Explanation | null
/** The line's own operations as a formula, at the table's sizes; null where they can't be told. */
export function ownFormula({ settings }: Evidence): string | null {
  const { tape, value, letters } = settings[settings.length - 1]
  const text = formulaOf(value, { ...tape, letters })
  return text === null || /^[\d.-]+$/.test(text) ? null : text
}
