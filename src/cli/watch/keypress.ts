/** Names of keys: a character is its own, the others have a word. */

/** As node:readline tells of a key. */
export interface Keypress {
  readonly name?: string | undefined
  readonly ctrl?: boolean
  readonly meta?: boolean
}

const words: Readonly<Record<string, string>> = { return: 'enter', enter: 'enter', ' ': 'space' }
const named = new Set(
  'up down left right pageup pagedown home end escape backspace delete tab space enter return'.split(' '),
)

/** Null: no key that anything is done with. */
export function keyOf(text: string | undefined, { name, ctrl, meta }: Keypress): string | null {
  if (ctrl) return name === undefined ? null : `ctrl-${name}`
  if (name === 'escape') return name
  if (meta) return null
  if (name !== undefined && named.has(name)) return words[name] ?? name
  return text !== undefined && /^\P{Cc}$/u.test(text) ? (words[text] ?? text) : null
}

/** Whether pasted text begins (true) or ends (false) here: it is not meant as keys. Null: neither. */
export function pasting({ name }: Keypress): boolean | null {
  return name === 'paste-start' ? true : name === 'paste-end' ? false : null
}
