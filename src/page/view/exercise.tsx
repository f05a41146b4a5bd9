/** The left column: the exercise as a notebook. Text, the forward pass, and an editor for each blank. */
import { useEffect, useState } from 'preact/hooks'
import { isTask } from '../../practice/task-names.ts'
import type { LessonPart, LessonView } from '../contract.ts'
import { rowsOf } from '../rows.ts'
import type { PageSession } from '../session.ts'
import { tableOf } from '../state.ts'
import { Blank } from './blank.tsx'
import { Editor } from './editor.tsx'
import type { Editors } from './editors.ts'
import { Fixed } from './fixed.tsx'
import { Prose } from './words.tsx'

export interface ExerciseProps {
  readonly session: PageSession
  readonly editors: Editors
  readonly isCompared: boolean
}

export function Exercise({ session, editors, isCompared }: ExerciseProps) {
  const { state, dispatch } = session
  const { lesson, isWhole } = state
  if (lesson === null) return <div class="in" />
  return (
    <div class="in">
      <div class="modes" role="group" aria-label="How to see the exercise">
        <button
          type="button"
          class="button bare"
          aria-pressed={!isWhole}
          onClick={() => dispatch({ kind: 'whole', isWhole: false })}
        >
          Exercise
        </button>
        <button
          type="button"
          class="button bare"
          aria-pressed={isWhole}
          onClick={() => dispatch({ kind: 'whole', isWhole: true })}
        >
          Whole file
        </button>
        {isTask(lesson.id) && (
          <button
            type="button"
            class="button bare"
            title="What isn’t right yet comes back soon."
            onClick={() => void session.endPractice()}
          >
            End the session
          </button>
        )}
        {session.host.aside?.has(lesson.id) === true && (
          <button
            type="button"
            class="button bare"
            title="Another tab, or an import, took its place. A second time, you are back."
            onClick={session.swap}
          >
            Bring back the other text
          </button>
        )}
      </div>
      {isWhole ? (
        <div class="whole">
          <Editor
            key={lesson.id}
            text={state.text}
            revision={state.revision}
            label={`${lesson.id}.ts, the whole file`}
            isNumbered
            onText={session.write}
            onCheck={session.checkNow}
            ready={editor => editors.note('', editor)}
          />
        </div>
      ) : (
        <Parts {...{ session, editors, isCompared, lesson }} key={lesson.id} />
      )}
    </div>
  )
}

function Parts({ session, editors, isCompared, lesson }: ExerciseProps & { lesson: LessonView }) {
  const { state } = session
  const count = useGrowing(lesson.blanks.length)
  const rows = tableOf(state)
  const chosen = rows.find(({ key }) => key === state.chosen)
  const isOff = chosen !== undefined && (chosen.look === 'wrong' || chosen.look === 'shape')
  const used = isOff && state.checked !== null ? chosen.judged.uses.map(({ line }) => line) : []
  const leave = (from: string, step: 1 | -1): void => {
    const to = lesson.blanks[lesson.blanks.indexOf(from) + step]
    if (to !== undefined) editors.get(to)?.focus()
  }
  const partFor = (part: LessonPart, i: number) => {
    if (part.kind === 'text') return <Prose key={i} html={part.html} />
    if (part.kind === 'code')
      return (
        <Fixed
          key={i}
          part={part}
          text={state.text}
          used={part.isForward ? used : []}
          chosen={chosen?.name ?? null}
          // There is not much more to a task.
          isOpen={part.isForward && isTask(lesson.id)}
        />
      )
    const isClass = part.blanks.some(({ name }) => name.includes('.'))
    const blanks = part.blanks.map(({ name, shape }, j) => (
      <Blank
        key={name}
        {...{ session, name, shape, leave, editors }}
        title={j === 0 && !isClass ? part.title : ''}
        rows={rowsOf(state.checked?.report.gradients.filter(({ blank }) => blank === name) ?? [])}
        isReady={lesson.blanks.indexOf(name) < count}
        answer={isCompared ? (lesson.answers[name] ?? null) : null}
      />
    ))
    if (!isClass) return blanks
    const around = { ...part, kind: 'code', isForward: false } as const
    return [
      <Fixed key={i} part={around} text={state.text} used={[]} chosen={null} word="as they are at first" />,
      ...blanks,
    ]
  }
  // What is below the first blank comes with it: nothing moves then.
  const first = lesson.parts.findIndex(({ kind }) => kind === 'blank')
  const parts = state.filling === null && first !== -1 ? lesson.parts.slice(0, first) : lesson.parts
  return <>{parts.map(partFor)}</>
}

/** Editors come one after another: all at once would keep the first of them waiting. */
function useGrowing(most: number): number {
  const [count, set] = useState(2)
  useEffect(() => {
    if (count >= most) return
    const timer = setTimeout(() => set(count + 1), 30)
    return () => clearTimeout(timer)
  }, [count, most])
  return count
}
