/** Questions with a few answers to choose from, and what is said to each. */
import type { Family } from '../catalogue/exercise.ts'

export interface Quiz {
  readonly text: string
  readonly choices: readonly string[]
  /** The place of the right one, from 0. */
  readonly right: number
  /** Why it is right. */
  readonly reason: string
  /** By choice: the family of mistakes that it would be; null: of none, or it is right. */
  readonly families: readonly (Family | null)[]
}

/**
 * `wrong`: those that say the same as another are left out. `order`: in which the answers come, where they have one of
 * their own; else the right one is anywhere, always in the same place for the same texts.
 */
export function quizOf(
  text: string,
  right: string,
  wrong: readonly { readonly text: string; readonly family: Family | null }[],
  reason: string,
  order: readonly string[] | null = null,
): Quiz {
  const different = wrong.filter(
    (one, i) => one.text !== right && wrong.findIndex(other => other.text === one.text) === i,
  )
  const any = mixed(text + right) % (different.length + 1)
  const all = different.toSpliced(any, 0, { text: right, family: null })
  if (order !== null) all.sort((a, b) => order.indexOf(a.text) - order.indexOf(b.text))
  return {
    text,
    choices: all.map(choice => choice.text),
    right: all.findIndex(choice => choice.text === right),
    reason,
    families: all.map(({ family }) => family),
  }
}

/** A number that says nothing about the text that it is made from (FNV-1a). */
function mixed(text: string): number {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193) >>> 0
  return hash >>> 3
}
