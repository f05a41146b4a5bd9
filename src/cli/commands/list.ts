/** `ninja list`: all exercises, and how far each has come. */
import { beltOfTrack, renderList, rightIn, type TrackStanding } from '../../terminal/standing.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { tracksOf } from '../standing.ts'
import { allExercises, currentExercise } from '../workspace.ts'

export function run(context: Context, _: readonly string[], options: Options): CommandResult {
  const workspace = context.workspace()
  const { progress, warning } = workspace.store.read()
  const all = allExercises(workspace.root)
  const tracks = tracksOf(all, progress, workspace, context.cwd)
  const current = currentExercise(all, progress).id
  return outcome(options.json === true ? toJson(tracks, current) : renderList(tracks, current), [warning])
}

function toJson(tracks: readonly TrackStanding[], current: string): string {
  return JSON.stringify({
    version: 1,
    current,
    tracks: tracks.map(track => ({
      name: track.name,
      belt: beltOfTrack(track),
      exercises: track.exercises.map(exercise => {
        const { id, title, passed, gradients, file } = exercise
        return { id, title, passed, right: rightIn(exercise), total: gradients.length, file }
      }),
    })),
  })
}
