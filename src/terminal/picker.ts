/** The list of exercises that one can move in. */
import { type ExerciseStanding, exerciseRow, type TrackStanding, trackLines } from './standing.ts'
import { columns, style } from './style.ts'

export interface Picker {
  readonly tracks: readonly TrackStanding[]
  /** The id of the exercise that is worked on. */
  readonly current: string
  /** The id of the one that is pointed at; one that the filter hides is not. */
  readonly pointed: string
  readonly filter: string
  /** Whether keys go into the filter. */
  readonly typing: boolean
}

/** The exercises that the filter lets through: those with all its words in their name, number or title. */
export function visible({ tracks, filter }: Picker): ExerciseStanding[] {
  const words = filter.toLowerCase().split(/\s+/)
  return tracks
    .flatMap(({ exercises }) => exercises)
    .filter(({ id, title }) => words.every(word => `${id} ${title}`.toLowerCase().includes(word)))
}

/** The list as lines, and which of them is pointed at. */
export function renderPicker(picker: Picker): { lines: string[]; pointed: number } {
  const shown = visible(picker)
  const headings = trackLines(picker.tracks)
  const rows = columns(
    shown.map(exercise =>
      exerciseRow(exercise, exercise.id === picker.current, exercise.id === picker.pointed),
    ),
  )
  const lines: string[] = picker.filter === '' && !picker.typing ? [] : [filterLine(picker), '']
  let pointed = 0
  for (const [i, track] of picker.tracks.entries()) {
    const own = track.exercises.filter(exercise => shown.includes(exercise))
    if (own.length === 0) continue
    lines.push(headings[i], '')
    for (const exercise of own) {
      if (exercise.id === picker.pointed) pointed = lines.length
      lines.push(rows[shown.indexOf(exercise)])
    }
    lines.push('')
  }
  if (shown.length === 0) lines.push(style.dim('no exercise has that in its name'))
  return { lines, pointed }
}

const filterLine = ({ filter, typing }: Picker): string =>
  `${style.dim('filter:')} ${style.strong(filter)}${typing ? style.code('_') : ''}`
