/** What is kept of a report in a learner's progress. */
import { noteCheck, noteHint, type Progress } from '../progress/progress.ts'
import { verdictsOf } from './blanks.ts'
import type { Report } from './report.ts'

/** A report without rows found nothing out, and changes nothing. */
export function noteReport(progress: Progress, { exercise, passed, gradients }: Report, at: Date): Progress {
  if (gradients.length === 0) return progress
  const checked = noteCheck(progress, exercise, { passed, gradients: verdictsOf(gradients), at })
  // A slip that was recognised has its hint: the tiers before that one are as good as read.
  return gradients.reduce(
    (noted, { blank, diagnosis }) =>
      diagnosis === null ? noted : noteHint(noted, exercise, blank, diagnosis.tier - 1),
    checked,
  )
}
