/** `ninja status`: where the learner stands, and what to do next. */
import { readFileSync, statSync } from 'node:fs'
import { hasAnswers } from '../../catalogue/catalogue.ts'
import { wasPutAway } from '../../progress/attempts.ts'
import { progressOf } from '../../progress/progress.ts'
import { renderStatus, type Status } from '../../terminal/status.ts'
import { type CommandResult, type Context, outcome } from '../command.ts'
import { keptAs } from '../files.ts'
import { standingOf, tracksOf } from '../standing.ts'
import { choose } from '../target-exercise.ts'
import { fileOf } from '../workspace.ts'

export function run(context: Context): CommandResult {
  const { workspace, all, exercise, progress, warning } = choose(context, undefined)
  const status: Status = {
    tracks: tracksOf(all, progress, workspace, context.cwd),
    hasAnswers: all.some(hasAnswers),
    current: standingOf(exercise, progress, workspace, context.cwd),
    file: stateOf(
      workspace.root,
      exercise.id,
      fileOf(workspace, exercise),
      progressOf(progress, exercise.id).lastCheckedAt,
    ),
  }
  return outcome(renderStatus(status, context), [warning])
}

function stateOf(root: string, id: string, file: string, checkedAt: string | null): Status['file'] {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) return 'missing'
  if (checkedAt === null) return 'unchecked'
  const at = new Date(checkedAt)
  // A reset that was taken back since has changed nothing.
  return found.mtime <= at || wasPutAway(root, keptAs(id, file), readFileSync(file), at)
    ? 'checked'
    : 'changed'
}
