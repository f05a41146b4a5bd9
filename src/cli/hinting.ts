/** Which hints are shown: one more than last time. How many that were is counted in the learner's progress. */
import type { Exercise } from '../catalogue/catalogue.ts'
import { NinjaError } from '../errors.ts'
import { noteHint, type Progress, progressOf } from '../progress/progress.ts'
import { keepHelp } from './drill/practice-file.ts'
import type { Workspace } from './workspace.ts'

/** How many hints of a gradient were shown. */
export function hintsShown(progress: Progress, { id }: Exercise, gradient: string): number {
  const { hints } = progressOf(progress, id)
  return Object.hasOwn(hints, gradient) ? hints[gradient] : 0
}

/** A hint that can't be counted is still a hint: gives what went wrong. */
export function countHints(
  workspace: Workspace,
  { id }: Exercise,
  gradient: string,
  shown: number,
): string | null {
  try {
    const { warning } = workspace.store.update(progress => noteHint(progress, id, gradient, shown))
    return warning ?? keepHelp(workspace.root, id)
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return `this hint was not counted: ${error.message}`
  }
}
