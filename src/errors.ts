/**
 * The one error class for everything a person can put right. Its code is stable: scripts may rely on it.
 * Anything else that is thrown is a bug of ours (see `cli/main.ts`).
 */
export type ErrorCode =
  | 'usage' // the command line itself
  | 'tensor' // shapes or arguments of a tensor operation
  | 'exercise' // the learner's file: missing, not text, not an exercise
  | 'workspace' // the folder: not a workspace, read-only, full
  | 'data' // a list of names, or an archive, that cannot be used
  | 'pack' // a solution or pack that is not well formed
  | 'timeout' // the learner's code did not come to an end

/** What is the matter with a learner's file that cannot be judged. As stable as the codes. */
export type Reason =
  | 'missing'
  | 'empty'
  | 'not text'
  | 'too large'
  | 'syntax' // nothing of it can be read
  | 'load' // it throws, or ends the program, while it is loaded
  | 'timeout' // loading it does not come to an end
  | 'memory' // loading it takes too much

export class NinjaError extends Error {
  override readonly name: string = 'NinjaError'
  readonly code: ErrorCode
  /** What to do next. */
  readonly advice: string | undefined
  readonly reason: Reason | undefined

  /** The message says what was needed and what came. */
  constructor(code: ErrorCode, message: string, advice?: string, reason?: Reason) {
    super(message)
    this.code = code
    this.advice = advice
    this.reason = reason
  }
}

/** Stops on what must never happen: a bug of ours, and worded as one. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`internal: ${message}`)
}
