/** Practice: the way to it, and what came of a session. */
import { useEffect, useRef } from 'preact/hooks'
import type { DrillRow, PracticeView } from '../contract.ts'
import type { PageSession } from '../session.ts'
import { numberOf } from './header.tsx'

/** On the button that leads to it. */
export function practiceText({ due, usual, session, current }: PracticeView): string {
  if (session === null)
    return `Practice: ${usual} tasks${due === 0 ? '' : `, ${due} ${due === 1 ? 'kind' : 'kinds'} due`}`
  const at = session.exercises.findIndex(({ id }) => id === current)
  return `Go on with practice: task ${at + 1} of ${session.exercises.length}`
}

export function Practice({ session }: { session: PageSession }) {
  const { practice } = session.state
  return (
    <section class="track" aria-labelledby="track-practice">
      <div>
        <h2 id="track-practice">Practice</h2>
      </div>
      <div>
        <p class="soft">
          Small tasks, made for you. What you miss comes back soon; what you can do comes back after ever more
          days. Tasks don’t count as exercises.
        </p>
        <p>
          <button type="button" class="button" onClick={() => void session.practise()}>
            {practice === null ? 'Practice' : practiceText(practice)}
          </button>
        </p>
      </div>
    </section>
  )
}

const daysText = (days: number): string => (days <= 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`)

const sumOf = (rows: readonly DrillRow[], of: (row: DrillRow) => number): number =>
  rows.reduce((sum, row) => sum + of(row), 0)

export function Ending({ session }: { session: PageSession }) {
  const { ending, lesson } = session.state
  const heading = useRef<HTMLHeadingElement>(null)
  // Where the reader was is gone with the task.
  useEffect(() => heading.current?.focus(), [])
  const [right, many] = [sumOf(ending, row => row.right), sumOf(ending, row => row.many)]
  return (
    <div class="page">
      <div class="in">
        <h2 class="title" ref={heading} tabIndex={-1}>
          {many === 0
            ? 'This session is over.'
            : `This session is over: ${right} of ${many} right at the first try.`}
        </h2>
        {many > 0 && (
          <table class="outcomes">
            <thead>
              <tr>
                <th scope="col">what</th>
                <th scope="col">at the first try</th>
                <th scope="col">comes back</th>
              </tr>
            </thead>
            <tbody>
              {ending.map(row => (
                <tr key={row.title}>
                  <th scope="row">
                    <span class={row.right === row.many ? 'is-right' : 'soft'} aria-hidden="true">
                      {row.right === row.many ? '✓' : '~'}
                    </span>{' '}
                    {row.title}
                  </th>
                  <td>
                    {row.right} of {row.many}
                  </td>
                  <td>{daysText(row.days)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <p class="row">
          <button type="button" class="button main" onClick={() => void session.practise()}>
            More tasks
          </button>
          {lesson !== null && (
            <button
              type="button"
              class="button"
              onClick={() => session.dispatch({ kind: 'place', place: 'exercise' })}
            >
              Back to {numberOf(lesson.number)} {lesson.title}
            </button>
          )}
        </p>
      </div>
    </div>
  )
}
