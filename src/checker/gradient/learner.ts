/** What is judged: a program, and what the text of its functions tells of them. */
import { programOf } from '../../room/here.ts'
import type { LearnerFunction, Program } from '../../room/program.ts'
import type { Written } from '../../text/written.ts'

export interface Learner {
  readonly program: Program
  /** A function as it is written; null where no text is known. */
  readonly written: (name: string) => Written | null
}

/** Functions of this very realm, by the name of the tensor whose gradient they compute: known by what they do alone. */
export const learnerOf = (functions: ReadonlyMap<string, LearnerFunction>): Learner => ({
  program: programOf(new Map([...functions].map(([name, one]) => [`d${name}`, one]))),
  written: () => null,
})
