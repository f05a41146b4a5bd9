/** Which tensors don't lie in memory in the order of their places: of those PyTorch refuses many a `.view`. */
import type { Op } from '../tensor/operations.ts'
import type { Tensor, TensorLike } from '../tensor/tensor.ts'

/** In another order, or with gaps, or one number at many places. */
const scattered = new WeakSet<Tensor>()
/** In another order: what is computed from it, number by number, is so, too. */
const turned = new WeakSet<Tensor>()

/** Whether it is known to lie so, or may. */
export const isScattered = (x: Tensor): boolean => scattered.has(x) || turned.has(x)

export const isTurned = (x: Tensor): boolean => turned.has(x)

/** It was copied into the order of its places. */
export function gather(x: Tensor): void {
  scattered.delete(x)
  turned.delete(x)
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
  const isSame = op !== 'view' || large(x) === large(made)
  if (op === 'permute' ? isReordered(x, attributes) : isSame && tensors.some(isTurned)) turned.add(made)
  const isPart = op === 'expand' || op === 'slice' || op === 'permute' || op === 'view'
  if (isPart && isSame && (scattered.has(x) || isApart(op, x, attributes, made))) scattered.add(made)
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
