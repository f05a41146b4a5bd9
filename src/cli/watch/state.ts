/** Watch as values: from its state and what happened to its next state and what is to be done. */

import type { Quiz } from '../../practice/quiz.ts'
import { type Action, actionOf, keysHelp } from '../../terminal/keys.ts'
import type { Picker } from '../../terminal/picker.ts'
import { type Extent, scrollTo } from '../../terminal/screen.ts'
import type { TrackStanding } from '../../terminal/standing.ts'
import type { Shown, WatchView } from '../../terminal/watch.ts'
import { stepIn } from './picker-keys.ts'

/** An exercise as watch speaks of it. */
export interface WatchPlace {
  readonly id: string
  /** As it is written on the command line: `05`. */
  readonly name: string
  /** The learner's file, as seen from where they are. */
  readonly file: string
}

type Verdict = Shown & { readonly kind: 'verdict' }

/**
 * Something to say once. It is there until a key is pressed that does more than scroll, or until a verdict comes. Where
 * what it tells of is what the next verdict comes of, it outlives that one.
 */
interface Notice {
  readonly text: string
  readonly outlives: boolean
}

export interface State {
  readonly place: WatchPlace
  /** The last verdict on this exercise. */
  readonly verdict: Verdict | null
  /** What is shown in its stead. */
  readonly over: (Shown & { readonly kind: 'page' | 'list' | 'quiz' }) | null
  /** Where no exercise is at hand: what is left to read. */
  readonly ending: string | null
  readonly question: { readonly text: string; readonly key: string; readonly effect: Effect } | null
  readonly notice: Notice | null
  /** Of what can't always be done, what can be done with the last verdict. */
  readonly possible: readonly Action[]
  readonly busy: boolean
  readonly scroll: number | null
  /** Whether a check was asked for: then its verdict is told of an exercise in which nothing was done, too. */
  readonly asked: boolean
}

export type Event =
  /** `extent`: what was on the screen when the key was pressed. */
  | { readonly kind: 'key'; readonly key: string; readonly extent: Extent }
  /** A check takes its time. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'verdict'; readonly verdict: Verdict; readonly possible: readonly Action[] }
  | { readonly kind: 'page'; readonly text: string }
  /** There is no exercise at hand any longer; this is what is left to read. */
  | { readonly kind: 'over'; readonly text: string }
  | { readonly kind: 'list'; readonly tracks: readonly TrackStanding[] }
  /** `again`: what asks another one. */
  | { readonly kind: 'quiz'; readonly quiz: Quiz; readonly again: Action | null }
  | { readonly kind: 'place'; readonly place: WatchPlace; readonly notice: string | null }
  /** `isOfFile`: the learner's file was written, and a verdict on it comes next. */
  | { readonly kind: 'notice'; readonly text: string; readonly isOfFile?: boolean }

export type Effect =
  | {
      readonly kind:
        | 'check'
        | 'check all'
        | 'list'
        | 'next'
        | 'previous'
        | 'edit'
        | 'picture'
        | 'guess'
        | 'why'
        | 'redraw'
        | 'suspend'
    }
  /** The quiz was answered: with the choice at this place. */
  | { readonly kind: 'answer'; readonly quiz: Quiz; readonly place: number }
  /** Those of the command line, for the exercise at hand. */
  | { readonly kind: 'command'; readonly command: 'hint' | 'show' | 'undo' | 'take' }
  | { readonly kind: 'reset'; readonly id: string }
  | { readonly kind: 'go'; readonly id: string }
  | { readonly kind: 'quit'; readonly status: number }

export type Transition = readonly [State, ...Effect[]]

export const begin = (place: WatchPlace): State => ({
  place,
  verdict: null,
  over: null,
  ending: null,
  question: null,
  notice: null,
  possible: [],
  busy: false,
  scroll: null,
  asked: false,
})

export function step(state: State, event: Event): Transition {
  switch (event.kind) {
    case 'key':
      return onAnyKey(state, event.key, event.extent)
    case 'busy':
      return [{ ...state, busy: true }]
    case 'verdict':
      return [
        {
          ...state,
          verdict: event.verdict,
          possible: event.possible,
          over: null,
          notice: state.notice?.outlives === true ? { ...state.notice, outlives: false } : null,
          busy: false,
          scroll: null,
        },
      ]
    case 'over':
      return [{ ...begin(state.place), over: { kind: 'page', text: event.text }, ending: event.text }]
    case 'page':
      return [{ ...state, over: { kind: 'page', text: event.text }, busy: false, scroll: null }]
    case 'quiz':
      return [
        {
          ...state,
          over: { kind: 'quiz', quiz: event.quiz, chosen: null, again: event.again },
          busy: false,
          scroll: 0,
        },
      ]
    case 'list':
      return [showPicker(state, openPicker(state, event.tracks))]
    case 'place':
      return [
        {
          ...begin(event.place),
          notice: event.notice === null ? null : { text: event.notice, outlives: true },
        },
      ]
    case 'notice':
      return [{ ...state, notice: { text: event.text, outlives: event.isOfFile ?? false } }]
  }
}

