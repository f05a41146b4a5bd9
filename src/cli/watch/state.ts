/** Watch as values: from its state and what happened to its next state and what is to be done. */

import type { Quiz } from '../../practice/quiz.ts'
import { type Action, actionOf, keysHelp } from '../../terminal/keys.ts'
import { type Picker, visible } from '../../terminal/picker.ts'
import { type Extent, scrollTo } from '../../terminal/screen.ts'
import type { TrackStanding } from '../../terminal/standing.ts'
import type { Shown, WatchView } from '../../terminal/watch.ts'

/** An exercise as watch speaks of it. */
export interface WatchPlace {
  readonly id: string
  /** As it is written on the command line: `05`. */
  readonly name: string
  /** The learner's file, as seen from where they are. */
  readonly file: string
}

type Verdict = Shown & { readonly kind: 'verdict' }

export interface State {
  readonly place: WatchPlace
  /** The last verdict on this exercise. */
  readonly verdict: Verdict | null
  /** What is shown in its stead. */
  readonly over: (Shown & { readonly kind: 'page' | 'list' | 'quiz' }) | null
  /** Where no exercise is at hand: what is left to read. */
  readonly ending: string | null
  readonly question: { readonly text: string; readonly key: string; readonly effect: Effect } | null
  readonly notice: string | null
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
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'page'; readonly text: string }
  /** There is no exercise at hand any longer; this is what is left to read. */
  | { readonly kind: 'over'; readonly text: string }
  | { readonly kind: 'list'; readonly tracks: readonly TrackStanding[] }
  | { readonly kind: 'quiz'; readonly quiz: Quiz }
  | { readonly kind: 'place'; readonly place: WatchPlace; readonly notice: string | null }
  | { readonly kind: 'notice'; readonly text: string }

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
  busy: false,
  scroll: null,
  asked: false,
})

export function step(state: State, event: Event): Transition {
  switch (event.kind) {
    case 'key':
      return onKey({ ...state, notice: null }, event.key, event.extent)
    case 'busy':
      return [{ ...state, busy: true }]
    case 'verdict':
      return [{ ...state, verdict: event.verdict, over: null, busy: false, scroll: null }]
    case 'over':
      return [{ ...begin(state.place), over: { kind: 'page', text: event.text }, ending: event.text }]
    case 'page':
      return [{ ...state, over: { kind: 'page', text: event.text }, busy: false, scroll: null }]
    case 'quiz':
      return [{ ...state, over: { kind: 'quiz', quiz: event.quiz, chosen: null }, busy: false, scroll: 0 }]
    case 'list':
      return [showPicker(state, openPicker(state, event.tracks))]
    case 'place':
      return [{ ...begin(event.place), notice: event.notice }]
    case 'notice':
      return [{ ...state, notice: event.text }]
  }
}

const CTRL_C = 130

function onKey(state: State, key: string, extent: Extent): Transition {
  if (key === 'ctrl-c') return [state, { kind: 'quit', status: CTRL_C }]
  if (key === 'ctrl-z') return [state, { kind: 'suspend' }]
  if (key === 'ctrl-l') return [state, { kind: 'redraw' }]
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
  const scroll = scrollTo(key, extent)
  if (scroll !== null) return [{ ...state, scroll }]
  if (state.over !== null && (key === 'escape' || key === 'q')) return leavePage(state, key)
  const action = actionOf(key)
  return action === null ? [state] : onAction(state, action)
}

function leavePage(state: State, key: string): Transition {
  const { over, ending } = state
  if (ending === null) return [{ ...state, over: null, scroll: null }]
  if (key === 'q' && over?.kind === 'page' && over.text === ending)
    return [state, { kind: 'quit', status: 0 }]
  return [{ ...state, over: { kind: 'page', text: ending }, scroll: null }]
}

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
  const show = (change: Partial<Picker>): Transition => [showPicker(state, { ...picker, ...change })]
  const filtered = (filter: string): Transition => {
    const shown = visible({ ...picker, filter })
    const pointed = shown.some(({ id }) => id === picker.pointed)
      ? picker.pointed
      : (shown[0]?.id ?? picker.pointed)
    return show({ filter, pointed })
  }
  const shown = visible(picker)
  const at = shown.findIndex(({ id }) => id === picker.pointed)
  const moves: Readonly<Record<string, number>> = {
    up: at - 1,
    down: at + 1,
    pageup: at - 10,
    pagedown: at + 10,
    home: 0,
    end: shown.length - 1,
    ...(picker.typing ? {} : { k: at - 1, j: at + 1 }),
  }
  if (Object.hasOwn(moves, key)) {
    const to = shown[Math.max(0, Math.min(shown.length - 1, moves[key]))]
    return to === undefined ? [state] : show({ pointed: to.id })
  }
  if (picker.typing) {
    if (key === 'escape') return show({ filter: '', typing: false })
    if (key === 'backspace') return filtered(picker.filter.slice(0, -1))
    if (key === 'space') return filtered(`${picker.filter} `)
    if (key === 'enter' && at === -1) return [state]
    if (key !== 'enter') return [...key].length === 1 ? filtered(picker.filter + key) : [state]
  }
  if (key === 'enter') return at === -1 ? [state] : [state, { kind: 'go', id: picker.pointed }]
  if (key === '/') return show({ typing: true })
  if (key === 'x' && at !== -1) return [askReset(state, picker.pointed, picker.pointed)]
  if (key === 'escape' || key === 'q' || key === 'l') return leavePage(state, key)
  return [state]
}

/** What is to be seen of a state. */
export const viewOf = ({
  place,
  verdict,
  over,
  question,
  notice,
  busy,
  scroll,
  asked,
}: State): WatchView => ({
  file: place.file,
  shown: over ?? (verdict !== null && asked ? { ...verdict, fresh: null } : verdict) ?? { kind: 'nothing' },
  busy,
  notice,
  question: question?.text ?? null,
  at: verdict?.at ?? null,
  scroll,
})
