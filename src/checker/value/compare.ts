/** What a learner's function gave where it is no gradient, held against what is expected. */

import { type Kept, NoValue } from '../../room/kept.ts'
import { describe, formatShape, type Shape, sizeOf, stridesOf } from '../../tensor/shape.ts'
import { Tensor } from '../../tensor/tensor.ts'
import type { Worst } from '../report.ts'

export interface ValueComparison {
  readonly kind: 'same' | 'differs' | 'shape' | 'wrong type' | 'not finite'
  readonly exact: boolean
  readonly approximate: boolean
  /** Null where there are no numbers to compare. */
  readonly maxdiff: number | null
  readonly worst: Worst | null
  /** Where there is nothing to compare: why. */
  readonly message: string
  readonly advice: string | null
}

/** How far off a number may be, relative to the largest expected one, where the check doesn't say. */
export const WITHIN = 1e-9
/** What a few operations on numbers around 1 leave of a zero. */
const ROUNDING = 1e-14

/** `within`: how far off a number may be, relative to the largest expected one. */
export function compareValues(actual: Kept, expected: Kept, within = WITHIN): ValueComparison {
  const other = differenceInKind(actual, expected, [])
  if (other !== null) return { ...nothing, ...other }
  const [yours, theirs] = [leavesOf(actual), leavesOf(expected)]
  const bad = yours.findIndex(
    ({ leaf }, i) => typeof leaf === 'number' && !Number.isFinite(leaf) && Number.isFinite(theirs[i].leaf),
  )
  if (bad !== -1) {
    const { path, leaf } = yours[bad]
    return {
      ...nothing,
      kind: 'not finite',
      worst: { index: path, yours: leaf as number, expected: theirs[bad].leaf as number },
      message: path.length === 0 ? `gave ${leaf}` : `is ${leaf} at [${path.join(', ')}]`,
      advice:
        'look for a division by 0, the log of a number that is not positive, or a value that is never set',
    }
  }
  return compareLeaves(yours, theirs, within)
}

const nothing = {
  kind: 'differs' as const,
  exact: false,
  approximate: false,
  maxdiff: null,
  worst: null,
  message: '',
  advice: null,
}

interface Leaf {
  readonly path: readonly number[]
  readonly leaf: number | string | boolean
}

function compareLeaves(yours: readonly Leaf[], theirs: readonly Leaf[], within: number): ValueComparison {
  let maxdiff: number | null = null
  let largest = 0
  let at = -1
  let words = true
  for (const [i, { leaf }] of theirs.entries()) {
    const mine = yours[i].leaf
    if (typeof leaf !== 'number' || typeof mine !== 'number') {
      if (mine !== leaf) words = false
      continue
    }
    if (Number.isFinite(leaf)) largest = Math.max(largest, Math.abs(leaf))
    const difference = Object.is(mine, leaf) || mine === leaf ? 0 : Math.abs(mine - leaf)
    // Two different numbers of which one is not finite are as far apart as can be.
    const counted = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference
    if (maxdiff === null || counted > maxdiff) {
      maxdiff = counted
      at = i
    }
  }
  const near = maxdiff === null || maxdiff <= within * largest + ROUNDING
  const exact = words && (maxdiff ?? 0) === 0
  return {
    ...nothing,
    kind: words && near ? 'same' : 'differs',
    exact,
    approximate: words && near,
    maxdiff,
    worst:
      at === -1 || maxdiff === 0
        ? null
        : {
            index: theirs[at].path,
            yours: yours[at].leaf as number,
            expected: theirs[at].leaf as number,
          },
  }
}

