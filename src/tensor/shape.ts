/** Shapes: lists of sizes, outermost first, as in PyTorch. All functions here are pure arithmetic on them. */
import { NinjaError } from '../errors.ts'

export type Shape = readonly number[]

/** A tensor of more numbers than this (half a gigabyte of them) is taken for a mistake. */
export const MOST = 2 ** 26

/** How many numbers a tensor of this shape has. */
export function sizeOf(shape: Shape): number {
  let size = 1
  for (let dim = 0; dim < shape.length; dim++) size *= shape[dim]
  if (size <= MOST || Number.isNaN(size)) return size
  throw tensorError(
    `a tensor of shape ${formatShape(shape)} would have ${size.toLocaleString('en')} numbers`,
    'two shapes that should be equal have probably been stretched against each other',
  )
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a.length !== b.length) return false
  for (let dim = 0; dim < a.length; dim++) if (a[dim] !== b[dim]) return false
  return true
}

/** `(32, 27)`, `(7)` and `()`. */
export const formatShape = (shape: Shape): string => `(${shape.map(String).join(', ')})`

/** How far apart in memory neighbours along each dimension lie, row-major. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length)
  let stride = 1
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    strides[dim] = stride
    stride *= shape[dim]
  }
  return strides
}

/** The error of an operation that was given shapes or arguments it cannot take. */
export const tensorError = (message: string, advice?: string): NinjaError =>
  new NinjaError('tensor', message, advice)

/** Sizes one by one, or as a list. */
export type ShapeArguments = readonly number[] | readonly [Shape]

export const listed = (sizes: ShapeArguments): Shape =>
  Array.isArray(sizes[0]) ? (sizes[0] as Shape) : (sizes as readonly number[])

/** A copy of what must be a shape. */
export function demandShape(op: string, shape: Shape): number[] {
  if (!Array.isArray(shape)) {
    throw tensorError(`${op}: a shape is a list of sizes, not ${String(shape)}`, 'write it as [2, 3]')
  }
  const bad = shape.findIndex(size => !isSize(size))
  if (bad < 0) return [...shape]
  throw tensorError(`${op}: ${formatShape(shape)} is not a shape: ${String(shape[bad])} is not a size`)
}

export const isSize = (size: number): boolean => Number.isInteger(size) && size >= 0

/**
 * A dimension as the user names it (negative ones count from the end) as an index from 0. `of`: whose dimension it is, if
 * not that of the tensor the method is called on.
 */
export function dimIndex(op: string, dim: number, rank: number, of = ''): number {
  if (typeof dim !== 'number') {
    throw tensorError(`${op}: the dimension must be a number`, 'it says which: 0 is the first, -1 the last')
  }
  const index = dim < 0 ? dim + rank : dim
  if (!Number.isInteger(dim) || index < 0 || index >= rank) {
    throw tensorError(
      `${op}: there is no dimension ${dim} in ${of}a tensor of ${rank} dimensions`,
      rank === 0 ? 'a scalar has no dimensions: leave it out' : `use one from ${-rank} to ${rank - 1}`,
    )
  }
  return index
}

/** Several of them, each named once. */
export function dimIndices(op: string, dims: readonly number[], rank: number): number[] {
  const indices = dims.map(dim => dimIndex(op, dim, rank))
  const twice = indices.find((dim, i) => indices.indexOf(dim) !== i)
  if (twice === undefined) return indices
  throw tensorError(
    `${op}: [${dims.join(', ')}] names dimension ${twice} twice`,
    'name each dimension once; negative ones count from the end',
  )
}

/** The shape that both operands are stretched to, by numpy's rules: aligned at the right, 1 stretches. */
export function broadcastShapes(op: string, a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length)
  const out = new Array<number>(rank)
  for (let i = 1; i <= rank; i++) {
    const left = a[a.length - i] ?? 1
    const right = b[b.length - i] ?? 1
    if (left !== right && left !== 1 && right !== 1) {
      throw tensorError(
        `${op}: ${formatShape(a)} and ${formatShape(b)} do not broadcast: ${left} and ${right} differ`,
        'sizes are aligned at the right; each pair must be equal or have a 1',
      )
    }
    out[rank - i] = left === 1 ? right : left
  }
  return out
}

/** Strides that walk `shape` as if it were stretched to `target`: 0 wherever it is repeated. */
export function broadcastStrides(shape: Shape, target: Shape): number[] {
  const strides = stridesOf(shape)
  const offset = target.length - shape.length
  return target.map((_, dim) => (dim < offset || shape[dim - offset] === 1 ? 0 : strides[dim - offset]))
}

/** A shape with at most one -1 in it, which stands for what is left of `total`. */
export function resolveShape(op: string, shape: Shape, total: number, from: Shape): number[] {
  const known = shape.filter(size => size !== -1)
  const holes = shape.length - known.length
  const product = sizeOf(known)
  const fits = holes === 0 ? product === total : holes === 1 && product > 0 && total % product === 0
  if (!fits || !known.every(isSize)) {
    throw tensorError(
      `${op}: ${formatShape(from)} has ${total} elements, ${formatShape(shape)} does not`,
      holes > 1 ? 'only one size may be -1' : undefined,
    )
  }
  return shape.map(size => (size === -1 ? total / product : size))
}
