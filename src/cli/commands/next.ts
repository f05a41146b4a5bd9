/**
 * `ninja next`: makes the next exercise that is not passed the current one. It goes on from an exercise that is not
 * passed too, and says so: the order is advice, and one who is stuck must not be stuck for good.
 */
import type { Exercise } from '../../catalogue/catalogue.ts'
import { isPassed, type Progress, progressOf } from '../../progress/progress.ts'
import { renderClosing } from '../../terminal/closing.ts'
import { closingOf } from '../closing.ts'
import { type CommandResult, type Context, outcome } from '../command.ts'
import { goTo } from '../going.ts'
import { allExercises, currentExercise, nextExercise } from '../workspace.ts'

export function run(context: Context): CommandResult {
  const workspace = context.workspace()
  const all = allExercises(workspace.root)
  const { progress, warning } = workspace.store.read()
  const { from, to } = step(all, progress)
  if (to === null) {
    const closing = closingOf(all, progress, currentExercise(all, progress))!
    return outcome(renderClosing(closing, context), [warning])
  }
  return goTo(context, { workspace, all, progress }, from, to, [warning])
}

/** From where to where. `from` is null for those who only just begin: their next exercise is where they do. */
export function step(
  all: readonly Exercise[],
  progress: Progress,
): { from: Exercise | null; to: Exercise | null } {
  const current = currentExercise(all, progress)
  const isWaiting = progress.current === null || progress.chosen === current.id
  const begun = !isWaiting || progressOf(progress, current.id).checks > 0
  const untouched = !begun && !isPassed(progress, current.id)
  return untouched ? { from: null, to: current } : { from: current, to: nextExercise(all, progress, current) }
}
