/** What can follow what was typed so far: names, and methods behind a dot. */

import { members } from '../checker/text/tensors.ts'
import * as exported from '../index.ts'

/** Behind a dot the tensors' members; `Math.` has its own. */
const WORD = /(?:([\w$)\]]+)\.)?([\w$]*)$/

/** Each completion whole, and the part of the line that it replaces. `names`: those of the exercise and the session. */
export function completionsFor(line: string, names: Iterable<string>): [whole: string[], part: string] {
  const [, owner, part] = WORD.exec(line)!
  const known =
    owner === undefined ? new Set([...names, ...Object.keys(exported), 'Math', 'console']) : membersOf(owner)
  return [[...known].filter(name => name.startsWith(part)).sort(), part]
}

function membersOf(owner: string): Iterable<string> {
  if (owner === 'Math') return Object.getOwnPropertyNames(Math)
  if (owner === 'console') return ['log']
  return [...members].filter(name => name !== 'constructor')
}
