/** What helps where a name, or a method of tensors, is not known. */
import { nearest } from '../suggest.ts'
import { tensorMembers } from './torch/attributes.ts'
import { NotRead, PythonError } from './values.ts'

/** `names`: what could have been meant. Null where nothing is to be said, or the error is another. */
export function adviceOn(error: unknown, names: Iterable<string>): string | null {
  if (!(error instanceof PythonError || error instanceof NotRead)) return null
  const name = /^name '(\w+)' is not defined$/.exec(error.message)?.[1]
  const member = /^(?:Tensor\.|'Tensor' object has no attribute ')(\w+)'?$/.exec(error.message)?.[1]
  const missing = name ?? member ?? ''
  if (missing.length < 3) return null // one letter is near to every other
  if (name !== undefined && Object.hasOwn(otherWords, name)) return `Python writes ${otherWords[name]}`
  const near = nearest(missing, member === undefined ? names : lasting)
  return near === undefined ? null : `did you mean ${near}?`
}

/** What leaves its tensor as it is: in-place methods are named after these. */
const lasting = tensorMembers.filter(name => !name.endsWith('_'))

/** What people write who come back from TypeScript. */
const otherWords: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: 'None' }
