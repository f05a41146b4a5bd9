/** What is kept of checks, whoever ran them; and a check that could not be begun. */
import type { Exercise } from '../catalogue/catalogue.ts'
import type { Report, Verdict } from '../checker/report.ts'
import { NinjaError } from '../errors.ts'
import { noteCheck, noteHint, type Progress, setCurrent } from '../progress/progress.ts'
import { problemOf } from './errors.ts'
import type { Workspace } from './workspace.ts'

/** What could not even be begun, as a report like any other: others go on. */
export function broken({ id }: Exercise, file: string, seed: number, error: unknown): Report {
  const { code, message, advice, reason } = problemOf(error)
  return {
    version: 1,
    exercise: id,
    file,
    passed: false,
    seed,
    sizes: {},
    gradients: [],
    notes: [],
    printed: [],
    picture: null,
    error: { code, message, advice, line: null, reason },
  }
}

/**
 * Notes these reports, and makes `current` the current exercise unless it was when `before` was read. Progress that
 * can't be written must not cost the learner the verdict: then the sentence that says so is given.
 */
export function save(
  workspace: Workspace,
  reports: readonly Report[],
  before: Progress | null,
  current: string | null,
): string | null {
  const at = new Date()
  const note = (progress: Progress): Progress => {
    const noted = reports.reduce((so, { exercise, passed, gradients }) => {
      const verdicts = verdictsOf(gradients)
      if (gradients.length === 0) return so
      const checked = noteCheck(so, exercise, { passed, gradients: verdicts, at })
      // A slip that was recognised has its hint: the tiers before that one are as good as read.
      return gradients.reduce(
        (noted, { blank, diagnosis }) =>
          diagnosis === null ? noted : noteHint(noted, exercise, blank, diagnosis.tier - 1),
        checked,
      )
    }, progress)
    return current === null || current === before?.current ? noted : setCurrent(noted, current)
  }
  try {
    return workspace.store.update(note).warning
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return `progress was not saved: ${error.message}`
  }
}

/** Of each blank, the verdict that is furthest from right: its own slips before what it inherits. */
function verdictsOf(rows: Report['gradients']): Record<string, string> {
  const rank = (verdict: Verdict): number =>
    verdict === 'exact' ? 0 : verdict === 'approximate' ? 1 : verdict === 'inherited' ? 2 : 3
  const worst: Record<string, Verdict> = {}
  for (const { blank, verdict } of rows) {
    if (!Object.hasOwn(worst, blank) || rank(verdict) > rank(worst[blank])) worst[blank] = verdict
  }
  return worst
}
