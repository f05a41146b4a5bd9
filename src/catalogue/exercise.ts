/** What an exercise file is made of, as types: what its functions take and what they may read. */
import type { Names } from '../dataset/names.ts'
import type { Generator } from '../tensor/random.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** What `inputs` makes the parameters and the batch from. */
export interface Source {
  /** Seeded: the same numbers for the same seed on every machine. */
  readonly g: Generator
  readonly names: Names
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

/** Thrown by `TODO()`: a blank that nobody has filled in yet. */
export class Blank extends Error {
  override readonly name: string = 'Blank'
}

/** Stands in for an answer. Replace it. */
export function TODO(): never {
  throw new Blank('not filled in yet')
}
