/** What a learner handed in, read: scripts to load into a room, as it is or with answers in place of blanks. */
import { invariant } from '../../errors.ts'
import { isExported, type Modules } from '../../room/loading.ts'
import { LIBRARY } from '../../text/library.ts'
import { scriptOf } from '../../text/script.ts'
import type { ParsedText } from '../../text/source.ts'
import { transplanted } from '../../text/transplant.ts'
import { type Written, writtenIn } from '../../text/written.ts'

export interface Submission {
  /** What can be read of it. */
  readonly source: ParsedText
  /** What its place is called in stacks. */
  readonly path: string
  /** The scripts of the files that it imports. */
  readonly imports: Modules
  /** The functions and methods to judge, in order: `dprobs`, `Value.mul`. */
  readonly functions: readonly string[]
}

export interface Variant {
  readonly modules: Modules
  /** For each line of the script, the line of the learner's file that it was; 0 for those of an answer. */
  readonly lines: readonly number[]
}

/** The learner's file with the answers of `solution` in place of these blanks. */
export function variantOf(
  { source, path, imports, functions }: Submission,
  replaced: readonly string[],
  solution: ParsedText | null,
): Variant {
  const edits = solution === null ? [] : transplanted(source, solution, replaced, LIBRARY)
  const { script } = scriptOf(source, { besides: besidesOf(functions), exports: isExported, edits })
  invariant(script !== null, `${path} was read before, and cannot be now`)
  return { modules: { ...imports, [path]: script.js }, lines: script.lines }
}

/** What a module is to hand out though it may not export it: an `export` that got lost is no reason to fail. */
export const besidesOf = (functions: readonly string[]): string[] => [
  ...new Set(functions.map(name => name.split('.')[0])),
]

export const writtenBy = ({ source }: Submission, name: string): Written | null => writtenIn(source, name)
