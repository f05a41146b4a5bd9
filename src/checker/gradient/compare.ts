/** Two tensors held against each other: the lecture's `cmp`, made strict. */
import { sameBits } from '../../tensor/kernels/native.ts'
import { sameShape, stridesOf } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Worst } from '../report.ts'

export interface Comparison {
  readonly sameShape: boolean
  readonly exact: boolean
  /** max |L - G| is below 1e-9 of max |G|, or below what rounding explains. */
  readonly approximate: boolean
  readonly maxdiff: number | null
  readonly worst: Worst | null
}

const RELATIVE = 1e-9
/** Rounding of a float64 sum, in units of the magnitude of its terms; generous by a factor of about a hundred. */
const ROUNDING = 2e-14

/**
 * Compares without ever broadcasting. `magnitude` is the largest sum of absolute values of the terms that make an
 * element of `expected`: what cancelled, and so how much of `expected` is rounding noise.
 */
export function compare(actual: Tensor, expected: Tensor, magnitude: number): Comparison {
  if (!sameShape(actual.shape, expected.shape)) {
    return { sameShape: false, exact: false, approximate: false, maxdiff: null, worst: null }
  }
  if (allFinite(expected) && sameBits(actual.data, expected.data)) {
    return { sameShape: true, exact: true, approximate: true, maxdiff: 0, worst: null }
  }
  let maxdiff = 0
  let at = -1
  for (let i = 0; i < expected.data.length; i++) {
    const difference = Math.abs(actual.data[i] - expected.data[i])
    // A NaN anywhere is the worst there is.
    if (!(difference <= maxdiff)) {
      at = i
      if (Number.isNaN(difference)) {
        maxdiff = Number.NaN
        break
      }
      maxdiff = difference
    }
  }
  return {
    sameShape: true,
    exact: at === -1,
    approximate: maxdiff <= toleranceFor(expected, magnitude),
    maxdiff,
    worst:
      at === -1
        ? null
        : { index: position(expected, at), yours: actual.data[at], expected: expected.data[at] },
  }
}

/** What an element may be off by; `magnitude`: see `compare`. */
export const toleranceFor = (expected: Tensor, magnitude: number): number =>
  RELATIVE * largest(expected) + ROUNDING * magnitude

/** Whether a number, such as the largest of a tensor, is nothing but the rounding noise of terms of this magnitude. */
export const isNoise = (most: number, magnitude: number): boolean =>
  magnitude > 0 && Math.abs(most) <= ROUNDING * magnitude

/** The largest absolute value; NaN where any element is NaN. */
export function largest(x: Tensor): number {
  let most = 0
  for (const value of x.data) {
    if (Number.isNaN(value)) return Number.NaN
    most = Math.max(most, Math.abs(value))
  }
  return most
}

// A cold process interprets its loops: what the standard library can say of a whole array at once is a hundred times
// as quick.

const allFinite = ({ data }: Tensor): boolean =>
  !(data.includes(Number.NaN) || data.includes(Infinity) || data.includes(-Infinity))

/** How many elements are NaN or infinite, and where the first is; null where all are finite. */
export function notFinite(x: Tensor): { count: number; first: number[] } | null {
  if (allFinite(x)) return null
  let count = 0
  let first = -1
  for (const [i, value] of x.data.entries()) {
    if (Number.isFinite(value)) continue
    count++
    if (first === -1) first = i
  }
  return { count, first: position(x, first) }
}

function position(x: Tensor, flat: number): number[] {
  return stridesOf(x.shape).map((stride, dim) => Math.floor(flat / stride) % x.shape[dim])
}
