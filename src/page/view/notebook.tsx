/** A Python notebook, judged as it is: its cells with what became of each claim, the table, the pictures. */
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { ended } from '../../checker/text/sentences.ts'
import { codeCellsOf } from '../../python/cells.ts'
import { cellsToRead } from '../../python/notebook-cells.ts'
import type { NotebookPlace } from '../contract.ts'
import { gutterOf } from '../gutter.ts'
import { picturedOf } from '../pictured.ts'
import { feederIn, firstMistake, folded, headlineOf, rowsOf, type TableRow } from '../rows.ts'
import type { PageSession } from '../session.ts'
import { type NotebookState, type PageState, tableOf } from '../state.ts'
import { usePythonLines } from './code.tsx'
import { Histogram } from './histogram.tsx'
import { MapTools } from './map-tools.tsx'
import { Maps } from './maps.tsx'
import { FailureNote } from './notes.tsx'
import { Reason } from './reason.tsx'
import { Scroll } from './scroll.tsx'
import { ShapeStory } from './shape-story.tsx'
import { Table } from './table.tsx'
import { Prose, Words } from './words.tsx'

export const notebookRows = ({ checked }: NotebookState): TableRow[] =>
  rowsOf(checked?.report.gradients ?? [])

export const chosenIn = (notebook: NotebookState): TableRow | null => {
  const rows = notebookRows(notebook)
  return rows.find(({ key }) => key === notebook.chosen) ?? firstMistake(rows) ?? rows[0] ?? null
}

export function NotebookCells({ session, notebook }: { session: PageSession; notebook: NotebookState }) {
  const rows = notebookRows(notebook)
  return (
    <div class="in">
      <h2 class="title">{notebook.name}</h2>
      <p class="soft lead">Read as it is: no Python and no PyTorch were needed.</p>
      <Drop session={session} />
      {cellsIn(notebook).map(({ number, text }) => (
        <CodeCell key={number} title={`cell ${number}`} {...{ text, rows }} chosen={null} />
      ))}
    </div>
  )
}

/** The notebook that an exercise is done in. The row that one chooses is in sight here, too. */
export function ExerciseNotebook({ state, place }: { state: PageState; place: NotebookPlace }) {
  const { text, checked } = state
  const chosen = tableOf(state).find(({ key }) => key === state.chosen)?.blank
  const first = useRef(true)
  useEffect(() => {
    if (!first.current && chosen !== undefined) showCell(state, chosen)
    if (chosen !== undefined) first.current = false
  }, [chosen])
  const rows = rowsOf(checked?.notebook?.gradients ?? [])
  const cells = useMemo(() => cellsToRead(text), [text])
  return (
    <div class="in">
      <p class="note quiet">
        You do this one in <code>{place.path}</code>. Save it where you edit it, and its verdict comes here.
        Only cells of code are numbered.
      </p>
      {cells.map(({ kind, title, lines }, i) => {
        const own = lines.join('\n')
        if (kind === 'code')
          return <CodeCell key={i} {...{ title, rows }} text={own.trimEnd()} chosen={chosen ?? null} />
        const html = place.texts.get(own)
        return html === undefined ? (
          <p key={i} class="prose plain">
            {own}
          </p>
        ) : (
          <Prose key={i} html={html} />
        )
      })}
    </div>
  )
}

interface CodeCellProps {
  /** `cell 5` */
  readonly title: string
  readonly text: string
  readonly rows: readonly TableRow[]
  /** A blank. */
  readonly chosen: string | null
}

function CodeCell({ title, text, rows, chosen }: CodeCellProps) {
  const number = title.split(' ')[1]
  return (
    <section class="cell" id={`cell-${number}`} aria-label={title}>
      <p class="label">{title}</p>
      <Scroll label={`${title}, code`}>
        <ol class="lines mono">
          <CellLines
            {...{ text, chosen }}
            rowAt={i => rows.find(({ place }) => place === `${number}, ${i + 1}`)}
          />
        </ol>
      </Scroll>
    </section>
  )
}

/** Where a blank is claimed in the notebook of its exercise. */
export const showCell = ({ checked }: PageState, blank: string): void =>
  scrollToCell(checked?.notebook?.gradients.findLast(one => one.blank === blank)?.cell)

const scrollToCell = (number: number | undefined): void =>
  document.getElementById(`cell-${number}`)?.scrollIntoView({ block: 'center' })

interface CellLinesProps {
  readonly text: string
  readonly chosen: string | null
  /** What was found of a line, counted from 0. */
  readonly rowAt: (i: number) => TableRow | undefined
}

function CellLines({ text, chosen, rowAt }: CellLinesProps) {
  return usePythonLines(text).map((line, i) => {
    const row = rowAt(i)
    return (
      <li
        key={i}
        class={row === undefined ? '' : `is-claim is-${row.look}`}
        aria-current={row !== undefined && row.blank === chosen ? 'true' : undefined}
      >
        <span class="number" aria-hidden="true">
          {i + 1}
        </span>
        <span class={`sign is-${row?.look ?? ''}`}>{row?.sign ?? ' '}</span>
        <span>{line}</span>
        {row !== undefined && row.look !== 'right' && <span class={`word is-${row.look}`}>{row.word}</span>}
      </li>
    )
  })
}

