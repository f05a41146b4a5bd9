/** `ninja previous`: makes the exercise before the current one in its track the current one. */
import { NinjaError } from '../../errors.ts'
import type { CommandResult, Context } from '../command.ts'
import { goTo } from '../going.ts'
import { allExercises, currentExercise } from '../workspace.ts'

export function run(context: Context): CommandResult {
  const workspace = context.workspace()
  const all = allExercises(workspace.root)
  const { progress, warning } = workspace.store.read()
  const { id, track } = currentExercise(all, progress)
  const inTrack = all.filter(one => one.track === track)
  const to = inTrack[inTrack.findIndex(one => one.id === id) - 1]
  if (to === undefined)
    throw new NinjaError(
      'usage',
      `this is the first exercise of ${track}`,
      'to see all exercises: ninja list',
    )
  return goTo(context, { workspace, all, progress }, null, to, [warning])
}
