/** What a check finds out, as plain data: it crosses from the learner's thread, goes to `--json` and to the screen. */
import type { Reason } from '../errors.ts'
import type { Shape } from '../tensor/shape.ts'

/**
 * From best to worst: right to the bit; right up to rounding; a right line fed a wrong gradient from above; a value
 * that is right here though the line is not the derivative; wrong; and what could not be compared at all.
 */
export type Verdict =
  | 'exact'
  | 'approximate'
  | 'inherited'
  | 'coincidence'
  | 'wrong'
  | 'shape'
  | 'not finite'
  | 'not a tensor'
  | 'wrong type'
  | 'threw'
  | 'timeout'
  | 'out of memory'
  | 'blank'

export const passes = (verdict: Verdict): boolean => verdict === 'exact' || verdict === 'approximate'

/** The element that is furthest off. */
export interface Worst {
  readonly index: readonly number[]
  readonly yours: number
  readonly expected: number
}

/** A statement of the forward pass, where the learner can look it up. */
export interface Statement {
  /** The tensor it makes. */
  readonly name: string
  readonly line: number
  readonly text: string
}

/** The judgement of one gradient, or of one value that a check asks for. */
export interface Judgement {
  /** The function's name: `dprobs`; of a value the check's own: `slope(f, 3, 1e-5)`. */
  readonly name: string
  /** The function or method that is judged: `dprobs`, `slope`, `Value.mul`. */
  readonly blank: string
  readonly kind: 'gradient' | 'value'
  readonly verdict: Verdict
  /** Equal in every bit to autograd's, with the learner's own gradients above it. */
  readonly exact: boolean
  /** Equal up to rounding. */
  readonly approximate: boolean
  /** Null where shapes differ or there is no value. */
  readonly maxdiff: number | null
  readonly shape: Shape | null
  readonly expectedShape: Shape
  /** In the learner's file, from 1; null where the function is not there. */
  readonly line: number | null
  readonly message: string
  /** What to do next, where the message alone doesn't say. */
  readonly advice: string | null
  readonly worst: Worst | null
  /** Where the forward pass uses the tensor. */
  readonly uses: readonly Statement[]
  /** The true gradient is 0 for algebraic reasons whatever the numbers. */
  readonly zeroByAlgebra: boolean
  readonly diagnosis: Diagnosis | null
  /** Insight about a right line. */
  readonly note: string | null
}

/** Which mistake it is. */
export interface Diagnosis {
  /** The kind of slip, as the atlas lists it. */
  readonly family: string
  /** What the learner computed, as a formula in the exercise's own names; null where it can't be told. */
  readonly formula: string | null
  /** One line for the table. */
  readonly short: string
  /** What was computed, what the line needs, where to look. */
  readonly message: string
  /** The hint tier that fits, from 1. */
  readonly tier: number
}

/** Something printed by the learner's code. */
export interface Printed {
  /** The function that printed; null while the file was loaded. */
  readonly by: string | null
  readonly text: string
}

/** Why nothing could be judged. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly advice: string | null
  readonly line: number | null
  /** Where it is the learner's file that cannot be judged: why. */
  readonly reason: Reason | null
}

export interface Report {
  readonly version: 1
  readonly exercise: string
  readonly file: string
  readonly passed: boolean
  readonly seed: number
  /** Of the table: the exercise's first. */
  readonly sizes: Readonly<Record<string, number>>
  readonly gradients: readonly Judgement[]
  /** What is worth knowing about the file as a whole: a changed forward pass, a missing function. */
  readonly notes: readonly string[]
  readonly printed: readonly Printed[]
  /** Drawn by the exercise once everything is right, to be printed as it is; null where it has none. */
  readonly picture: string | null
  readonly error: Failure | null
}
