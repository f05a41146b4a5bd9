/** What a row of the bank is: a line as a learner could have written it, and what is wrong with it. */

import type { Scope as CrossEntropy } from '../../../solutions/makemore/08_cross_entropy_at_once.ts'
import type { Scope as Batchnorm } from '../../../solutions/makemore/09_batchnorm_at_once.ts'
import type { Scope as Whole } from '../../../solutions/makemore/forward.ts'
import type { Tensors } from '../../catalogue/recipe.ts'
import type { LearnerFunction } from '../../room/program.ts'
import { type Shape, sizeOf, stridesOf } from '../../tensor/shape.ts'
import { Tensor } from '../../tensor/tensor.ts'
import type { Family } from '../explanation.ts'

/** Of the track makemore, of broadcasting, and forward passes of the bank's own. */
export type BankExercise =
  | '07_whole_network'
  | '08_cross_entropy_at_once'
  | '09_batchnorm_at_once'
  | `broadcasting/${'04_broadcast_mul' | '06_max_with_ties' | '07_running_sums' | '08_gather_and_scatter'}`
  | `broadcasting/${'09_view_and_transpose' | '10_outer_product' | '12_batch_matmul' | '13_jacobian' | '14_placing'}`
  | 'attention'
  | 'recurrence'
  | 'selection'
  | 'unrolled'
  | 'windows'
  | `gpt/${'02_rms_norm' | '04_layer_norm_at_once'}`
  | 'gpt'

export interface RightRow {
  readonly exercise: BankExercise
  /** The gradient that the line stands in for: `dprobs`. */
  readonly of: string
  /** What is other about it. */
  readonly form: string
  readonly line: LearnerFunction
}

export interface WrongRow {
  readonly exercise: BankExercise
  readonly of: string
  readonly slip: string
  /** The family that names the slip; several where each of them says something true of the line. */
  readonly family: Family | readonly Family[]
  readonly line: LearnerFunction
  /** Words that what is said of it must have. */
  readonly says?: string
  /** Made out of the answer: what was done to it. */
  readonly made?: LearnerFunction
}

/** A row may give anything: a learner wrote it. */
export type BankLine<Scope> = (scope: Scope) => unknown

/** By a few words on each. */
export type Lines<Scope> = Readonly<Record<string, BankLine<Scope>>>

type GradientIn<Scope> = keyof Scope & `d${string}`

export const wrongIn =
  <Scope>(exercise: BankExercise) =>
  (of: GradientIn<Scope>, family: Family | readonly Family[], lines: Lines<Scope>): WrongRow[] =>
    Object.entries(lines).map(([slip, line]) => ({
      exercise,
      of,
      slip,
      family,
      line: line as LearnerFunction,
    }))

/** Where all that is read are tensors. */
export const elsewhere =
  (exercise: BankExercise) =>
  (of: `d${string}`, family: Family | readonly Family[], lines: Lines<Tensors>): WrongRow[] =>
    Object.entries(lines).map(([slip, line]) => ({
      exercise,
      of,
      slip,
      family,
      line: line as LearnerFunction,
    }))

export const rightIn =
  <Scope>(exercise: BankExercise) =>
  (of: GradientIn<Scope>, lines: Lines<Scope>): RightRow[] =>
    Object.entries(lines).map(([form, line]) => ({ exercise, of, form, line: line as LearnerFunction }))

/** Where all that is read are tensors. */
export const rightElsewhere = rightIn<Tensors>

/** Wrong lines for a gradient of the whole network, all with the same family or families. */
export const whole = wrongIn<Whole>('07_whole_network')
export const crossEntropy = wrongIn<CrossEntropy>('08_cross_entropy_at_once')
export const batchnorm = wrongIn<Batchnorm>('09_batchnorm_at_once')

export const rightWhole = rightIn<Whole>('07_whole_network')
export const rightCrossEntropy = rightIn<CrossEntropy>('08_cross_entropy_at_once')
export const rightBatchnorm = rightIn<Batchnorm>('09_batchnorm_at_once')

export const kept = { keepdim: true }

/** A tensor made number by number, as plain loops over its dimensions make it. */
export function fill(shape: Shape, number: (...at: number[]) => number): Tensor {
  const strides = stridesOf(shape)
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, flat) =>
    number(...strides.map((stride, dim) => Math.floor(flat / stride) % shape[dim])),
  )
  return new Tensor(shape, data)
}

/** A plain loop that adds up, from `start` up to, not including, `end`. */
export function total(end: number, term: (k: number) => number, start = 0): number {
  let sum = 0
  for (let k = start; k < end; k++) sum += term(k)
  return sum
}
