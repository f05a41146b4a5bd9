/** What was found, and what to do about it, as sentences. */

/** With a capital at the start, unless a name or a command stands there: `matmul: …`, `x.sum(0) …`, `npx ninja …`. */
export const sentence = (text: string): string =>
  ended(/^(?!npx )[a-z]+[ ,]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text)

export const ended = (text: string): string => (/[.!?\u2026]$/.test(text) ? text : `${text}.`)
