/** What a notebook says is a gradient, and the forward passes that it is of. */
import type { Step } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** A place in a notebook. */
export interface Place {
  /** Of the code cells, from 1. */
  readonly cell: number
  /** In the cell, from 1. */
  readonly line: number
}

export const placeText = ({ cell, line }: Place): string => `cell ${cell}, line ${line}`

/** Of the claims of a blank, the one that has the blank's verdict, or else the last; undefined: there are none. */
export function claimFor<Judged extends { readonly blank: string; readonly verdict: string }>(
  claims: readonly Judged[],
  { blank, verdict }: { readonly blank: string; readonly verdict: string },
): Judged | undefined {
  const own = claims.filter(one => one.blank === blank)
  return own.findLast(one => one.verdict === verdict) ?? own.at(-1)
}

export interface Claim {
  /** `call`: a function compares it with PyTorch's; `name`: it is called as a gradient is; `function`: one gives it. */
  readonly via: 'call' | 'name' | 'function'
  /** Where that is. */
  readonly at: Place
  /** What the gradient is called: `dprobs`; null where it has no name. */
  readonly gradient: string | null
  /** What the tensor is called, as it is written, and in the text that goes with it. */
  readonly tensor: string | null
  readonly label: string | null
  /** Null where there is no tensor: `missing` says why. */
  readonly value: Tensor | null
  readonly missing: Missing | null
  /** The tensor whose gradient it is said to be; null where that isn't known. */
  readonly of: Tensor | null
  /** The statement that left this value, and its text. */
  readonly statement: WrittenStatement | null
  /** How many operations came before. */
  readonly after: number
  /** A function computes it on its way: it is of interest where what the function gives is wrong. */
  readonly isInner?: boolean
  /** The gradient under which an in-place statement changed this one: another name of the same tensor. */
  readonly changedBy: (Place & { readonly name: string }) | null
}

/** A statement as it is written. */
export interface WrittenStatement extends Place {
  readonly text: string
  /** That of the loop or the condition that it is in. */
  readonly around?: string
  /** The name that it sets. */
  readonly name?: string
}

export type Missing =
  | { readonly kind: 'blank' | 'unfinished' }
  /** Its statement failed, as it would in Python. */
  | { readonly kind: 'threw'; readonly message: string }
  /** It rests on what this program doesn't know. */
  | { readonly kind: 'not read'; readonly why: string }

/** Where the way back begins. */
export interface Root {
  readonly tensor: Tensor
  /** How many operations came before. */
  readonly after: number
  /** What the names stood for. */
  readonly names: ReadonlyMap<string, Tensor | number>
  /** It is of a forward function that was tried by itself. */
  readonly isTried?: boolean
  /** What the backward function beside it calls the gradient that it is given, and the tensor that this is of. */
  readonly upstream?: { readonly called: string; readonly of: string }
  /** `backward()` wasn't called on it: it is only called `loss`. */
  readonly isGuess: boolean
}

/** Something that went wrong on the way. */
export interface RunFault extends Place {
  readonly text: string
  readonly message: string
  /** The names that it was to set. */
  readonly names: readonly string[]
  /** Whether it rests on what this program doesn't know, which needn't be wrong. */
  readonly isNotRead: boolean
}

/** A notebook that was run once. */
export interface NotebookRun {
  readonly claims: readonly Claim[]
  readonly roots: readonly Root[]
  readonly faults: readonly RunFault[]
  readonly steps: readonly Step[]
  /** Of the gradients that autograd gave (`x.grad`), the tensors that they are of. */
  readonly fromAutograd: ReadonlyMap<Tensor, Tensor>
  /** What `retain_grad` was called on. */
  readonly retained: ReadonlySet<Tensor>
  /** Whole numbers that a name was set to at the top. */
  readonly sizes: ReadonlyMap<string, number>
  /** The statements that made tensors which were given a name. */
  readonly statements: ReadonlyMap<Tensor, WrittenStatement>
  /** Names that loops go through things by. */
  readonly loopNames: ReadonlySet<string>
  /** The functions that compare gradients. */
  readonly comparing: ReadonlySet<string>
  /** Whether there is no line of code. */
  readonly isEmpty: boolean
  /** A class of the notebook's own whose objects can be added or multiplied: micrograd's `Value`. */
  readonly ownNumbers: string | null
  /** Whether it asked for more work than is done for a notebook: what comes after that wasn't read. */
  readonly isCutShort: boolean
}
