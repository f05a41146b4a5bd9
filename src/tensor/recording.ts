/** The tape: which operations ran, in order, while somebody was recording. */
import type { Attributes, Op } from './operations.ts'
import type { Tensor, TensorLike } from './tensor.ts'

/** One operation that ran: `output = op(...inputs)`. */
export interface Step<O extends Op = Op> {
  readonly op: O
  readonly inputs: readonly Tensor[]
  /** The inputs as they were given: a plain number is still a number here, and needs no gradient. */
  readonly operands: readonly TensorLike[]
  readonly attributes: Attributes[O]
  readonly output: Tensor
}

export interface Recording<T> {
  readonly result: T
  /** In execution order, so an operation's inputs always come before it. */
  readonly steps: readonly Step[]
}

let tape: Step[] | null = null

/** Runs `run` and writes down every operation in it. Recordings nest: the inner one takes its own steps. */
export function record<T>(run: () => T): Recording<T> {
  const outer = tape
  const steps: Step[] = []
  tape = steps
  try {
    return { result: run(), steps }
  } finally {
    tape = outer
  }
}

export const isRecording = (): boolean => tape !== null

/** Called by `apply` alone, and by an engine in its place. */
export function note(step: Step): void {
  tape?.push(step)
}

/** What was written down so far, of the innermost recording. */
export const recordedSteps = (): readonly Step[] => tape ?? []

/** How many operations that are. */
export const recorded = (): number => tape?.length ?? 0