const CTRL_C = 130

function onAnyKey(state: State, key: string, extent: Extent): Transition {
  if (key === 'ctrl-c') return [state, { kind: 'quit', status: CTRL_C }]
  if (key === 'ctrl-z') return [state, { kind: 'suspend' }]
  if (key === 'ctrl-l') return [state, { kind: 'redraw' }]
  const isReading = state.question === null && state.over?.kind !== 'list'
  const scroll = isReading ? scrollTo(key, extent) : null
  return scroll === null ? onKey({ ...state, notice: null }, key) : [{ ...state, scroll }]
}

function onKey(state: State, key: string): Transition {
  if (state.question !== null) return onAnswer(state, state.question, key)
  if (state.over?.kind === 'list') return onListKey(state, state.over.picker, key)
  if (state.over?.kind === 'quiz' && state.over.chosen === null) {
    const place = Number(key) - 1
    const { quiz } = state.over
    if (quiz.choices[place] !== undefined)
      return [
        { ...state, over: { ...state.over, chosen: place } },
        { kind: 'answer', quiz, place },
      ]
  }
  if (state.over !== null && key === 'escape') return [leavePage(state)]
  const action = actionOf(key)
  return action === null ? [state] : onAction(state, action)
}

/** Back to the verdict, or to what is left to read. */
const leavePage = (state: State): State => ({
  ...state,
  over: state.ending === null ? null : { kind: 'page', text: state.ending },
  scroll: null,
})

function onAction(state: State, action: Action): Transition {
  switch (action) {
    case 'quit':
      return [state, { kind: 'quit', status: 0 }]
    case 'help':
      return [{ ...state, over: { kind: 'page', text: keysHelp() }, scroll: 0 }]
    case 'hint':
    case 'show':
    case 'undo':
    case 'take':
      return [state, { kind: 'command', command: action }]
    case 'reset':
      return [askReset(state, state.place.id, state.place.name)]
    case 'check':
      return state.ending === null
        ? [{ ...state, over: null, scroll: null, asked: true }, { kind: 'check' }]
        : [state]
    case 'next':
    case 'previous':
    case 'list':
    case 'edit':
    case 'picture':
    case 'guess':
    case 'why':
    case 'check all':
      return [state, { kind: action }]
  }
}

const askReset = (state: State, id: string, name: string): State => ({
  ...state,
  question: {
    text: `start ${name} again? Whatever is in the file is kept. x or y: yes, any other key: no`,
    key: 'x',
    effect: { kind: 'reset', id },
  },
})

function onAnswer(
  state: State,
  { key: asked, effect }: NonNullable<State['question']>,
  key: string,
): Transition {
  const answered = { ...state, question: null }
  return key === asked || key === 'y' || key === 'Y' ? [answered, effect] : [answered]
}

function openPicker({ place, over }: State, tracks: readonly TrackStanding[]): Picker {
  // After a reset from the list it is as it was.
  return over?.kind === 'list'
    ? { ...over.picker, tracks }
    : { tracks, current: place.id, pointed: place.id, filter: '', typing: false }
}

const showPicker = (state: State, picker: Picker): State => ({
  ...state,
  over: { kind: 'list', picker },
  scroll: null,
})

function onListKey(state: State, picker: Picker, key: string): Transition {
  const step = stepIn(picker, key)
  switch (step.kind) {
    case 'show':
      return [showPicker(state, step.picker)]
    case 'go':
      return [state, { kind: 'go', id: picker.pointed }]
    case 'reset':
      return [askReset(state, picker.pointed, picker.pointed)]
    case 'back':
      return [leavePage(state)]
    case 'quit':
      return onAction(state, 'quit')
    case 'nothing':
      return [state]
  }
}

/** What is to be seen of a state. */
export const viewOf = ({
  place,
  verdict,
  over,
  question,
  notice,
  possible,
  busy,
  scroll,
  asked,
}: State): WatchView => ({
  file: place.file,
  shown: over ?? (verdict !== null && asked ? { ...verdict, fresh: null } : verdict) ?? { kind: 'nothing' },
  busy,
  possible,
  notice: notice?.text ?? null,
  question: question?.text ?? null,
  at: verdict?.at ?? null,
  scroll,
})
