/** Which gradients of a track a learner has still to find. */
import type { Exercise } from '../../catalogue/catalogue.ts'
import { passes, type Verdict } from '../../checker/report.ts'
import { isPassed, type Progress, progressOf } from '../../progress/progress.ts'
import { blankNames } from '../ready.ts'

/**
 * By name, the exercise that it is a blank of, the first of several. Exercises of a track are about one forward pass,
 * so a gradient that is right in one of them is known in all.
 */
export function openGradients(
  all: readonly Exercise[],
  track: string,
  progress: Progress,
): ReadonlyMap<string, string> {
  const open = new Map<string, string>()
  const found = new Set<string>()
  for (const exercise of all.filter(one => one.track === track)) {
    const { gradients } = progressOf(progress, exercise.id)
    for (const name of blankNames(exercise)) {
      if (isPassed(progress, exercise.id) || passes(gradients[name] as Verdict)) found.add(name)
      if (!open.has(name)) open.set(name, exercise.id)
    }
  }
  for (const name of found) open.delete(name)
  return open
}
