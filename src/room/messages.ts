/** What the judge and the learner's side say to each other. One speaks, the other answers; never both at once. */
import type { Modules } from './loading.ts'
import type { PackedTensor } from './numbers.ts'

/** How many cases the learner's side keeps; when one more comes, it forgets them all. */
export const CASES = 16

/** Of many calls no more is made after so many milliseconds, or with so many numbers; those that were made are told. */
export const CALLS = { time: 50, numbers: 2 ** 20 } as const

/** A call that the judge wants. */
export interface CallOrder {
  readonly name: string
  readonly case: number
  /** The values of the case, where they were not sent before. */
  readonly values?: Readonly<Record<string, unknown>>
  /** Gradients that the function will probably ask for. */
  readonly given: Readonly<Record<string, PackedTensor>>
  /** Of many calls: gradients that others before it give, and their places. */
  readonly from?: Readonly<Record<string, number>>
  /** Whether to send what its operations were. */
  readonly record: boolean
}

/** What the judge orders. */
export type RoomOrder =
  /** Run a module; its functions are those that are called from then on. */
  | { readonly order: 'load'; readonly modules: Modules; readonly entry: string }
  | ({ readonly order: 'call' } & CallOrder)
  /** Make these calls, and ask nothing: one that needs more than it was given is for later. */
  | { readonly order: 'calls'; readonly calls: readonly CallOrder[] }
  /** Run the module of a check. */
  | { readonly order: 'check'; readonly modules: Modules; readonly entry: string }
  /** Have the check make its rows for the module that was loaded. */
  | { readonly order: 'draw'; readonly seed: number }
  | { readonly order: 'row'; readonly at: number }
  | { readonly order: 'picture'; readonly seed: number }
  /** Where the judge was called from the learner's side: go on there. */
  | { readonly order: 'let go' }

/** What the learner's side asks for in the middle of an order. */
export type Question =
  | { readonly ask: 'gradient' | 'has' | 'table'; readonly name: string }
  | { readonly ask: 'names' }

/** What the judge answers. */
export type RoomAnswer =
  | { readonly tensor: PackedTensor }
  | { readonly text: string }
  | { readonly yes: true }
  | { readonly no: true }
  | { readonly error: string; readonly advice: string | null }
  /** The gradient that has to be worked out first. */
  | { readonly later: string }

/** Asks the judge, and waits for the answer. */
export type Ask = (question: Question) => RoomAnswer
