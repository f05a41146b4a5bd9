/** Where tensors come from, and the functions that PyTorch keeps in `torch.nn.functional`. */
import { engine } from './engine.ts'
import { dimIndex, formatShape, type Shape, sizeOf, tensorError } from './shape.ts'
import { apply, describe, type NestedNumbers, Tensor, type TensorLike } from './tensor.ts'

/** From nested lists of numbers, or from a flat typed array with its shape. */
export function tensor(values: NestedNumbers | ArrayLike<number>, shape?: Shape): Tensor {
  if (ArrayBuffer.isView(values) || shape !== undefined) {
    const data = Float64Array.from(values as ArrayLike<number>)
    return new Tensor(shape ?? [data.length], data)
  }
  const sizes = sizesOf(values as NestedNumbers)
  const data = new Float64Array(sizeOf(sizes))
  let next = 0
  const fill = (value: NestedNumbers, dim: number): void => {
    if (dim === sizes.length) {
      if (typeof value !== 'number') throw tensorError(`tensor: expected a number, found ${describe(value)}`)
      data[next++] = value
      return
    }
    if (!Array.isArray(value) || value.length !== sizes[dim]) {
      throw tensorError(
        `tensor: the lists are ragged: expected ${sizes[dim]} entries, found ${describe(value)}`,
      )
    }
    for (const part of value) fill(part, dim + 1)
  }
  fill(values as NestedNumbers, 0)
  return new Tensor(sizes, data)
}

function sizesOf(values: NestedNumbers): number[] {
  return typeof values === 'object' && Array.isArray(values)
    ? [values.length, ...(values.length > 0 ? sizesOf(values[0]) : [])]
    : []
}

const shapeOf = (shape: number[] | [Shape]): Shape =>
  Array.isArray(shape[0]) ? shape[0] : (shape as number[])

export function full(shape: Shape, value: number): Tensor {
  const bad = shape.findIndex(size => !Number.isInteger(size) || size < 0)
  if (bad >= 0) throw tensorError(`${formatShape(shape)} is not a shape: ${shape[bad]} is not a size`)
  if (engine !== null) return engine.full([...shape], value)
  return new Tensor([...shape], new Float64Array(sizeOf(shape)).fill(value))
}
export const zeros = (...shape: number[] | [Shape]): Tensor => full(shapeOf(shape), 0)
export const ones = (...shape: number[] | [Shape]): Tensor => full(shapeOf(shape), 1)
export const zerosLike = (x: Tensor): Tensor => full(x.shape, 0)
export const onesLike = (x: Tensor): Tensor => full(x.shape, 1)
export const fullLike = (x: Tensor, value: number): Tensor => full(x.shape, value)

/** The identity matrix of n rows. */
export function eye(n: number): Tensor {
  if (typeof n !== 'number') throw tensorError(`eye: needs a number of rows, was given ${describe(n)}`)
  return oneHot(arange(n), n)
}

/** `arange(n)`: 0 to n - 1; `arange(start, end, step)`: up to, not including, `end`. */
export function arange(start: number, end?: number, step = 1): Tensor {
  const odd = [start, end ?? 0, step].find(value => typeof value !== 'number')
  if (odd !== undefined || start === undefined)
    throw tensorError(`arange: needs numbers, was given ${describe(odd)}`, 'a size is x.shape[0]')
  const [from, to] = end === undefined ? [0, start] : [start, end]
  const length = Math.max(0, Math.ceil((to - from) / step))
  if (!Number.isFinite(length)) throw tensorError(`arange: ${start}, ${end}, ${step} is not a range`)
  return new Tensor(
    [length],
    Float64Array.from({ length }, (_, i) => from + i * step),
  )
}

/** Joined along a dimension that exists. */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  if (tensors.length === 0) throw tensorError('cat: there is nothing to join')
  return apply('cat', tensors, { dim: dimIndex('cat', dim, tensors[0].shape.length) })
}

/** Joined along a new dimension. */
export const stack = (tensors: readonly Tensor[], dim = 0): Tensor =>
  cat(
    tensors.map(x => x.unsqueeze(dim)),
    dim,
  )

/** `a` where the condition is not 0, `b` elsewhere. */
export const where = (condition: Tensor, a: TensorLike, b: TensorLike): Tensor =>
  apply('where', [condition, a, b], {})

export const matmul = (a: Tensor, b: Tensor): Tensor => a.matmul(b)

export const maximum = (a: TensorLike, b: TensorLike): Tensor => apply('maximum', [a, b], {})

/** For each index a row of zeros with a 1 in its place: shape `(..., numClasses)`. */
export const oneHot = (indices: Tensor, numClasses: number): Tensor =>
  apply('oneHot', [indices], { classes: numClasses })

export const softmax = (x: Tensor, dim: number): Tensor => x.softmax(dim)

export const logSoftmax = (x: Tensor, dim: number): Tensor => x.logSoftmax(dim)

/** Mean over the batch of `-log softmax(logits)[label]`; logits (n, classes), labels (n). */
export const crossEntropy = (logits: Tensor, labels: Tensor): Tensor =>
  apply('crossEntropy', [logits, labels], {})
