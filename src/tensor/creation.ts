/** Where tensors come from, and the functions that PyTorch keeps in `torch.nn.functional`. */
import { engine } from './engine.ts'
import type { Bounds } from './operations.ts'
import {
  demandShape,
  describe,
  dimIndex,
  formatShape,
  listed,
  type Shape,
  type ShapeArguments,
  sameShape,
  sizeOf,
  tensorError,
} from './shape.ts'
import {
  apply,
  type Dims,
  demandTensor,
  type NestedNumbers,
  type ReduceOptions,
  Tensor,
  type TensorLike,
} from './tensor.ts'

/** From nested lists of numbers, or from a flat typed array with its shape. */
export function tensor(values: NestedNumbers | ArrayLike<number>, shape?: Shape): Tensor {
  if (ArrayBuffer.isView(values) || shape !== undefined) {
    const list: unknown = values
    const odd = Array.isArray(list) ? list.find(value => typeof value !== 'number') : list
    if (
      !ArrayBuffer.isView(list) &&
      (!Array.isArray(list) || !list.every(value => typeof value === 'number'))
    )
      throw tensorError(`tensor: with a shape it takes a flat list of numbers, but found ${describe(odd)}`)
    const data = Float64Array.from(values as ArrayLike<number>)
    return new Tensor(demandShape('tensor', shape ?? [data.length]), data)
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
        `tensor: the lists have different lengths: expected ${sizes[dim]} entries, found ${describe(value)}`,
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

export const full = (shape: Shape, value: number): Tensor => filled('full', shape, value)
export const zeros = (...shape: ShapeArguments): Tensor => filled('zeros', listed(shape), 0)
export const ones = (...shape: ShapeArguments): Tensor => filled('ones', listed(shape), 1)
export const zerosLike = (x: Tensor): Tensor => like('zerosLike', x, 0)
export const onesLike = (x: Tensor): Tensor => like('onesLike', x, 1)
export const fullLike = (x: Tensor, value: number): Tensor => like('fullLike', x, value)

function filled(op: string, shape: Shape, value: number): Tensor {
  const sizes = demandShape(op, shape)
  if (typeof value !== 'number') {
    throw tensorError(`${op}: needs a number to fill it with, was given ${describe(value)}`)
  }
  if (engine !== null) return engine.full(sizes, value)
  return new Tensor(sizes, new Float64Array(sizeOf(sizes)).fill(value))
}

const like = (op: string, x: Tensor, value: number): Tensor => filled(op, demandTensor(op, x).shape, value)

/** The identity matrix of n rows. */
export function eye(n: number): Tensor {
  if (!Number.isInteger(n) || n < 0) {
    throw tensorError(
      `eye: needs a number of rows, was given ${describe(n)}`,
      'write eye(3), or eye(x.shape[0])',
    )
  }
  return oneHot(arange(n), n)
}

/**
 * `arange(n)`: 0 to n - 1; `arange(start, end, step)`: up to, not including, `end`. A range that leads away from `end` is
 * refused, as in PyTorch.
 */
export function arange(start: number, end?: number, step = 1): Tensor {
  const odd = [start, end ?? 0, step].find(value => typeof value !== 'number')
  if (odd !== undefined || start === undefined)
    throw tensorError(
      `arange: needs numbers, was given ${describe(odd)}`,
      'for the size of a tensor write x.shape[0]',
    )
  const [from, to] = end === undefined ? [0, start] : [start, end]
  if (![from, to, step].every(Number.isFinite)) {
    throw tensorError(`arange: ${from}, ${to}, ${step} is not a range`)
  }
  if (step === 0) throw tensorError('arange: the step must not be 0', `write arange(${from}, ${to}, 1)`)
  if (from !== to && to > from !== step > 0) {
    const [way, sign] = to < from ? ['down', 'negative'] : ['up', 'positive']
    throw tensorError(
      `arange: from ${from} ${way} to ${to} needs a ${sign} step: arange(${from}, ${to}, ${-step})`,
    )
  }
  const data = new Float64Array(sizeOf([Math.max(0, Math.ceil((to - from) / step))]))
  return new Tensor(
    [data.length],
    data.map((_, i) => from + i * step),
  )
}

/** Joined along a dimension that exists. */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  const [first] = demandTensors('cat', tensors)
  return apply('cat', tensors, { dim: dimIndex('cat', dim, first.shape.length) })
}

/** Joined along a new dimension. */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  const [first, ...others] = demandTensors('stack', tensors)
  const other = others.find(({ shape }) => !sameShape(shape, first.shape))
  if (other !== undefined) {
    throw tensorError(
      `stack: ${formatShape(first.shape)} and ${formatShape(other.shape)} differ`,
      'cat joins tensors along a dimension that they have',
    )
  }
  const at = dimIndex('stack', dim, first.shape.length + 1, 'the result')
  return apply(
    'cat',
    tensors.map(x => x.unsqueeze(at)),
    { dim: at },
  )
}

function demandTensors(op: string, tensors: readonly Tensor[]): readonly Tensor[] {
  if (!Array.isArray(tensors)) {
    throw tensorError(`${op}: needs a list of tensors, was given ${describe(tensors)}`, `write ${op}([a, b])`)
  }
  if (tensors.length === 0) throw tensorError(`${op}: there is nothing to join`)
  return tensors.map(x => demandTensor(op, x))
}

/** `a` where the condition is not 0, `b` elsewhere. */
export const where = (condition: Tensor, a: TensorLike, b: TensorLike): Tensor =>
  apply('where', [condition, a, b], {})

export const matmul = (a: Tensor, b: Tensor): Tensor => apply('matmul', [a, b], {})

export const outer = (a: Tensor, b: Tensor): Tensor => demandTensor('outer', a).outer(b)

export const tril = (x: Tensor, diagonal = 0): Tensor => demandTensor('tril', x).tril(diagonal)

export const triu = (x: Tensor, diagonal = 0): Tensor => demandTensor('triu', x).triu(diagonal)

export const broadcastTo = (x: Tensor, shape: Shape): Tensor =>
  demandTensor('broadcastTo', x).broadcastTo(shape)

export const erf = (x: Tensor): Tensor => demandTensor('erf', x).erf()

export const clamp = (x: Tensor, min?: number | null | Partial<Bounds>, max?: number | null): Tensor =>
  demandTensor('clamp', x).clamp(min, max)

export const prod = (x: Tensor, dim?: number, options?: ReduceOptions): Tensor =>
  demandTensor('prod', x).prod(dim, options)

export const logsumexp = (x: Tensor, dims?: Dims, options?: ReduceOptions): Tensor =>
  demandTensor('logsumexp', x).logsumexp(dims, options)

export const maximum = (a: TensorLike, b: TensorLike): Tensor => apply('maximum', [a, b], {})

/** For each index a row of zeros with a 1 in its place: shape `(..., numClasses)`. */
export const oneHot = (indices: Tensor, numClasses: number): Tensor =>
  apply('oneHot', [indices], { classes: numClasses })

export const softmax = (x: Tensor, dim: number): Tensor => demandTensor('softmax', x).softmax(dim)

export const logSoftmax = (x: Tensor, dim: number): Tensor => demandTensor('logSoftmax', x).logSoftmax(dim)

/** Mean over the batch of `-log softmax(logits)[label]`; logits (n, classes), labels (n). */
export const crossEntropy = (logits: Tensor, labels: Tensor): Tensor =>
  apply('crossEntropy', [logits, labels], {})
