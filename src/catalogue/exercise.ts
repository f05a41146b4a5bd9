/** What an exercise file is made of, as types: what its functions take and what they may read. */
import type { Names } from '../dataset/names.ts'
import type { Table } from '../dataset/table.ts'
import type { Generator } from '../tensor/random.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** What `inputs` makes the parameters and the batch from. */
export interface Source {
  /** Seeded: the same numbers for the same seed on every machine. */
  readonly g: Generator
  readonly names: Names
}

/** What a check may use besides. */
export interface CheckSource extends Source {
  /** `table('penguins')` reads `exercises/data/penguins.csv` of the exercise's own pack. */
  readonly table: (name: string) => Table
}

type Made<F> = F extends (...given: never[]) => infer Result ? Result : never

type GradientsOf<Values> = {
  readonly [Name in keyof Values & string as Values[Name] extends Tensor ? `d${Name}` : never]: Tensor
}

/**
 * All that a backward function may ask for by name: every input, every value of the forward pass, and the gradient of
 * each (`d` + name) that does not depend on the function's own result.
 */
export type ScopeOf<Inputs, Forward> = Made<Inputs> &
  Made<Forward> &
  GradientsOf<Made<Inputs> & Made<Forward>>

/** What a learner's function may give where it is no gradient: numbers, words, and lists of them. */
export type Value = number | string | boolean | Tensor | readonly Value[]

/** What a solution's cell titled `check` exports: what the learner's functions are to give, and what is expected. */
export type Check<Learner> = (learner: Learner, source: CheckSource) => readonly Pair[]

/** A row of the table: something the learner's code gives, beside what it should be. */
export interface Pair {
  /** As the table shows it: `slope(f, 3, 1e-5)`. */
  readonly name: string
  /** The function or method that it is about: `slope`, `Value.mul`. */
  readonly blank: string
  /** Calls the learner's code. What it throws is caught, and it is stopped if it takes too long. */
  readonly learner: () => Value
  /** Left out: what the solution's own answers give. One row of each blank says it by itself. */
  readonly expected?: Value | (() => Value)
  /** Of a text that must not be shown, because it is the answer: `expected` stands for it. */
  readonly secret?: Secret
  /** The numbers that it starts from, by name, where they are drawn: told beside a wrong value. */
  readonly at?: Readonly<Record<string, number>>
  /** How far off a number may be, relative to the largest that is expected; 1e-9 unless given. */
  readonly within?: number
  /** Shown beside the row once it is right. */
  readonly learned?: string
}

export interface Secret {
  /** Each of these is right. */
  readonly right: readonly string[]
  /** What is said of any other text, behind it. */
  readonly other: string
}

/** A kind of mistake; `ninja mistakes` lists them. */
export type Family =
  | 'not finite'
  | 'shape'
  | 'reduction'
  | 'a use forgotten'
  | 'overwritten, doubled, subtracted'
  | 'sign, factor'
  | 'upstream missing'
  | 'local derivative missing'
  | 'wrong local derivative'
  | 'wrong operand'
  | 'index'
  | 'scatter'
  | 'fused formulas'
  | 'order'
  | 'stale or aliased'

/** Thrown by `TODO()`: a blank that nobody has filled in yet. */
export class Blank extends Error {
  override readonly name: string = 'Blank'
}

/** Stands in for an answer. Replace it. */
export function TODO(): never {
  throw new Blank('not filled in yet')
}
