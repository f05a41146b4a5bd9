/** Whether gradients, and what an update makes of them, are what they should be. Cheap: the full verdict is the checker's. */
import type { Updated } from '../catalogue/recipe.ts'
import { sameShape } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'

/** Gradients by the names of what they are of. */
export type NamedGradients = Readonly<Record<string, unknown>>

/** How far off a gradient may be: as a part of its own largest element, and of the largest of all gradients. */
export interface Precision {
  readonly relative: number
  /** What is zero by algebra is rounding noise of the others. */
  readonly noise: number
}

/** In float64. */
export const fine: Precision = { relative: 1e-9, noise: 1e-13 }
/** In float32, where a formula cancels as it does in float64. */
export const coarse: Precision = { relative: 1e-2, noise: 1e-5 }
/** Whatever rounding does: another sign, a factor, nothing at all. */
export const gross: Precision = { relative: 0.5, noise: 1e-2 }

/** The gradients that are off. */
export function disagreeing(
  actual: NamedGradients,
  expected: Readonly<Record<string, Tensor>>,
  { relative, noise }: Precision,
): string[] {
  const floor = noise * Math.max(...Object.values(expected).map(largest))
  return Object.entries(expected).flatMap(([name, truth]) =>
    isClose(actual[name], truth, relative * largest(truth) + floor) ? [] : [name],
  )
}

function isClose(actual: unknown, { shape, data: truth }: Tensor, tolerance: number): boolean {
  return (
    actual instanceof Tensor &&
    sameShape(actual.shape, shape) &&
    actual.data.every((value, i) => Math.abs(value - truth[i]) <= tolerance)
  )
}

const largest = ({ data }: Tensor): number => data.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/** Whether an update gave what it should, up to some roundings of numbers that differ by `epsilon`. */
export function isSameUpdate(
  updated: Updated,
  expected: Updated,
  given: Pick<Updated, 'p' | 'state'>,
  epsilon: number,
): boolean {
  const fits = (actual: unknown, truth: Tensor, before: Tensor): boolean =>
    actual instanceof Tensor &&
    sameShape(actual.shape, truth.shape) &&
    isRounded(actual, truth, before, epsilon)
  return (
    fits(updated.p, expected.p, given.p) &&
    Object.keys(given.state).every(key => fits(updated.state[key], expected.state[key], given.state[key]))
  )
}

function isRounded(actual: Tensor, truth: Tensor, before: Tensor, epsilon: number): boolean {
  const step = truth.data.reduce((most, value, i) => Math.max(most, Math.abs(value - before.data[i])), 0)
  return actual.data.every(
    (value, i) => Math.abs(value - truth.data[i]) <= ROUNDINGS * epsilon * (Math.abs(before.data[i]) + step),
  )
}

const ROUNDINGS = 64
