/** The page. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Host } from '../contract.ts'
import { useNarrow } from '../look.ts'
import { firstMistake, headlineOf, statusOf } from '../rows.ts'
import { type PageSession, useSession } from '../session.ts'
import { tableOf } from '../state.ts'
import { LateParts } from './code.tsx'
import { type Editors, openEditors } from './editors.ts'
import { Exercise } from './exercise.tsx'
import { Header, numberOf } from './header.tsx'
import { Keys } from './keys.tsx'
import { List } from './list.tsx'
import {
  ExerciseNotebook,
  NotebookCells,
  NotebookVerdict,
  notebookRows,
  showCell,
  useDrop,
} from './notebook.tsx'
import { Ending } from './practice.tsx'
import { useRehearsal } from './rehearsal.tsx'
import { Training } from './training.tsx'
import { type Going, Verdict } from './verdict.tsx'

export function App({ host }: { host: Host }) {
  const session = useSession(host)
  const { state, dispatch } = session
  const editors = useState(openEditors)[0]
  const [isHelped, help] = useState(false)
  const [isCompared, compare] = useState(false)
  const { lesson, place, notebook } = state
  const own = lesson?.notebook ?? null
  useEffect(() => compare(false), [lesson?.id])
  useEffect(() => {
    const title =
      place === 'exercise' && lesson !== null
        ? `${numberOf(lesson.number)} · ${lesson.title}`
        : place === 'practice'
          ? 'Practice'
          : 'All exercises'
    document.title = `${title} · backprop-ninja`
  }, [lesson, place])
  const aim = place === 'exercise' || place === 'notebook' ? 'verdict' : 'content'
  const going = goingIn(session, editors)
  useKeys(session, editors, () => help(true))
  useDrop(session)
  useRehearsal(session)
  return (
    <LateParts.Provider value={state.late}>
      <a class="skip" href={`#${aim}`} onClick={event => skip(event, session, aim)}>
        Skip to the {aim}
      </a>
      <Header session={session} onKeys={() => help(true)} />
      {place === 'list' && (
        <main id="content" tabIndex={-1}>
          <List session={session} />
        </main>
      )}
      {place === 'practice' && (
        <main id="content" tabIndex={-1}>
          <Ending session={session} />
        </main>
      )}
      {place === 'training' && lesson !== null && (
        <main id="content" tabIndex={-1}>
          <Training
            host={host}
            id={lesson.id}
            onBack={() => dispatch({ kind: 'place', place: 'exercise' })}
          />
        </main>
      )}
      {place === 'notebook' && notebook !== null && (
        <Columns session={session} names={['Notebook', 'Verdict']}>
          <NotebookCells session={session} notebook={notebook} />
          <NotebookVerdict session={session} notebook={notebook} />
        </Columns>
      )}
      {place === 'exercise' && (
        <Columns session={session} names={[own === null ? 'Exercise' : 'Notebook', 'Verdict']}>
          {own === null ? (
            <Exercise {...{ session, editors, isCompared }} />
          ) : (
            <ExerciseNotebook key={lesson?.id} state={state} place={own} />
          )}
          <Verdict {...{ session, going, isCompared }} onCompare={() => compare(!isCompared)} />
        </Columns>
      )}
      <Status session={session} />
      <Keys session={session} isOpen={isHelped} onClose={() => help(false)} />
    </LateParts.Provider>
  )
}

interface ColumnsProps {
  readonly session: PageSession
  readonly names: readonly [string, string]
  readonly children: readonly [preact.ComponentChildren, preact.ComponentChildren]
}

function Columns({ session, names, children }: ColumnsProps) {
  const isNarrow = useNarrow()
  const { state } = session
  const { column, place, notebook } = state
  const rows = place === 'notebook' && notebook !== null ? notebookRows(notebook) : tableOf(state)
  const wrong = rows.filter(({ look }) => look === 'wrong' || look === 'shape').length
  const { isPassed } = headlineOf(rows)
  const sign = isPassed ? ' ✓' : wrong > 0 ? ` ✗ ${wrong}` : ''
  const both = ['exercise', 'verdict'] as const
  const id = state.lesson?.id ?? ''
  const before = useRef(id)
  useEffect(() => {
    // What had the focus went away with the exercise before.
    const isLost = before.current !== '' && before.current !== id && document.activeElement === document.body
    if (isLost) document.querySelector<HTMLElement>('.column:not([hidden])')?.focus({ preventScroll: true })
    before.current = id
  }, [id])
  useEffect(() => {
    // Another row, or all right: what there is to read begins at the top.
    document.querySelector('.column.verdict')?.scrollTo({ top: 0 })
  }, [state.chosen, isPassed])
  return (
    <>
      {isNarrow && (
        <nav class="switch" aria-label="What to show">
          {both.map((one, i) => (
            <button
              key={one}
              type="button"
              aria-pressed={column === one}
              onClick={() => session.dispatch({ kind: 'column', column: one })}
            >
              {names[i]}
              {i === 1 && sign}
            </button>
          ))}
        </nav>
      )}
      <main class="columns">
        {both.map((one, i) => (
          <section
            key={`${one} ${id}`}
            class={`column ${one}`}
            tabIndex={0}
            aria-label={names[i]}
            hidden={isNarrow && column !== one}
          >
            {children[i]}
          </section>
        ))}
      </main>
    </>
  )
}

/** One sentence for each verdict, only where it is another than before. */
function Status({ session: { state } }: { session: PageSession }) {
  const { checked, place, notebook, lesson } = state
  const rows = place === 'notebook' && notebook !== null ? notebookRows(notebook) : tableOf(state)
  const said = useRef({ lesson: '', text: '' })
  const isKnown = place === 'notebook' ? notebook?.checked != null : checked !== null
  if (isKnown) said.current = { lesson: lesson?.id ?? '', text: statusOf(rows) }
  return (
    <div class="sr" role="status" aria-live="polite" aria-atomic="true">
      {said.current.text}
    </div>
  )
}

