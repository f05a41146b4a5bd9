/**
 * `ninja next`: makes the next exercise that is not passed the current one. It goes on from an exercise that is not
 * passed too, and says so: the order is advice, and one who is stuck must not be stuck for good.
 */
import { existsSync } from 'node:fs'
import { type Exercise, readSolution, shortName } from '../../catalogue/catalogue.ts'
import { parseCells } from '../../notebook/cells.ts'
import { blanksOf } from '../../notebook/solution.ts'
import { givenIn } from '../../notebook/wrong.ts'
import { isPassed, type Progress, progressOf, setCurrent } from '../../progress/progress.ts'
import { cellsToRead } from '../../python/notebook-cells.ts'
import { renderClosing } from '../../terminal/closing.ts'
import { renderNext } from '../../terminal/next.ts'
import { closingOf } from '../closing.ts'
import { type CommandResult, type Context, outcome } from '../command.ts'
import { shown } from '../files.ts'
import { freshFile } from '../fresh-file.ts'
import { isNotebook } from '../notebook-file.ts'
import { blanksAlike } from '../take-offer.ts'
import { allExercises, currentExercise, fileOf, nextExercise } from '../workspace.ts'

export function run(context: Context): CommandResult {
  const workspace = context.workspace()
  const all = allExercises(workspace.root)
  const { progress, warning } = workspace.store.read()
  const { from, to } = step(all, progress)
  if (to === null) {
    const closing = closingOf(all, progress, currentExercise(all, progress))!
    return outcome(renderClosing(closing, context), [warning])
  }
  const saved = workspace.store.update(now => setCurrent(now, to.id))
  const file = fileOf(workspace, to)
  const solution = readSolution(to)
  const fresh = freshFile(workspace, to).content
  const mistaken = givenIn(solution).size
  const text = renderNext({
    cells: isNotebook(file) ? cellsToRead(fresh) : parseCells(fresh),
    name: shortName(all, to, to.track),
    file: shown(context.cwd, file),
    isNotebook: isNotebook(file),
    isOnlyScript: workspace.isPython && !isNotebook(file),
    missing: !existsSync(file),
    blanks: blanksOf(solution).length - mistaken,
    mistaken,
    alike: blanksAlike(to, { workspace, all, progress }),
    stays: from === to,
    left: from === null || from === to || isPassed(progress, from.id) ? null : shortName(all, from, to.track),
    finished: from === null || from.track === to.track ? null : closingOf(all, progress, from),
    ninja: context.ninja,
    width: context.width,
  })
  return outcome(text, [warning, saved.warning])
}

/** From where to where. `from` is null for those who only just begin: their next exercise is the first one. */
export function step(
  all: readonly Exercise[],
  progress: Progress,
): { from: Exercise | null; to: Exercise | null } {
  const current = currentExercise(all, progress)
  const begun = progress.current !== null || progressOf(progress, current.id).checks > 0
  const untouched = !begun && !isPassed(progress, current.id)
  return untouched ? { from: null, to: current } : { from: current, to: nextExercise(all, progress, current) }
}
