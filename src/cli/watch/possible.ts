/** Of what keys can't always do, what they can do with a verdict. */
import type { Exercise } from '../../catalogue/catalogue.ts'
import { type Judgement, passes, type Report } from '../../checker/report.ts'
import type { Action } from '../../terminal/keys.ts'
import { rootCause } from '../../terminal/verdict.ts'
import type { Quizzes } from '../drill/quizzes.ts'

/** Of which row there is a picture to see. */
export const pictured = (rows: readonly Judgement[]): Judgement | undefined =>
  rows.every(({ verdict }) => passes(verdict)) ? rows[0] : rootCause(rows)

/** A single number, or something that is no tensor, has no picture worth a look. */
const hasPicture = (row: Judgement | undefined): boolean =>
  row !== undefined && (row.kind === 'gradient' || row.expectedShape.length > 0)

export const possibleWith = (exercise: Exercise, report: Report, quizzes: Quizzes): Action[] => [
  ...(hasPicture(pictured(report.gradients)) ? (['picture'] as const) : []),
  ...quizzes.possible(exercise, report),
]
