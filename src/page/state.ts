/** What the page shows, and how it changes: pure, so that it can be tested without a page. */

import type { Scale } from '../picture/heat.ts'
import type { NextQuiz, QuizKind } from '../practice/questions.ts'
import { isTask } from '../practice/task-names.ts'
import type { Filling } from '../text/filling.ts'
import type {
  CheckedNotebookView,
  CheckedView,
  DrillRow,
  LessonView,
  PracticeView,
  RehearsalView,
  TrackView,
  Trouble,
} from './contract.ts'
import { firstMistake, rowsOf, type TableRow } from './rows.ts'

export type ShownPlace = 'exercise' | 'list' | 'notebook' | 'training' | 'practice'

/** What comes after the first verdict. */
export type Late = typeof import('./late.ts')

export interface Choices {
  readonly scale: Scale
  /** A dash in each negative cell. */
  readonly signs: boolean
  /** Single letters are keys. */
  readonly keys: boolean
}

export interface PageState {
  readonly place: ShownPlace
  readonly library: readonly string[]
  readonly tracks: readonly TrackView[]
  /** Null until the first verdict is there. */
  readonly practice: PracticeView | null
  /** What came of the last session. */
  readonly ending: readonly DrillRow[]
  readonly lesson: LessonView | null
  /** The learner's file. */
  readonly text: string
  readonly late: Late | null
  /** The same with its blanks; null until they can be found. */
  readonly filling: Filling | null
  /** Grows when the text came from elsewhere than the editors of the blanks: they take it over then. */
  readonly revision: number
  readonly checked: CheckedView | null
  readonly isChecking: boolean
  /** A row of the table, by its key. */
  readonly chosen: string | null
  /** Since the last change of the text. */
  readonly isChosenByHand: boolean
  readonly unfolded: ReadonlySet<string>
  readonly hints: Readonly<Record<string, number>>
  readonly asked: AskedState | null
  readonly trouble: Trouble | null
  /** What the file says elsewhere, while something else was typed here. */
  readonly conflict: string | null
  /** It has passed just now, for the first time. */
  readonly isFlowing: boolean
  readonly column: 'exercise' | 'verdict'
  readonly isWhole: boolean
  readonly choices: Choices
  readonly notebook: NotebookState | null
  /** To be drawn where nobody sees it. */
  readonly rehearsal: RehearsalView | null
}

/** A question, or why there is none. */
export interface AskedState {
  readonly asking: QuizKind
  readonly next: NextQuiz
  /** The place of the choice, from 0; null: none was made yet. */
  readonly answer: number | null
}

export interface NotebookState {
  readonly name: string
  readonly text: string
  readonly checked: CheckedNotebookView | null
  readonly chosen: string | null
  /** Why it could not be judged at all. */
  readonly failure: string | null
}

export type PageChange =
  | { readonly kind: 'tracks'; readonly tracks: readonly TrackView[] }
  | { readonly kind: 'practice'; readonly practice: PracticeView }
  /** `ending`: of the session that it was opened after. */
  | {
      readonly kind: 'opened'
      readonly lesson: LessonView
      readonly text: string
      readonly ending?: readonly DrillRow[] | undefined
    }
  | { readonly kind: 'late'; readonly late: Late }
  | { readonly kind: 'filled'; readonly blank: string; readonly lines: string }
  | { readonly kind: 'written'; readonly text: string }
  | { readonly kind: 'file'; readonly text: string }
  | { readonly kind: 'checking'; readonly isChecking: boolean }
  | { readonly kind: 'checked'; readonly checked: CheckedView }
  | { readonly kind: 'chosen'; readonly key: string; readonly isByHand: boolean }
  | { readonly kind: 'unfolded'; readonly key: string }
  | { readonly kind: 'hinted'; readonly blank: string; readonly count: number }
  | { readonly kind: 'asked'; readonly asked: AskedState | null }
  | { readonly kind: 'trouble'; readonly trouble: Trouble | null }
  | { readonly kind: 'conflict'; readonly text: string | null }
  | { readonly kind: 'place'; readonly place: ShownPlace }
  | { readonly kind: 'column'; readonly column: PageState['column'] }
  | { readonly kind: 'whole'; readonly isWhole: boolean }
  | { readonly kind: 'choices'; readonly choices: Partial<Choices> }
  | { readonly kind: 'notebook'; readonly notebook: NotebookState }
  | { readonly kind: 'rehearsal'; readonly rehearsal: RehearsalView }

export const startState = (library: readonly string[], choices: Choices): PageState => ({
  ...{ place: 'exercise', library, tracks: [], practice: null, ending: [] },
  ...{ lesson: null, text: '', revision: 0, checked: null },
  ...{
    late: null,
    filling: null,
    isChecking: false,
    chosen: null,
    isChosenByHand: false,
    unfolded: new Set(),
    hints: {},
    asked: null,
    trouble: null,
  },
  ...{ conflict: null, isFlowing: false, column: 'exercise', isWhole: false, choices, notebook: null },
  rehearsal: null,
})