function skip(event: Event, session: PageSession, aim: string): void {
  event.preventDefault()
  session.dispatch({ kind: 'column', column: 'verdict' })
  setTimeout(() => document.getElementById(aim)?.focus())
}

function goingIn(session: PageSession, editors: Editors): Going {
  const { state, dispatch } = session
  const toExercise = (then: () => void): void => {
    dispatch({ kind: 'column', column: 'exercise' })
    setTimeout(then)
  }
  const toTraining = (): void => dispatch({ kind: 'place', place: 'training' })
  if (state.lesson !== null && state.lesson.notebook !== null)
    return { toLine: undefined, toBlank: blank => toExercise(() => showCell(state, blank)), toTraining }
  return {
    toLine: line =>
      toExercise(() => {
        const whole = editors.get('')
        whole?.toLine(line)
        const place = document.getElementById(`line-${line}`)
        const fold = place?.closest('details')
        if (fold != null) fold.open = true
        place?.scrollIntoView({ block: 'center' })
        place?.closest<HTMLElement>('.scroll')?.focus({ preventScroll: true })
      }),
    toBlank: blank =>
      toExercise(() => {
        document.getElementById(`blank-${blank}`)?.scrollIntoView({ block: 'center' })
        editors.enter(blank)
      }),
    toTraining,
  }
}

/** Single letters, outside of the editors. */
function useKeys(session: PageSession, editors: Editors, help: () => void): void {
  const latest = useRef(session)
  latest.current = session
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      const { state } = latest.current
      const from = event.target as HTMLElement
      if (from.closest('.cm-editor, input, select, textarea, dialog[open]') !== null) return
      const act = state.choices.keys || event.key === 'Escape' ? ACTS[event.key] : undefined
      if (act === undefined) return
      event.preventDefault()
      act({ ...latest.current, help })
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [editors])
}

type Acting = PageSession & { readonly help: () => void }

const ACTS: Readonly<Record<string, (acting: Acting) => void>> = {
  v: ({ dispatch }) => {
    dispatch({ kind: 'column', column: 'verdict' })
    setTimeout(() => document.querySelector<HTMLElement>('[data-maps]')?.focus())
  },
  h: ({ state, dispatch }) => {
    dispatch({ kind: 'column', column: 'verdict' })
    const rows = tableOf(state)
    const first = firstMistake(rows)
    if (state.chosen === null && first !== null) dispatch({ kind: 'chosen', key: first.key, isByHand: false })
    setTimeout(() => document.querySelector<HTMLElement>('[data-hint]')?.click())
  },
  g: ({ ask }) => ask('guess'),
  w: ({ ask }) => ask('why'),
  ...Object.fromEntries(
    [1, 2, 3, 4].map(number => [number, ({ answer }: Acting) => answer(number - 1)] as const),
  ),
  Escape: () => document.querySelector<HTMLElement>('[data-close]')?.click(),
  n: ({ step }) => step('next'),
  p: ({ step }) => step('before'),
  l: ({ state, dispatch }) =>
    dispatch({ kind: 'place', place: state.place === 'list' ? 'exercise' : 'list' }),
  '?': ({ help }) => help(),
}