function cellsIn({ text, name }: NotebookState) {
  try {
    return codeCellsOf(text, name).map(cell => ({ ...cell, text: cell.text.trimEnd() }))
  } catch {
    return []
  }
}

export function NotebookVerdict({ session, notebook }: { session: PageSession; notebook: NotebookState }) {
  const rows = notebookRows(notebook)
  const { checked, failure } = notebook
  const chosen = chosenIn(notebook)
  const headline = headlineOf(rows)
  const shown = folded(rows, chosen?.key ?? null, session.state.unfolded)
  const { choices } = session.state
  const pictured =
    chosen === null ? null : picturedOf(chosen, checked?.drawn[Number(chosen.key)] ?? undefined)
  const choose = (key: string): void =>
    session.dispatch({ kind: 'notebook', notebook: { ...notebook, chosen: key } })
  const isWaiting = checked === null && failure === null
  return (
    <div class="in">
      <div class="notes">
        {failure !== null && <p class="note bad">{failure}</p>}
        {checked?.report.error != null && <FailureNote failure={checked.report.error} />}
        {checked?.report.notes.map(note => (
          <p key={note} class="note">
            <Words text={ended(note)} />
          </p>
        ))}
      </div>
      <div class="sum">
        <h2 id="verdict" tabIndex={-1}>
          {isWaiting ? 'Reading your notebook' : <Words text={headline.text} />}
        </h2>
        <span class="label">{isWaiting ? 'checking …' : (headline.beside ?? '')}</span>
      </div>
      {rows.length > 0 && (
        <Table
          caption={`Claims of ${notebook.name}`}
          noun="claim"
          given={[]}
          shown={shown}
          gutter={gutterOf([], [], shown, new Map())}
          chosen={chosen?.key ?? null}
          feeder={feederIn(rows)}
          isFlowing={false}
          onChoose={choose}
          onEnter={row => scrollToCell(Number.parseInt(row.place!, 10))}
          onUnfold={key => session.dispatch({ kind: 'unfolded', key })}
        />
      )}
      {chosen !== null && (
        <section class="say" aria-label={chosen.name}>
          <Reason
            row={chosen}
            pictured={pictured}
            inherits={checked?.drawn[Number(chosen.key)]?.inherits ?? []}
            isInNotebook
          />
          <ShapeStory row={chosen} pictured={pictured} />
          {pictured !== null && (
            <>
              <Maps name={chosen.name} look={chosen.look} pictured={pictured} choices={choices} />
              <Histogram pictured={pictured} scale={choices.scale} />
              <MapTools choices={choices} choose={session.choose} />
            </>
          )}
        </section>
      )}
    </div>
  )
}

/** A file that is let go anywhere on the page is judged: a browser would leave the page for it. */
export function useDrop(session: PageSession): void {
  const latest = useRef(session)
  latest.current = session
  useEffect(() => {
    const isFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true
    const mark = (isOver: boolean): void => void document.body.classList.toggle('over', isOver)
    const dragged = (event: DragEvent): void => {
      if (!isFile(event)) return
      event.preventDefault()
      mark(true)
    }
    const left = (event: DragEvent): void => {
      if (event.relatedTarget === null) mark(false)
    }
    const dropped = (event: DragEvent): void => {
      if (!isFile(event)) return
      event.preventDefault()
      mark(false)
      const file = event.dataTransfer!.files[0]
      if (file !== undefined) void latest.current.judge(file)
    }
    const all = { dragover: dragged, dragleave: left, drop: dropped }
    for (const [name, heard] of Object.entries(all)) addEventListener(name as 'drop', heard)
    return () => {
      for (const [name, heard] of Object.entries(all)) removeEventListener(name as 'drop', heard)
    }
  }, [])
}

/** Where a notebook is chosen; it can be dropped here as anywhere. */
export function Drop({ session }: { session: PageSession }) {
  const input = useRef<HTMLInputElement>(null)
  const take = (files: FileList | null | undefined): void => {
    const file = files?.[0]
    if (file !== undefined) void session.judge(file)
  }
  return (
    <div class="drop">
      Drop a Python notebook here, or{' '}
      <button type="button" class="button" onClick={() => input.current!.click()}>
        choose a file
      </button>
      <input
        ref={input}
        type="file"
        accept=".ipynb,.py"
        hidden
        onChange={event => take(event.currentTarget.files)}
      />
      <p class="soft">
        .ipynb, .py with cells, marimo.{' '}
        {session.host.kind === 'site'
          ? 'It is judged in this page and sent nowhere.'
          : 'It is judged on your machine.'}
      </p>
    </div>
  )
}
