/** Which exercise a notebook was made from: it says so itself, where nobody who edits it is in the way. */

/** In a notebook's metadata; whoever saves the notebook keeps them. */
export const ORIGIN = 'backprop_ninja'

/** In a Python file: a line of its first text. */
export const originLine = (id: string): string => `exercise: ${id}`

/** The exercise's id as the notebook has it; null for a notebook of one's own. `name`: that of the file. */
export function originOf(text: string, name: string): string | null {
  if (!/\.ipynb$/i.test(name)) return /^# exercise: (\S+)[^\S\n]*$/m.exec(text)?.[1] ?? null
  try {
    const id: unknown = JSON.parse(text)?.metadata?.[ORIGIN]?.exercise
    return typeof id === 'string' ? id : null
  } catch {
    return null
  }
}
