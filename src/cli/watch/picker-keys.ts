/** The keys of the list of exercises: from a list and a key to what comes of it. */
import { type Picker, visible } from '../../terminal/picker.ts'

export type PickerStep =
  | { readonly kind: 'show'; readonly picker: Picker }
  /** What is pointed at is to be gone to, or to start again. */
  | { readonly kind: 'go' | 'reset' }
  | { readonly kind: 'back' | 'quit' | 'nothing' }

export function stepIn(picker: Picker, key: string): PickerStep {
  const show = (change: Partial<Picker>): PickerStep => ({ kind: 'show', picker: { ...picker, ...change } })
  const filtered = (filter: string): PickerStep => {
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
    return to === undefined ? NOTHING : show({ pointed: to.id })
  }
  if (picker.typing) {
    if (key === 'escape') return show({ filter: '', typing: false })
    if (key === 'backspace') return filtered(picker.filter.slice(0, -1))
    if (key === 'space') return filtered(`${picker.filter} `)
    if (key !== 'enter') return [...key].length === 1 ? filtered(picker.filter + key) : NOTHING
  }
  if (key === 'enter') return at === -1 ? NOTHING : { kind: 'go' }
  if (key === '/') return show({ typing: true })
  if (key === 'x') return at === -1 ? NOTHING : { kind: 'reset' }
  if (key === 'escape' || key === 'l') return { kind: 'back' }
  return key === 'q' ? { kind: 'quit' } : NOTHING
}

const NOTHING: PickerStep = { kind: 'nothing' }
