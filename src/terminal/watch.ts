/** The screen of watch: a text to read, and under it where one is and what one can do. */
import type { Report } from '../checker/report.ts'
import type { Cell } from '../notebook/cells.ts'
import type { NotebookReport } from '../python/report.ts'
import { call } from './calls.ts'
import { renderFresh } from './introduction.ts'
import { type Action, type Footer, footer, listFooter, pageFooter } from './keys.ts'
import { type Lesson, renderLesson } from './lesson.ts'
import { renderNotebook } from './notebook-report.ts'
import { type Picker, renderPicker } from './picker.ts'
import { type QuizView, renderQuiz } from './quiz.ts'
import { type Extent, fold, type Size, scrolled } from './screen.ts'
import { style, widthOf } from './style.ts'
import { renderReport, type View } from './verdict.ts'

/** What can be read. */
export type Shown =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'verdict'
      readonly report: Report
      /** Of a notebook, what is shown instead of the report; else null. */
      readonly notebook: NotebookReport | null
      /** Where it is passed. */
      readonly lesson: Lesson | null
      /** The exercise's cells where nothing was done in the file yet; then the verdict says nothing new. */
      readonly fresh: readonly Cell[] | null
      /** When it was found, as one reads it. */
      readonly at: string
    }
  | { readonly kind: 'page'; readonly text: string }
  | { readonly kind: 'list'; readonly picker: Picker }
  | ({ readonly kind: 'quiz' } & QuizView)

export interface WatchView {
  /** The learner's file. */
  readonly file: string
  readonly shown: Shown
  /** A check takes longer than one would notice. */
  readonly busy: boolean
  /** Of what can't always be done, what can be done now. */
  readonly possible: readonly Action[]
  /** Something to say once. */
  readonly notice: string | null
  /** Waits for yes or no. */
  readonly question: string | null
  /** When the last verdict was found; null: there is none yet. */
  readonly at: string | null
  /** The first row to show; null: the one that matters. */
  readonly scroll: number | null
}

/** The text that is to be read, in lines of any length. */
export function renderShown(shown: Shown, view: View): string {
  switch (shown.kind) {
    case 'nothing':
      return style.dim('checking …')
    case 'verdict':
      if (shown.lesson !== null) return renderLesson(shown.report, shown.lesson, view)
      if (shown.fresh !== null) return renderFresh(shown.report, shown.fresh, view)
      return shown.notebook === null
        ? renderReport(shown.report, view).trimEnd()
        : renderNotebook(shown.notebook, {
            width: view.width,
            hintFor: gradient => call(view, `hint ${gradient}`),
          }).trimEnd()
    case 'page':
      return shown.text.trimEnd()
    case 'quiz':
      return renderQuiz(shown, view.width)
    case 'list':
      return renderPicker(shown.picker).lines.join('\n').trimEnd()
  }
}

const footers: { readonly [K in Shown['kind']]: Footer } = {
  nothing: footer,
  verdict: footer,
  page: pageFooter,
  quiz: pageFooter,
  list: listFooter,
}

/** The rows of the whole screen, never more than it has. */
export function renderScreen(watch: WatchView, view: View, size: Size): { rows: string[]; extent: Extent } {
  const body = fold(renderShown(watch.shown, view), size.columns)
  const said = watch.question ?? watch.notice
  const saying =
    said === null ? [] : fold(style.warn(said), size.columns).slice(0, Math.max(1, size.rows - 2))
  const keyLines = size.rows < 4 ? 0 : size.rows < 20 ? 1 : 3
  const keys = footers[watch.shown.kind]
  const below = [...saying, ...(keyLines === 0 ? [] : keys(size.columns, keyLines, watch.possible))]
  const hasStatus = size.rows >= 8
  const gap = size.rows >= 16 ? 1 : 0
  const room = Math.max(saying.length === 0 ? 1 : 0, size.rows - below.length - gap - (hasStatus ? 1 : 0))
  const [text, extent] = scrolled(body, room, watch.scroll ?? outset(watch.shown, body, room))
  const space: string[] = Array.from({ length: room - text.length + gap }, () => '')
  const status = hasStatus ? [statusLine(watch, extent, size.columns)] : []
  return { rows: [...text, ...space, ...status, ...below].slice(0, size.rows), extent }
}

/**
 * Where reading begins: the first mistake is below the table, so a verdict too long for the screen is shown from its
 * end; a list around what is pointed at; all else from its beginning.
 */
function outset(shown: Shown, body: readonly string[], room: number): number {
  if (shown.kind === 'list') return renderPicker(shown.picker).pointed - Math.floor(room / 2)
  const isVerdict = shown.kind === 'verdict' && shown.lesson === null && shown.fresh === null
  return isVerdict ? body.length - room : 0
}

function statusLine({ file, busy, at }: WatchView, { from, seen, all }: Extent, columns: number): string {
  const state = busy ? 'checking …' : at === null ? '' : `checked ${at}`
  const part = all > seen ? `${from + 1}-${from + seen} of ${all} ↑↓` : ''
  // The file is dropped first where there is no room, then the time.
  const parts = [file, state, part].filter(text => text !== '')
  const fitting = parts.map((_, i) => parts.slice(i).join(' · ')).find(text => widthOf(text) <= columns)
  return style.dim(fitting ?? '')
}
