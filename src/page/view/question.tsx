/** A question about a gradient with its answers, below the table and over what is below: nothing moves for it. */
import { useEffect, useRef } from 'preact/hooks'
import type { QuizKind, Silence } from '../../practice/questions.ts'
import type { Quiz } from '../../practice/quiz.ts'
import type { PageSession } from '../session.ts'
import { Key, Words } from './words.tsx'

const SILENCES: Readonly<Record<Silence, string>> = {
  'nothing judged': 'There is no verdict to ask about yet.',
  'no gradient': 'There is no gradient to ask about here.',
  'all right': 'Every gradient here is right. Press “Why?” to be asked about them.',
  'nothing right': 'No gradient is right yet. Press “Guess” to be asked what they will be like.',
  'no question': 'There is no question about these gradients.',
}

/** What one can be asked. */
export const Askings = ({ ask }: Pick<PageSession, 'ask'>) => (
  <div class="tools">
    {(['guess', 'why'] as const).map(asking => (
      <button key={asking} type="button" class="button bare" onClick={() => ask(asking)}>
        {asking === 'guess' ? 'Guess' : 'Why?'} <Key name={KEYS[asking]} />
      </button>
    ))}
  </div>
)

const KEYS: Readonly<Record<QuizKind, string>> = { guess: 'g', why: 'w' }

export function Question({ session }: { session: PageSession }) {
  const { asked } = session.state
  const place = useRef<HTMLElement>(null)
  /** Where the focus was before, and goes back to. */
  const before = useRef<Element | null>(null)
  useEffect(() => {
    if (asked === null) return
    const { activeElement } = document
    if (place.current?.contains(activeElement) !== true) before.current = activeElement
    place.current?.focus({ preventScroll: true })
  }, [asked?.next])
  if (asked === null) return null
  const { asking, next, answer } = asked
  const quiz = next.kind === 'quiz' ? next.quiz : null
  const close = (): void => {
    const column = place.current?.closest<HTMLElement>('.column')
    const to = before.current === document.body ? null : (before.current as HTMLElement | null)
    session.closeQuestion()
    // What was hidden for a guess is there again then.
    setTimeout(() => (to?.checkVisibility() === true ? to : column)?.focus({ preventScroll: true }))
  }
  return (
    <section ref={place} class="question" tabIndex={-1} aria-labelledby="question">
      <p id="question" class="asked">
        <Words text={next.kind === 'quiz' ? next.quiz.text : SILENCES[next.silence]} />
      </p>
      {quiz !== null && <Answers key={quiz.text} quiz={quiz} chosen={answer} onChoose={session.answer} />}
      <div class="row">
        {next.kind === 'quiz' && !next.isOnly && (
          <button type="button" class="button" onClick={() => session.ask(asking)}>
            Another question <Key name={KEYS[asking]} />
          </button>
        )}
        <button type="button" class="button" data-close onClick={close}>
          Close <Key name="Esc" />
        </button>
      </div>
    </section>
  )
}

interface AnswersProps {
  readonly quiz: Quiz
  /** From 0; null: none yet. */
  readonly chosen: number | null
  readonly onChoose: (answer: number) => void
}

function Answers({ quiz, chosen, onChoose }: AnswersProps) {
  const { choices, right } = quiz
  const wrong = toldOf(quiz, `No, it’s ${right + 1}.`)
  return (
    <>
      <ol class="choices">
        {choices.map((choice, i) => {
          const look = chosen === null ? '' : i === right ? 'right' : i === chosen ? 'wrong' : 'rest'
          return (
            <li key={choice}>
              <button
                type="button"
                class={`choice is-${look}`}
                aria-disabled={chosen !== null}
                onClick={() => onChoose(i)}
              >
                <Key name={String(i + 1)} />
                <span>
                  <Words text={choice} />
                </span>
                <span class="sign" aria-hidden="true">
                  {look === 'right' ? '✓' : look === 'wrong' ? '✗' : ''}
                </span>
              </button>
            </li>
          )
        })}
      </ol>
      <div class="told">
        {/* As much room as the longer of the two takes: an answer moves nothing. */}
        <p class="room" aria-hidden="true">
          <Words text={wrong} />
        </p>
        <p aria-live="polite">
          {chosen !== null && <Words text={chosen === right ? toldOf(quiz, 'Right.') : wrong} />}
        </p>
      </div>
    </>
  )
}

/** Where the right answer is the reason, it has been read. */
const toldOf = ({ choices, right, reason }: Quiz, verdict: string): string =>
  reason === choices[right] ? verdict : `${verdict} ${reason}`
