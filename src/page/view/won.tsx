/** All is right: what was seen, and where to go. */
import { isTask } from '../../practice/task-names.ts'
import type { PracticeView, TrackView } from '../contract.ts'
import { besides } from '../state.ts'
import { practiceText } from './practice.tsx'
import { Key } from './words.tsx'

interface WonProps {
  readonly id: string
  readonly tracks: readonly TrackView[]
  readonly picture: string | null
  readonly hasTraining: boolean
  readonly hasAnswers: boolean
  readonly isCompared: boolean
  readonly onNext: () => void
  /** Null until it's known, and where there is none. */
  readonly practice: PracticeView | null
  readonly onPractise: () => void
  readonly onEnd: () => void
  readonly onTrain: () => void
  readonly onCompare: () => void
}

export function Won(props: WonProps) {
  const { id, tracks, picture, hasTraining, hasAnswers, isCompared, practice } = props
  const { onNext, onPractise, onEnd, onTrain, onCompare } = props
  const { next } = besides(tracks, id)
  const belt = tracks.find(({ exercises }) => exercises.some(one => one.id === id))?.belt ?? null
  return (
    <section class="won" aria-label="Passed">
      {picture !== null && (
        <pre
          class="picture"
          tabIndex={0}
          role="img"
          aria-label="A picture that the exercise draws of your answer"
        >
          {picture.trimEnd()}
        </pre>
      )}
      <div class="row">
        {next !== null && (
          <button type="button" class="button main" onClick={onNext}>
            Next: {String(next.number).padStart(2, '0')} {next.title} <Key name="n" />
          </button>
        )}
        {next === null && isTask(id) && (
          <button type="button" class="button main" onClick={onEnd}>
            How the session went <Key name="n" />
          </button>
        )}
        {next === null && !isTask(id) && practice !== null && (
          <button type="button" class="button" onClick={onPractise}>
            {practiceText(practice)}
          </button>
        )}
        {hasTraining && (
          <button type="button" class="button" onClick={onTrain}>
            Train the network with your gradients
          </button>
        )}
        {hasAnswers && (
          <button type="button" class="button" aria-pressed={isCompared} onClick={onCompare}>
            Compare with the solution
          </button>
        )}
        {belt !== null && <Belt belt={belt} />}
      </div>
    </section>
  )
}

/** The colours of cloth, not of verdicts: the word beside it says which. */
const CLOTH: Readonly<Record<string, string>> = {
  white: '#ffffff',
  yellow: '#e8c33a',
  orange: '#e5872b',
  green: '#3f8f4f',
  blue: '#2f6fb5',
  brown: '#7a4a26',
  black: '#101214',
}

export const Belt = ({ belt }: { belt: string }) => (
  <span class="belt">
    <i style={{ background: CLOTH[belt] ?? 'transparent' }} />
    {belt} belt
  </span>
)