/** Why two values cannot be compared number by number; null where they can. */
function differenceInKind(
  actual: Kept,
  expected: Kept,
  path: readonly number[],
): Pick<ValueComparison, 'kind' | 'message' | 'advice'> | null {
  const where = path.length === 0 ? 'gave' : `has at [${path.join(', ')}]`
  if (kindOf(actual) !== kindOf(expected)) {
    const advice = actual instanceof NoValue ? actual.advice : adviceFor(actual, expected)
    const came = actual instanceof NoValue ? actual.what : describe(actual)
    // A list in a list, or a number where there should be one.
    const nested = path.length > 0 && (Array.isArray(actual) || Array.isArray(expected))
    const kind = nested && !(actual instanceof NoValue) ? 'shape' : 'wrong type'
    return { kind, message: `${where} ${came}, needs ${kindOf(expected)}`, advice }
  }
  if (actual instanceof Tensor && expected instanceof Tensor) {
    const same = actual.shape.join() === expected.shape.join()
    const message = `${where} shape ${formatShape(actual.shape)}, needs ${formatShape(expected.shape)}`
    return same ? null : { kind: 'shape', message, advice: null }
  }
  if (!Array.isArray(actual) || !Array.isArray(expected)) return null
  if (actual.length !== expected.length) {
    const message = `${where} a list of ${actual.length}, needs ${expected.length}`
    return { kind: 'shape', message, advice: null }
  }
  for (const [i, element] of actual.entries()) {
    const other = differenceInKind(element, expected[i], [...path, i])
    if (other !== null) return other
  }
  return null
}

function kindOf(value: Kept): string {
  if (value instanceof Tensor) return 'a tensor'
  if (Array.isArray(value)) return 'a list'
  if (value instanceof NoValue) return value.what
  return { number: 'a number', string: 'a text', boolean: 'true or false' }[typeof value as 'number']
}

function adviceFor(actual: Kept, expected: Kept): string | null {
  if (actual instanceof Tensor && typeof expected === 'number') return '.item() gives the number in a tensor'
  if (Array.isArray(actual) && expected instanceof Tensor) {
    return actual.some(one => one instanceof Tensor)
      ? 'return the one tensor that is asked for, not a list'
      : 'tensor([…]) makes a tensor of a list'
  }
  return null
}

/** All numbers and words in it, in order, with their places. */
export function leavesOf(value: Kept, path: readonly number[] = []): Leaf[] {
  if (value instanceof Tensor) {
    const strides = stridesOf(value.shape)
    return Array.from(value.data, (leaf, flat) => ({
      path: [...path, ...strides.map((stride, dim) => Math.floor(flat / stride) % value.shape[dim])],
      leaf,
    }))
  }
  if (Array.isArray(value)) return value.flatMap((element, i) => leavesOf(element, [...path, i]))
  return value instanceof NoValue ? [] : [{ path, leaf: value as Leaf['leaf'] }]
}

/** Of a list of lists too, where all are of one length; null where it has none. */
export function shapeOf(value: Kept): Shape | null {
  if (value instanceof Tensor) return value.shape
  if (typeof value === 'number') return []
  if (!Array.isArray(value)) return null
  if (value.length === 0) return [0]
  const inner = value.map(shapeOf)
  return inner[0] !== null && inner.every(shape => shape?.join() === inner[0]?.join())
    ? [value.length, ...inner[0]]
    : null
}

/** `gave 2, expected 14`; of a long list the element that is furthest off. */
export function gaveText(actual: Kept, expected: Kept, worst: Worst | null): string {
  if (worst !== null && leavesOf(expected).length > 8) {
    const [mine, needed] = texts(worst.yours, worst.expected)
    return `gave ${mine} at [${worst.index.join(', ')}], expected ${needed}`
  }
  const [mine, needed] = texts(actual, expected)
  return `gave ${mine}, expected ${needed}`
}

/** `, for a = 2, b = -3.25`; nothing where nothing is named. */
export const startText = (at: Readonly<Record<string, number>> = {}): string =>
  Object.entries(at)
    .map(([name, value], i) => `${i === 0 ? ', for ' : ', '}${name} = ${show(value, 6)}`)
    .join('')

/** Both in few digits, or in all of them where they would look the same. */
function texts(actual: Kept, expected: Kept): [string, string] {
  const brief: [string, string] = [show(actual, 6), show(expected, 6)]
  return brief[0] === brief[1] ? [show(actual, 17), show(expected, 17)] : brief
}

function show(value: Kept, digits: number): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(digits)))
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(element => show(element, digits)).join(', ')}]`
  if (value instanceof Tensor) return `tensor ${show(nested(value), digits)}`
  return value instanceof NoValue ? value.what : String(value)
}

function nested({ shape, data }: Tensor): Kept {
  if (shape.length === 0) return data[0]
  const rest = shape.slice(1)
  const size = sizeOf(rest)
  return Array.from({ length: shape[0] }, (_, i) =>
    nested(new Tensor(rest, data.slice(i * size, (i + 1) * size))),
  )
}
