/**
 * A learner's program as the judge sees it: names in, values out. Where it runs (in a thread, in a page's worker, in
 * this very realm) is the room's business. Only values come out of a room, never verdicts.
 */
import type { Step } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** A function that a learner wrote: takes a scope, gives a gradient, or anything at all. */
export type LearnerFunction = (scope: object) => unknown

/** What a function may ask for by name. */
export interface Scope {
  /** Values of the forward pass, and numbers such as the batch size. The same object for the same case. */
  readonly values: Readonly<Record<string, unknown>>
  /**
   * What a name stands for that is no value: a gradient, such as `dprobs`. Throws a `ScopeError` for a name that may not
   * be asked for, and `Later` where another function has to run first.
   */
  readonly gradient: (name: string) => Tensor
  /** Whether `name in scope` holds. */
  readonly has: (name: string) => boolean
  /** Gradients that the function will probably ask for: they go along with the call. */
  readonly likely?: readonly string[]
}

/** A name that does not exist or may not be asked for. The learner's mistake, told as one. */
export class ScopeError extends Error {
  override readonly name: string = 'ScopeError'
  readonly advice: string | undefined
  constructor(message: string, advice?: string) {
    super(message)
    this.advice = advice
  }
}

/** Thrown for a gradient that the function of that name has to work out first: then the call is made again. */
export class Later extends Error {
  override readonly name: string = 'Later'
  readonly gradient: string
  constructor(gradient: string) {
    super(`${gradient} is not there yet`)
    this.gradient = gradient
  }
}

/** Why a room stopped something. */
export type Cause = 'timeout' | 'out of memory' | 'ended the program'

/** Something that was thrown, as plain data. */
export interface Thrown {
  readonly kind: 'threw'
  /** Of an error its name; null for what is no error. */
  readonly name: string | null
  readonly message: string
  /** What this program's own errors say to do; of another error undefined. */
  readonly advice?: string | null
  readonly stack: string | null
}

/** What came of a call. */
export type Came =
  | { readonly kind: 'value'; readonly value: Tensor }
  | { readonly kind: 'number'; readonly value: number }
  /** A tensor whose fields do not belong together. */
  | { readonly kind: 'tampered' }
  | { readonly kind: 'other'; readonly what: Other; readonly text: string }
  | { readonly kind: 'blank' }
  | Thrown
  /** A tensor that the function was handed is not what it was. */
  | { readonly kind: 'changed'; readonly name: string }
  | { readonly kind: 'later'; readonly gradient: string }
  | { readonly kind: 'stopped'; readonly cause: Cause }

export type Other = 'nothing' | 'function' | 'boolean' | 'promise' | 'object'

/** What the operations of a call were, in order, and the names of the tensors that it was handed. */
export interface Tape {
  readonly steps: readonly Step[]
  readonly names: ReadonlyMap<Tensor, string>
}

export interface Call {
  readonly came: Came
  /** The names that it asked for and was given. */
  readonly read: ReadonlySet<string>
  /** What it printed. */
  readonly printed: readonly string[]
  /** Empty unless it was asked for. */
  readonly tape: Tape
}

export interface Program {
  /** The functions that it defines, of those that it was asked about. */
  readonly defines: ReadonlySet<string>
  /** Calls a function and waits for what comes of it. `record`: whether to write down its operations. */
  call(name: string, scope: Scope, record?: boolean): Call
  /**
   * Only where a message takes longer than a call: makes many calls at once. Null for one that has to be made by itself,
   * such as one that asks for more than was likely. A gradient that isn't there yet (`Later`) is what the call of that
   * name gave, if it comes before.
   */
  readonly ahead?: (wanted: readonly ToCall[]) => readonly (Call | null)[]
}

/** A function to call. */
export interface ToCall {
  readonly name: string
  readonly scope: Scope
  /** Whether to write down its operations. */
  readonly record?: boolean
}

export const noTape: Tape = { steps: [], names: new Map() }
