/** What helps where a name is not known. */
import { nearest } from '../suggest.ts'
import { PythonError } from './values.ts'

/** `names`: what could have been meant. Null where nothing is to be said, or the error is another. */
export function adviceOn(error: unknown, names: Iterable<string>): string | null {
  const [, name] = (error instanceof PythonError && /^name '(\w+)' is not defined$/.exec(error.message)) || []
  if (name === undefined || name.length < 3) return null // one letter is near to every other
  if (Object.hasOwn(otherWords, name)) return `Python writes ${otherWords[name]}`
  const near = nearest(name, names)
  return near === undefined ? null : `did you mean ${near}?`
}

/** What people write who come back from TypeScript. */
const otherWords: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: 'None' }
