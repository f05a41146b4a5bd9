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
    `a tensor of shape ${formatShape(shape)} would hold ${size.toLocaleString('en')} numbers`,
    'two shapes that should be equal were probably broadcast against each other',
  )
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a.length !== b.length) return false
  for (let dim = 0; dim < a.length; dim++) if (a[dim] !== b[dim]) return false
  return true
}

/** `(32, 27)`, `(7)` and `()`. What is no number is told by what it is: a tensor's numbers would fill pages. */
export const formatShape = (shape: Shape): string =>
  `(${shape.map(size => (typeof size === 'number' ? String(size) : describe(size))).join(', ')})`

/** What a value is, for an error message. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'number' || typeof value === 'boolean') return `the ${typeof value} ${value}`
  if (typeof value === 'string') return `the text ${JSON.stringify(value)}`
  if (typeof value === 'function') return 'a function'
  return isTensor(value) ? `a tensor of shape ${formatShape(value.shape)}` : 'an object'
}

/** By its parts: the class is made of what is here. */
const isTensor = (value: unknown): value is { readonly shape: Shape } => {
  const { shape, data } = value as { shape?: unknown; data?: unknown }
  return Array.isArray(shape) && data instanceof Float64Array
}

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

/** Sizes one by one, or as a list, all of them numbers. `way`: what to write instead of a tensor. */
export function demandSizes(op: string, given: ShapeArguments, way: string): Shape {
  const sizes = listed(given)
  const odd = sizes.find(size => typeof size !== 'number')
  if (sizes.every(size => typeof size === 'number')) return sizes
  throw tensorError(
    `${op}: takes sizes, which are numbers, but was given ${describe(odd)}`,
    isTensor(odd ?? {}) ? way : undefined,
  )
}

/** A copy of what must be a shape. */
export function demandShape(op: string, shape: Shape): number[] {
  if (!Array.isArray(shape)) {
    const way = isTensor(shape ?? {}) ? 'its sizes are x.shape' : 'write it as [2, 3]'
    throw tensorError(`${op}: a shape is a list of sizes, not ${describe(shape)}`, way)
  }
  const bad = shape.findIndex(size => !isSize(size))
  if (bad < 0) return [...shape]
  const size: unknown = shape[bad]
  const named = typeof size === 'number' ? String(size) : describe(size)
  throw tensorError(
    `${op}: ${formatShape(shape)} is not a shape: ${named} is not a size`,
    isTensor(size ?? {}) ? 'the sizes of a tensor are x.shape' : undefined,
  )
}

export const isSize = (size: number): boolean => Number.isInteger(size) && size >= 0

/**
 * A dimension as the user names it (negative ones count from the end) as an index from 0. `of`: whose dimension it is, if
 * not that of the tensor the method is called on.
 */
export function dimIndex(op: string, dim: number, rank: number, of = 'the tensor'): number {
  if (typeof dim !== 'number') {
    throw tensorError(`${op}: the dimension must be a number`, '0 is the first dimension, -1 the last')
  }
  const index = dim < 0 ? dim + rank : dim
  if (!Number.isInteger(dim) || index < 0 || index >= rank) {
    throw tensorError(
      `${op}: there is no dimension ${dim}: ${of} has ${rank === 1 ? 'dimension 0 alone' : `${rank} dimensions`}`,
      rank === 0 ? 'leave the dimension out' : `use a number from ${-rank} to ${rank - 1}`,
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
    'name each dimension once; negative numbers count from the end',
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
        'shapes are lined up at the right; in each pair the sizes must be equal, or one of them 1',
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

/** Whether a shape is the last dimensions of another, but for dimensions of size 1 before them: broadcast, its numbers repeat. */
export function isEnd(shape: Shape, of: Shape): boolean {
  const added = of.length - shape.length
  let dim = 0
  while (dim < shape.length && shape[dim] === 1) dim++
  for (; dim < shape.length; dim++) if (shape[dim] !== of[dim + added]) return false
  return true
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
