/** The bar at the top: where one is in the track, and the way to all exercises. */
import type { PageSession } from '../session.ts'
import { tracksIn } from '../state.ts'
import { Key } from './words.tsx'

export const numberOf = (number: number): string => String(number).padStart(2, '0')

export function Header({ session, onKeys }: { session: PageSession; onKeys: () => void }) {
  const { state, dispatch } = session
  const { lesson, place } = state
  const track = tracksIn(state).find(({ name }) => name === lesson?.track)
  const isExercise = place === 'exercise' && lesson !== null
  const title = {
    exercise: '',
    list: 'All exercises',
    notebook: state.notebook?.name ?? 'Notebook',
    training: 'Training',
    practice: 'Practice',
  }[place]
  const toList = (event: Event): void => {
    event.preventDefault()
    dispatch({ kind: 'place', place: place === 'list' ? 'exercise' : 'list' })
  }
  return (
    <header class="bar">
      <a class="brand" href="#list" onClick={toList}>
        backprop ninja
      </a>
      <div class="where">
        {isExercise && <span class="soft track">{lesson.track}</span>}
        <h1>{isExercise ? `${numberOf(lesson.number)} ${lesson.title}` : title}</h1>
      </div>
      {isExercise && track !== undefined && (
        <nav class="steps" aria-label={`Exercises of ${track.name}`}>
          {track.exercises.map(one => (
            <a
              key={one.id}
              href={`#${one.id}`}
              class={one.isPassed ? 'done' : ''}
              aria-current={one.id === lesson.id ? 'page' : undefined}
              aria-label={`${numberOf(one.number)} ${one.title}${one.isPassed ? ', passed' : ''}`}
              title={`${numberOf(one.number)} ${one.title}`}
            >
              <i />
            </a>
          ))}
        </nav>
      )}
      <span class="grow" />
      <button type="button" class="button bare" aria-pressed={place === 'list'} onClick={toList}>
        All exercises <Key name="l" />
      </button>
      <button type="button" class="button bare" aria-label="Keys and help" onClick={onKeys}>
        <Key name="?" />
      </button>
    </header>
  )
}
