/** Which tensors don't lie in memory in the order of their places: of those PyTorch refuses many a `.view`. */
import type { Op } from '../tensor/operations.ts'
import { type Shape, stridesOf } from '../tensor/shape.ts'
import type { Tensor, TensorLike } from '../tensor/tensor.ts'

/** In another order, or with gaps, or one number at many places. */
const scattered = new WeakSet<Tensor>()
/** In another order: what is computed from it, number by number, is so, too. */
const turned = new WeakSet<Tensor>()

/** How far apart in memory neighbours along each dimension are, of those that are a part of another or turned. */
const steps = new WeakMap<Tensor, readonly number[]>()

/** Whether it is known to lie so, or may. */
export const isScattered = (x: Tensor): boolean => scattered.has(x) || turned.has(x)

export const isTurned = (x: Tensor): boolean => turned.has(x)

/** It was copied into the order of its places. */
export function gather(x: Tensor): void {
  scattered.delete(x)
  turned.delete(x)
  steps.delete(x)
}

/** Whether PyTorch can see it in this shape without a copy; null where it isn't known how it lies. */
export function isViewable(x: Tensor, shape: Shape): boolean | null {
  if (!isScattered(x) || x.data.length < 2) return true
  return knownSteps(x) === null ? null : stepsOfView(x, shape) !== null
}

/** What makes a new tensor in the order of its places, whatever it is made of. */
const GATHERING: ReadonlySet<Op> = new Set([
  ...([
    'matmul',
    'index',
    'indexPut',
    'indexAdd',
    'gather',
    'scatter',
    'scatterAdd',
    'cat',
    'oneHot',
  ] as const),
  ...([
    'sum',
    'mean',
    'var',
    'std',
    'prod',
    'logsumexp',
    'max',
    'min',
    'argmax',
    'argmin',
    'cumsum',
  ] as const),
  ...(['softmax', 'logSoftmax', 'crossEntropy', 'flip'] as const),
])

const isLarge = (size: number): boolean => size !== 1

const large = (x: Tensor): string => x.shape.filter(isLarge).join()

/** Writes down how the result of an operation lies. */
export function noteLayout(op: Op, operands: readonly TensorLike[], attributes: object, made: Tensor): void {
  if (GATHERING.has(op) || made.data.length < 2) return
  const tensors = operands.filter(one => typeof one !== 'number')
  if (tensors.length === 0) return
  const [x] = tensors
  const own = stepsOf(op, x, attributes, made)
  const isSame = op !== 'view' || large(x) === large(made) || (isScattered(x) && own !== null)
  if (op === 'permute' ? isReordered(x, attributes) : isSame && tensors.some(isTurned)) turned.add(made)
  const isPart = op === 'expand' || op === 'slice' || op === 'permute' || op === 'view'
  if (isPart && isSame && (scattered.has(x) || isApart(op, x, attributes, made))) scattered.add(made)
  if (isPart && own !== null && isScattered(made)) steps.set(made, own)
}

/** How the result of an operation lies that moves no number; null where that isn't known. */
function stepsOf(op: Op, x: Tensor, attributes: object, made: Tensor): readonly number[] | null {
  const own = knownSteps(x)
  if (own === null) return null
  if (op === 'permute') return (attributes as { dims: readonly number[] }).dims.map(dim => own[dim])
  if (op === 'slice') {
    const { dim, step } = attributes as { dim: number; step: number }
    return own.with(dim, own[dim] * step)
  }
  if (op === 'expand') {
    const added = made.shape.length - x.shape.length
    return made.shape.map((size, dim) => (x.shape[dim - added] === size ? own[dim - added] : 0))
  }
  return op === 'view' ? stepsOfView(x, made.shape) : null
}

const knownSteps = (x: Tensor): readonly number[] | null =>
  steps.get(x) ?? (isScattered(x) ? null : stridesOf(x.shape))

/**
 * How it lies if it is seen in this shape: each run of dimensions that lies as one becomes some of the new ones, as in
 * PyTorch's `computeStride`. Null where a new one would go over the edge of a run.
 */
function stepsOfView(x: Tensor, shape: Shape): readonly number[] | null {
  const own = knownSteps(x)
  if (own === null) return null
  const made: number[] = []
  let [total, seen, step] = [1, 1, own.at(-1) ?? 1]
  for (let dim = x.shape.length - 1; dim >= 0; dim--) {
    total *= x.shape[dim]
    const goesOn = dim > 0 && (x.shape[dim - 1] === 1 || own[dim - 1] === total * step)
    if (goesOn) continue
    for (let at = shape.length - 1 - made.length; at >= 0 && (seen < total || shape[at] === 1); at--) {
      made.unshift(seen * step)
      seen *= shape[at]
    }
    if (seen !== total) return null
    ;[total, seen, step] = [1, 1, own[dim - 1]]
  }
  return made.length === shape.length ? made : null
}

function isReordered(x: Tensor, attributes: object): boolean {
  const { dims } = attributes as { dims: readonly number[] }
  const places = dims.filter(dim => isLarge(x.shape[dim]))
  // Turned twice, it may lie in order again.
  return isTurned(x) || places.some((dim, i) => i > 0 && dim < places[i - 1])
}

function isApart(op: Op, x: Tensor, attributes: object, made: Tensor): boolean {
  if (op === 'expand') return made.data.length !== x.data.length
  if (op !== 'slice') return false
  const { dim, step } = attributes as { dim: number; step: number }
  const isInner = x.shape.slice(0, dim).some(isLarge)
  return made.shape[dim] !== x.shape[dim] && (isInner || (step > 1 && made.shape[dim] > 1))
}