export function changed(state: PageState, action: PageChange): PageState {
  switch (action.kind) {
    case 'tracks':
      return { ...state, tracks: action.tracks }
    case 'practice':
      return { ...state, practice: action.practice }
    case 'opened': {
      const { lesson, text, ending } = action
      const next = opened(state, lesson, text)
      return ending === undefined ? next : { ...next, ending, place: 'practice' }
    }
    case 'late':
      return filled({ ...state, late: action.late })
    case 'filled': {
      const filling = state.late!.filledIn(state.filling!, action.blank, action.lines)
      return { ...state, filling, text: filling.text, isChosenByHand: false }
    }
    case 'written':
      // The editor that it was typed in has it, and may be ahead already.
      return { ...withText(state, action.text), revision: state.revision }
    case 'file':
      return withText(state, action.text)
    case 'checking':
      return { ...state, isChecking: action.isChecking }
    case 'checked':
      return checkedWith(state, action.checked)
    case 'chosen':
      return { ...state, chosen: action.key, isChosenByHand: action.isByHand }
    case 'unfolded':
      return { ...state, unfolded: new Set([...state.unfolded, action.key]) }
    case 'hinted':
      return { ...state, hints: { ...state.hints, [action.blank]: action.count } }
    case 'asked':
      return { ...state, asked: action.asked }
    case 'trouble':
      return { ...state, trouble: action.trouble }
    case 'conflict':
      return { ...state, conflict: action.text }
    case 'place':
      return { ...state, place: action.place }
    case 'column':
      return { ...state, column: action.column }
    case 'whole':
      return { ...state, isWhole: action.isWhole, revision: state.revision + 1 }
    case 'choices':
      return { ...state, choices: { ...state.choices, ...action.choices } }
    case 'notebook':
      return { ...state, notebook: action.notebook, place: 'notebook', column: 'verdict' }
    case 'rehearsal':
      return { ...state, rehearsal: action.rehearsal }
  }
}

function opened(state: PageState, lesson: LessonView, text: string): PageState {
  const start = startState(state.library, state.choices)
  return filled({
    ...start,
    ...{
      tracks: state.tracks,
      practice: state.practice,
      ending: state.ending,
      trouble: state.trouble,
      notebook: state.notebook,
      late: state.late,
      rehearsal: state.rehearsal,
    },
    ...{ lesson, text, revision: state.revision + 1 },
  })
}

/** With the blanks of its text. */
const filled = (state: PageState): PageState => ({
  ...state,
  filling:
    state.lesson === null || state.late === null || state.lesson.notebook !== null
      ? null
      : state.late.openFilling(state.text, state.lesson.blanks, state.library),
})

const withText = (state: PageState, text: string): PageState =>
  state.lesson === null || text === state.text
    ? state
    : filled({ ...state, text, revision: state.revision + 1, isChosenByHand: false })

export const tableOf = ({ checked }: Pick<PageState, 'checked'>): TableRow[] =>
  rowsOf(checked?.report.gradients ?? [], checked?.notebook?.gradients)

function checkedWith(state: PageState, checked: CheckedView): PageState {
  const rows = tableOf({ checked })
  const isPassed = checked.report.passed
  const wasPassed =
    state.checked?.report.passed === true || isTrackPassed(tracksIn(state), checked.report.exercise)
  return {
    ...state,
    checked,
    isChecking: false,
    chosen: chosenOf(state, rows),
    isFlowing: isPassed && (state.isFlowing || !wasPassed),
    ...(isPassed ? withPass(state, checked.report.exercise) : {}),
  }
}

/** The first mistake is chosen by itself, unless another row was since the text last changed. */
function chosenOf({ chosen, isChosenByHand }: PageState, rows: readonly TableRow[]): string | null {
  const isThere = rows.some(({ key }) => key === chosen)
  if (isChosenByHand && isThere) return chosen
  return (
    firstMistake(rows)?.key ??
    (isThere ? chosen : ((rows.find(({ look }) => look === 'blank') ?? rows[0])?.key ?? null))
  )
}

const isTrackPassed = (tracks: readonly TrackView[], id: string): boolean =>
  tracks.some(({ exercises }) => exercises.some(one => one.id === id && one.isPassed))

function withPass({ tracks, practice }: PageState, id: string): Pick<PageState, 'tracks' | 'practice'> {
  const noted = (track: TrackView): TrackView => ({
    ...track,
    exercises: track.exercises.map(one => (one.id === id ? { ...one, isPassed: true } : one)),
  })
  const session = practice?.session ?? null
  return {
    tracks: tracks.map(noted),
    practice: practice && { ...practice, session: session && noted(session) },
  }
}

/** What can be gone through: the tracks, and a session of practice. */
export const tracksIn = ({ tracks, practice }: PageState): readonly TrackView[] =>
  practice?.session == null ? tracks : [...tracks, practice.session]

/** The exercises before and after one in its track. After a task comes the next one that isn't right yet, from the top again. */
export function besides(tracks: readonly TrackView[], id: string) {
  const exercises = tracks.find(track => track.exercises.some(one => one.id === id))?.exercises ?? []
  const at = exercises.findIndex(one => one.id === id)
  const open = [...exercises.slice(at + 1), ...exercises.slice(0, at)].find(({ isPassed }) => !isPassed)
  const next = isTask(id) ? open : exercises[at + 1]
  return { before: exercises[at - 1] ?? null, next: at === -1 ? null : (next ?? null) }
}

export const linesOf = ({ late, filling }: PageState, blank: string): string | null =>
  late === null || filling === null ? null : late.bodyIn(filling, blank)

export const headOf = ({ late, filling }: PageState, blank: string): ReturnType<Late['headIn']> =>
  late === null || filling === null ? null : late.headIn(filling, blank)
