/** A blank: its sign and name, where it feeds, what it is given, and an editor for its lines. */
import { useMemo, useRef } from 'preact/hooks'
import type { Html } from '../contract.ts'
import { headlineOf, type Look, type TableRow, valuesIn } from '../rows.ts'
import type { PageSession } from '../session.ts'
import { headOf, linesOf } from '../state.ts'
import { Code } from './code.tsx'
import { Editor } from './editor.tsx'
import type { Editors } from './editors.ts'
import { Made } from './words.tsx'

interface BlankProps {
  readonly session: PageSession
  readonly name: string
  readonly shape: string | null
  readonly title: Html
  /** Its own of the table: of a gradient one. */
  readonly rows: readonly TableRow[]
  readonly isReady: boolean
  readonly answer: string | null
  readonly editors: Editors
  readonly leave: (from: string, step: 1 | -1) => void
}

const ORDER: readonly Look[] = ['wrong', 'shape', 'rest', 'blank', 'right']

export function Blank(props: BlankProps) {
  const { session, name, shape, title, rows, isReady, answer } = props
  const { state } = session
  const latest = useRef(props)
  latest.current = props
  const row = ORDER.map(look => rows.find(one => one.look === look)).find(one => one !== undefined)
  const look = row?.look ?? 'blank'
  const sign = row?.sign ?? '·'
  const head = headOf(state, name)
  const given = head?.given.join(', ') ?? ''
  const lines = linesOf(state, name)
  const word =
    row === undefined || row.judged.verdict === 'blank'
      ? 'to do'
      : rows.length === 1
        ? row.word
        : manyText(rows)
  const focused = (): void => {
    const { session, rows } = latest.current
    const own = rows.find(one => one.look !== 'right') ?? rows[0]
    const isChosen = rows.some(({ key }) => key === session.state.chosen)
    if (own !== undefined && !isChosen) session.dispatch({ kind: 'chosen', key: own.key, isByHand: false })
  }
  // There may be dozens, and a save or a verdict changes one or two: the others are kept.
  return useMemo(
    () => (
      <section class={`blank is-${look}`} id={`blank-${name}`} aria-label={`${name}: ${word}`}>
        <header>
          <span class={`sign is-${look}`} aria-hidden="true">
            {sign}
          </span>
          <h3 class="mono">{name}</h3>
          {shape !== null && <span class="label mono">{shape}</span>}
          <span class={`word is-${look}`}>{word}</span>
        </header>
        {title !== '' && title !== name && (
          <p class="feeds">
            <Made html={title} />
          </p>
        )}
        {head !== null && head.given.length > 0 && (
          <p class="givens mono">
            <span class="soft">given</span>{' '}
            {head.given.map(one => (
              <span key={one} class="name">
                {one}
              </span>
            ))}
          </p>
        )}
        {head?.signature != null && (
          <p class="givens mono">
            <span class="soft">takes</span> <Code text={head.signature} />
          </p>
        )}
        {lines === null ? (
          <p class="note">This part of the file can’t be read. Look at it in “Whole file”.</p>
        ) : (
          <Editor
            text={lines}
            revision={state.revision}
            label={`${name}, your lines`}
            isReady={isReady}
            isWrong={look === 'wrong' || look === 'shape'}
            onText={text => session.fill(name, text)}
            onCheck={session.checkNow}
            onFocus={focused}
            onLeave={step => latest.current.leave(name, step)}
            ready={editor => latest.current.editors.note(name, editor)}
          />
        )}
        {answer !== null && (
          <div class="answer">
            <p class="label">the solution</p>
            <pre class="mono">
              <Code text={answer} />
            </pre>
          </div>
        )}
      </section>
    ),
    [name, shape, title, look, sign, word, given, head?.signature, lines, isReady, answer],
  )
}

function manyText(rows: readonly TableRow[]): string {
  const { isPassed } = headlineOf(rows)
  const right = valuesIn(rows.filter(({ look }) => look === 'right'))
  return isPassed ? `all ${valuesIn(rows)} values right` : `${right} of ${valuesIn(rows)} values right`
}
