/** `ninja list`: all exercises, or those of a track, and how far each has come. */
import { NinjaError } from '../../errors.ts'
import { nearestStart } from '../../suggest.ts'
import { beltOfTrack, renderList, rightIn, type TrackStanding } from '../../terminal/standing.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { tracksOf } from '../standing.ts'
import { allExercises, currentExercise } from '../workspace.ts'

export function run(context: Context, [written]: readonly string[], options: Options): CommandResult {
  const workspace = context.workspace()
  const { progress, warning } = workspace.store.read()
  const all = allExercises(workspace.root)
  const every = tracksOf(all, progress, workspace, context.cwd)
  const tracks = written === undefined ? every : [pickTrack(every, written)]
  const current = currentExercise(all, progress).id
  return outcome(options.json === true ? toJson(tracks, current) : renderList(tracks, current), [warning])
}

function pickTrack(tracks: readonly TrackStanding[], written: string): TrackStanding {
  const names = tracks.map(({ name }) => name)
  const found = tracks.find(({ name }) => name === written.replace(/[\\/]$/, ''))
  if (found !== undefined) return found
  const near = nearestStart(written, names)
  const advice = near === undefined ? `the tracks are ${names.join(', ')}` : `did you mean ${near}?`
  throw new NinjaError('usage', `there is no track "${written}"`, advice)
}

function toJson(tracks: readonly TrackStanding[], current: string): string {
  return JSON.stringify({
    version: 1,
    current,
    tracks: tracks.map(track => ({
      name: track.name,
      belt: beltOfTrack(track),
      exercises: track.exercises.map(exercise => {
        const { id, title, passed, givenUp, again, gradients, file } = exercise
        const right = rightIn(exercise)
        return { id, title, passed, givenUp, again: again.length > 0, right, total: gradients.length, file }
      }),
    })),
  })
}
