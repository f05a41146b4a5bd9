/** What can follow what was typed so far: names, and methods behind a dot. */

import { members } from '../checker/text/tensors.ts'
import * as exported from '../index.ts'

/** What is being typed, and what stands before its dot. */
const WORD = /(?:([\w$)\]]+)\.)?([\w$]*)$/

/** What a language has at hand. */
export interface Vocabulary {
  readonly words: readonly string[]
  /** What can stand behind a dot. */
  membersOf(owner: string): Iterable<string>
}

/** Each completion whole, and the part of the line that it replaces. `names`: those of the exercise and the session. */
export function completionsFor(
  line: string,
  names: Iterable<string>,
  { words, membersOf }: Vocabulary,
): [whole: string[], part: string] {
  const [, owner, part] = WORD.exec(line)!
  const known = owner === undefined ? new Set([...names, ...words]) : membersOf(owner)
  return [[...known].filter(name => name.startsWith(part)).sort(), part]
}

export const ofTypeScript: Vocabulary = {
  words: [...Object.keys(exported), 'Math', 'console'],
  membersOf(owner) {
    if (owner === 'Math') return Object.getOwnPropertyNames(Math)
    if (owner === 'console') return ['log']
    return [...members].filter(name => name !== 'constructor')
  },
}
