/** The end of the help of `train`: what can be chosen for each network. */
import { columns } from '../../terminal/style.ts'
import { count } from '../../terminal/training.ts'
import type { Context } from '../command.ts'
import { choicesIn } from './recipes.ts'

/** `words`: the exercise, if one was named. */
export function choicesHelp([exercise]: readonly string[], context: Context): string {
  return choicesIn(rootIn(context), exercise)
    .map(([id, choices]) => {
      const rows = choices.map(({ flag, what, usual }) => [`  ${flag} <n>`, `${what} (${numberText(usual)})`])
      return [`Options of ${id}:`, ...columns(rows)].join('\n')
    })
    .join('\n\n')
}

/** Null outside of a workspace. */
function rootIn({ workspace }: Context): string | null {
  try {
    return workspace().root
  } catch {
    return null
  }
}

const numberText = (x: number): string => (x >= 10_000 ? count(x) : String(x))
