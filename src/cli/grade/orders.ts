/** What passes between the process that grades and those that judge for it. */
import type { Limits } from '../../learner/patience.ts'

/** What this program is started with to judge for another that grades: as a process, and as a thread in that. */
export const GRADER = 'host-of-grade'
export const GRADER_THREAD = 'thread-of-grade'

/** One file to judge. */
export interface JudgeOrder {
  /** Where the exercise is looked up, and its whole name. */
  readonly cwd: string
  readonly exercise: string
  readonly language: 'typescript' | 'python'
  /** What the file is called in sentences. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly seed: number
  /** The list of names. */
  readonly data: string
  readonly limits: Limits
  readonly room: 'quickjs' | 'thread'
}

/** What came of an order. */
export type JudgeAnswer =
  /** As JSON: a stranger's data. */
  | { readonly kind: 'judged'; readonly json: string }
  /** The exercise's own side can't be used, or this program has a bug: no file can be judged. */
  | {
      readonly kind: 'unusable'
      readonly code: 'pack' | 'data'
      readonly message: string
      readonly advice: string | null
    }

/** `ready`: it has nothing to do. */
export type GraderAnswer = JudgeAnswer | { readonly kind: 'ready' }
