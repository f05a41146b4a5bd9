/** What the text of a line of the bank tells of it, as that of a learner's file would. */
import { sourceOf } from '../../text/source.ts'
import { type Written, writtenIn } from '../../text/written.ts'

export function writtenOf(name: string, line: { toString(): string }): Written | null {
  const file = sourceOf(`const ${name} = ${line}`)
  return file.program === null ? null : writtenIn(file as Parameters<typeof writtenIn>[0], name)
}
