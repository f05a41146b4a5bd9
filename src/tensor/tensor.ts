import { engine } from './engine.ts'
import { triangle } from './kernels/layout.ts'
import type { Reduction } from './kernels/reduce.ts'
import { type Attributes, type Bounds, type Op, operations } from './operations.ts'
import { formatTensor } from './print.ts'
import { note } from './recording.ts'
import {
  broadcastShapes,
  demandSizes,
  describe,
  dimIndex,
  dimIndices,
  formatShape,
  isSize,
  listed,
  resolveShape,
  type Shape,
  type ShapeArguments,
  sameShape,
  sizeOf,
  stridesOf,
  tensorError,
} from './shape.ts'
import type { Values } from './values.ts'

/** The attributes of an operation that has none. */
const none = {}

/** A number may stand wherever a tensor may. */
export type TensorLike = Tensor | number

/** The dimension or dimensions to reduce; left out or null: all of them. */
export type Dims = number | readonly number[] | null

export interface ReduceOptions {
  /** Keep each reduced dimension as size 1, so that the result broadcasts back over the input. */
  readonly keepdim?: boolean
}

export interface VarOptions extends ReduceOptions {
  /** Divide by n - 1 (Bessel's correction, the default, as in PyTorch) or by n. */
  readonly unbiased?: boolean
}

/** What `max` and `min` along a dimension give; of equal elements the first is meant. */
export interface Best {
  readonly values: Tensor
  readonly indices: Tensor
}

/**
 * What an operation does to the mark of a comparison (`isMask`): it makes it, or keeps that of its first operand. All
 * others lose it.
 */
const marking: { readonly [O in Op]?: 'made' | 'kept' } = {
  eq: 'made',
  ne: 'made',
  lt: 'made',
  le: 'made',
  gt: 'made',
  ge: 'made',
  view: 'kept',
  expand: 'kept',
  permute: 'kept',
  index: 'kept',
}

let mark: (x: Tensor) => void

/**
 * An n-dimensional array of float64 that never changes. Methods have PyTorch's names and give new tensors;
 * options come as an object: `x.sum(0, { keepdim: true })`. There is no `.grad` and no `backward()`: gradients are
 * what you are here to write.
 */
export class Tensor implements Values {
  readonly shape: Shape
  /** The numbers, row-major. To change some, copy first: `Float64Array.from(x.data)`. */
  declare readonly data: Float64Array
  // Private, so that a tensor with the mark is equal to one without.
  #isMask = false
  static {
    mark = x => {
      x.#isMask = true
    }
  }

  /** `isMask` is for who makes a tensor again elsewhere, such as in another thread, from what it was. */
  constructor(shape: Shape, data: Float64Array, isMask = false) {
    // A subclass keeps its numbers elsewhere, and has a getter for them.
    if (new.target !== Tensor) {
      this.shape = shape
      return
    }
    if (sizeOf(shape) !== data?.length) throw unfilled(shape, data)
    this.shape = shape
    this.data = data
    this.#isMask = isMask
    // x[i] = 1 would be swallowed without a word; so it is an error.
    Object.preventExtensions(this)
  }

  /** Whether these are the 0 and 1 of a comparison, at most arranged otherwise since, and so no row numbers. */
  get isMask(): boolean {
    return this.#isMask
  }

  // Elementwise, with broadcasting ---------------------------------------------------------------

  add(other: TensorLike): Tensor {
    return apply('add', [this, other], none)
  }
  sub(other: TensorLike): Tensor {
    return apply('sub', [this, other], none)
  }
  mul(other: TensorLike): Tensor {
    return apply('mul', [this, other], none)
  }
  div(other: TensorLike): Tensor {
    return apply('div', [this, other], none)
  }
  pow(exponent: TensorLike): Tensor {
    return apply('pow', [this, exponent], none)
  }
  maximum(other: TensorLike): Tensor {
    return apply('maximum', [this, other], none)
  }
  minimum(other: TensorLike): Tensor {
    return apply('minimum', [this, other], none)
  }

  /** 1 where equal, 0 elsewhere; the other comparisons likewise. */
  eq(other: TensorLike): Tensor {
    return apply('eq', [this, other], none)
  }
  ne(other: TensorLike): Tensor {
    return apply('ne', [this, other], none)
  }
  lt(other: TensorLike): Tensor {
    return apply('lt', [this, other], none)
  }
  le(other: TensorLike): Tensor {
    return apply('le', [this, other], none)
  }
  gt(other: TensorLike): Tensor {
    return apply('gt', [this, other], none)
  }
  ge(other: TensorLike): Tensor {
    return apply('ge', [this, other], none)
  }

  neg(): Tensor {
    return apply('neg', [this], none)
  }
  exp(): Tensor {
    return apply('exp', [this], none)
  }
  /** The natural logarithm. */
  log(): Tensor {
    return apply('log', [this], none)
  }
  sqrt(): Tensor {
    return apply('sqrt', [this], none)
  }
  abs(): Tensor {
    return apply('abs', [this], none)
  }
  /** -1, 0 or 1. */
  sign(): Tensor {
    return apply('sign', [this], none)
  }
  sin(): Tensor {
    return apply('sin', [this], none)
  }
  cos(): Tensor {
    return apply('cos', [this], none)
  }
  sinh(): Tensor {
    return apply('sinh', [this], none)
  }
  cosh(): Tensor {
    return apply('cosh', [this], none)
  }
  tanh(): Tensor {
    return apply('tanh', [this], none)
  }
  sigmoid(): Tensor {
    return apply('sigmoid', [this], none)
  }
  relu(): Tensor {
    return apply('relu', [this], none)
  }
  /** The error function `2/√π ∫ exp(-t²) dt` from 0 to x, of each element (torch.erf). */
  erf(): Tensor {
    return apply('erf', [this], none)
  }
  /**
   * What lies below `min` or above `max` is that bound instead (torch.clamp): `clamp(0, 1)`, `clamp(0)`, `clamp(null, 1)`,
   * `clamp({ max: 1 })`. Gradient flows through what is within, the bounds included. If the bounds have changed places,
   * `max` counts. Bounds are numbers, and at least one is needed; for tensors there are `maximum` and `minimum`.
   */
  clamp(min?: number | null | Partial<Bounds>, max?: number | null): Tensor {
    return apply('clamp', [this], boundsOf(min, max))
  }
  /**
   * `value` where the mask (such as `x.gt(0)`) is not 0, x elsewhere (torch.masked_fill). Both are stretched to a common
   * shape; `value` must be a single number, or a tensor of shape ().
   */
  maskedFill(mask: Tensor, value: TensorLike): Tensor {
    broadcastShapes('maskedFill', this.shape, demandTensor('maskedFill', mask).shape)
    const { shape } = lift('maskedFill', value)
    if (shape.length === 0) return apply('where', [mask, value, this], none)
    throw tensorError(
      `maskedFill: the value must be a single number, not a tensor of shape ${formatShape(shape)}`,
      'where(mask, values, x) takes values of any shape',
    )
  }
  square(): Tensor {
    return this.pow(2)
  }
  reciprocal(): Tensor {
    return this.pow(-1)
  }
  rsqrt(): Tensor {
    return this.pow(-0.5)
  }

  // Reductions -----------------------------------------------------------------------------------

  sum(dims?: Dims, options?: ReduceOptions): Tensor {
    return apply('sum', [this], this.#reduction('sum', dims, options))
  }
  /** The product of all elements, or along `dim` (torch.prod); of none, 1. The gradient is right where there are zeros, too. */
  prod(dim?: number, options?: ReduceOptions): Tensor {
    return apply('prod', [this], this.#along('prod', dim, options))
  }
  /** `log(sum(exp(x)))`, in which no exponential overflows (torch.logsumexp); of nothing, -infinity. */
  logsumexp(dims?: Dims, options?: ReduceOptions): Tensor {
    return apply('logsumexp', [this], this.#reduction('logsumexp', dims, options))
  }
  mean(dims?: Dims, options?: ReduceOptions): Tensor {
    return apply('mean', [this], this.#reduction('mean', dims, options))
  }
  var(dims?: Dims, options?: VarOptions): Tensor {
    return this.#spread('var', dims, options)
  }
  std(dims?: Dims, options?: VarOptions): Tensor {
    return this.#spread('std', dims, options)
  }

  max(): Tensor
  max(dim: number, options?: ReduceOptions): Best
  max(dim?: number, options?: ReduceOptions): Tensor | Best {
    return this.#best('max', 'argmax', dim, options)
  }
  min(): Tensor
  min(dim: number, options?: ReduceOptions): Best
  min(dim?: number, options?: ReduceOptions): Tensor | Best {
    return this.#best('min', 'argmin', dim, options)
  }
  /** The index of the largest element along `dim`; without `dim` its flat position. */
  argmax(dim?: number, options?: ReduceOptions): Tensor {
    return apply('argmax', [this], this.#along('argmax', dim, options))
  }
  argmin(dim?: number, options?: ReduceOptions): Tensor {
    return apply('argmin', [this], this.#along('argmin', dim, options))
  }

  #spread(op: 'var' | 'std', dims?: Dims, options?: VarOptions): Tensor {
    const { unbiased = true, ...rest } = checkOptions(op, options, ['keepdim', 'unbiased'])
    return apply(op, [this], { ...this.#reduction(op, dims, rest), correction: unbiased ? 1 : 0 })
  }

  #best(op: 'max' | 'min', argop: 'argmax' | 'argmin', dim?: number, options?: ReduceOptions): Tensor | Best {
    const reduction = this.#along(op, dim, options)
    const whole = dim === undefined || dim === null
    const values = apply(op, [this], { ...reduction, whole })
    return whole ? values : { values, indices: apply(argop, [this], reduction) }
  }

  #along(op: string, dim: number | undefined, options: ReduceOptions | undefined): Reduction {
    if (Array.isArray(dim)) throw tensorError(`${op}: takes one dimension, not ${describe(dim)}`)
    return this.#reduction(op, dim, options)
  }

  #reduction(op: string, dims: Dims | undefined, options: ReduceOptions | undefined): Reduction {
    const { keepdim = false } = checkOptions(op, options, ['keepdim'])
    const rank = this.shape.length
    if (dims === undefined || dims === null) return { dims: this.shape.map((_, dim) => dim), keepdim }
    if (typeof dims === 'number') return { dims: [dimIndex(op, dims, rank)], keepdim }
    const list = dims
    if (!Array.isArray(list)) {
      throw tensorError(
        `${op}: the dimension must be a number or a list of numbers, not ${describe(dims)}`,
        `write ${op}(0, { keepdim: true })`,
      )
    }
    return { dims: dimIndices(op, list, rank).sort((a, b) => a - b), keepdim }
  }

  // Products -------------------------------------------------------------------------------------

  /** The matrix product, `@` in Python; leading dimensions broadcast. */
  matmul(other: Tensor): Tensor {
    return apply('matmul', [this, other], none)
  }
  /** Of two vectors (n) and (m) the table (n, m) of all products (torch.outer). Anything but vectors is refused. */
  outer(other: Tensor): Tensor {
    const shapes = [this, demandTensor('outer', other)].map(({ shape }) => shape)
    if (shapes.every(({ length }) => length === 1)) return this.#view('outer', [-1, 1]).mul(other)
    throw tensorError(
      `outer: needs two vectors, was given ${shapes.map(formatShape).join(' and ')}`,
      'x.view(-1) makes a vector; matmul multiplies matrices',
    )
  }

  // The same numbers, arranged otherwise ---------------------------------------------------------

  /** One size may be -1: it is worked out from the others. */
  view(...shape: ShapeArguments): Tensor {
    return this.#view('view', demandSizes('view', shape, OWN_SIZES))
  }
  reshape(...shape: ShapeArguments): Tensor {
    return this.#view('reshape', demandSizes('reshape', shape, OWN_SIZES))
  }
  /** In the shape of another tensor, which must have as many elements (view_as). */
  viewAs(other: Tensor): Tensor {
    return this.#view('viewAs', demandTensor('viewAs', other).shape)
  }
  /** The dimensions from `start` to `end`, that one included, joined into one; without them all are (torch.flatten). */
  flatten(start = 0, end = -1): Tensor {
    if (this.shape.length === 0 && start === 0 && end === -1) return this.#view('flatten', [1])
    const [from, to] = [start, end].map(dim => dimIndex('flatten', dim, this.shape.length))
    if (from > to) throw tensorError(`flatten: dimension ${to} comes before dimension ${from}`)
    const joined = sizeOf(this.shape.slice(from, to + 1))
    return this.#view('flatten', [...this.shape.slice(0, from), joined, ...this.shape.slice(to + 1)])
  }
  unsqueeze(dim: number): Tensor {
    const at = dimIndex('unsqueeze', dim, this.shape.length + 1, 'the result')
    return this.#view('unsqueeze', [...this.shape.slice(0, at), 1, ...this.shape.slice(at)])
  }
  /** Without the dimension `dim` if its size is 1; without `dim`: without all dimensions of size 1. */
  squeeze(dim?: number): Tensor {
    const at = dim === undefined ? undefined : dimIndex('squeeze', dim, this.shape.length)
    const shape = this.shape.filter((size, d) => size !== 1 || (at !== undefined && d !== at))
    return this.#view('squeeze', shape)
  }
  /** The last two dimensions swapped (of a vector: itself). */
  get T(): Tensor {
    return this.shape.length < 2 ? this.#view('T', this.shape) : this.transpose(-2, -1)
  }
  /** As `T`, but fewer than two dimensions are refused (torch.Tensor.mT). */
  get mT(): Tensor {
    if (this.shape.length > 1) return this.T
    throw tensorError(`mT: needs two dimensions or more, was given ${formatShape(this.shape)}`)
  }
  /** As `T`, but more than two dimensions are refused (torch.t). */
  t(): Tensor {
    if (this.shape.length < 3) return this.T
    throw tensorError(
      `t: needs two dimensions at most, was given ${formatShape(this.shape)}`,
      'x.transpose(0, 1) swaps two of more',
    )
  }
  transpose(dim0: number, dim1: number): Tensor {
    const rank = this.shape.length
    const dims = this.shape.map((_, dim) => dim)
    const [a, b] = [dimIndex('transpose', dim0, rank), dimIndex('transpose', dim1, rank)]
    dims[a] = b
    dims[b] = a
    return apply('permute', [this], { dims })
  }
  permute(...dims: ShapeArguments): Tensor {
    const list = dimIndices('permute', listed(dims), this.shape.length)
    if (list.length !== this.shape.length) {
      throw tensorError(
        `permute: ${formatShape(list)} does not name each dimension of ${formatShape(this.shape)} once`,
      )
    }
    return apply('permute', [this], { dims: list })
  }
  /** Repeated along dimensions of size 1 until it has this shape; -1 leaves a size as it is. */
  expand(...shape: ShapeArguments): Tensor {
    return this.#expand('expand', demandSizes('expand', shape, EXPAND_AS))
  }
  expandAs(other: Tensor): Tensor {
    return this.#expand('expandAs', demandTensor('expandAs', other).shape)
  }

  /** The same as `expand` (torch.broadcast_to). */
  broadcastTo(...shape: ShapeArguments): Tensor {
    return this.#expand('broadcastTo', demandSizes('broadcastTo', shape, EXPAND_AS))
  }
  /**
   * So many copies side by side along each dimension: a row (1, 3) repeated (2, 2) is (2, 6). With more numbers than
   * dimensions new ones are added in front; fewer are refused.
   */
  repeat(...times: ShapeArguments): Tensor {
    const copies = demandSizes('repeat', times, EXPAND_AS)
    const added = copies.length - this.shape.length
    const bad = copies.findIndex(count => !Number.isInteger(count) || count < 0)
    if (bad >= 0) throw tensorError(`repeat: ${copies[bad]} is not a number of copies`)
    if (added < 0) {
      throw tensorError(
        `repeat: ${formatShape(copies)} has too few numbers: ${formatShape(this.shape)} needs one for each dimension`,
        'write 1 for a dimension that stays as it is',
      )
    }
    const sizes = [...Array.from({ length: added }, () => 1), ...this.shape]
    // Where both are more than 1 the copies get a dimension of their own, which is then joined with the other.
    const joined = (dim: number): boolean => copies[dim] !== 1 && sizes[dim] !== 1
    const apart = sizes.flatMap((size, dim) => (joined(dim) ? [1, size] : [size]))
    const stretched = sizes.flatMap((size, dim) => (joined(dim) ? [copies[dim], size] : [copies[dim] * size]))
    const shape = sizes.map((size, dim) => copies[dim] * size)
    const repeated = apply('expand', [this.#as(apart)], { shape: stretched })
    return repeated.#as(shape)
  }

  /**
   * The lower triangle: 0 above the diagonal that lies `diagonal` columns to the right of the main one, in each matrix of the
   * last two dimensions (torch.tril). Fewer than two dimensions are refused.
   */
  tril(diagonal = 0): Tensor {
    return this.#triangle('tril', diagonal, 'below')
  }
  /** The upper triangle: 0 below that diagonal (torch.triu). */
  triu(diagonal = 0): Tensor {
    return this.#triangle('triu', diagonal, 'above')
  }

  #triangle(op: string, diagonal: number, side: 'below' | 'above'): Tensor {
    const [rows, cols] = this.shape.slice(-2)
    if (cols === undefined) {
      throw tensorError(`${op}: needs two dimensions or more, was given ${formatShape(this.shape)}`)
    }
    if (!Number.isInteger(diagonal)) {
      throw tensorError(`${op}: the diagonal must be a whole number, not ${describe(diagonal)}`)
    }
    const { shape, data } = triangle(rows, cols, diagonal, side)
    return apply('where', [new Tensor(shape, data), this, 0], none)
  }

  #as(shape: Shape): Tensor {
    return sameShape(this.shape, shape) ? this : apply('view', [this], { shape })
  }

  #view(op: string, shape: Shape): Tensor {
    return apply('view', [this], { shape: resolveShape(op, shape, sizeOf(this.shape), this.shape) })
  }

  #expand(op: string, wanted: Shape): Tensor {
    const offset = wanted.length - this.shape.length
    const sizes = wanted.map((size, dim) => (size === -1 ? this.shape[dim - offset] : size))
    const fits =
      sizes.every(size => Number.isInteger(size) && size >= 0) &&
      offset >= 0 &&
      this.shape.every((size, dim) => size === 1 || size === sizes[dim + offset])
    if (!fits) {
      throw tensorError(`${op}: ${formatShape(this.shape)} cannot be repeated to ${formatShape(wanted)}`)
    }
    return apply('expand', [this], { shape: sizes })
  }

  /** Elements `start` up to, not including, `end` along `dim`; negative ones count from the end. */
  slice(dim: number, start = 0, end?: number, step = 1): Tensor {
    const at = dimIndex('slice', dim, this.shape.length)
    const size = this.shape[at]
    const clamp = (position: number): number => {
      if (typeof position !== 'number' || position !== Math.trunc(position))
        throw tensorError(`slice: ${named(position)} is not a whole number`)
      return Math.min(size, Math.max(0, position < 0 ? position + size : position))
    }
    if (!Number.isInteger(step) || step < 1)
      throw tensorError(`slice: the step must be 1 or more, not ${named(step)}`)
    return apply('slice', [this], { dim: at, start: clamp(start), end: clamp(end ?? size), step })
  }

  /**
   * Cut along `dim` into parts of this size, of which the last may be smaller, or into parts of these sizes, one for each
   * (torch.split). `cat` joins them again.
   */
  split(size: number | readonly number[], dim = 0): Tensor[] {
    return this.#parts('split', size, dimIndex('split', dim, this.shape.length))
  }
  /** Cut along `dim` into so many parts of equal size; the last may be smaller, or the last ones missing (torch.chunk). */
  chunk(parts: number, dim = 0): Tensor[] {
    const at = dimIndex('chunk', dim, this.shape.length)
    if (!Number.isInteger(parts) || parts < 1)
      throw tensorError(`chunk: needs a number of parts, was given ${describe(parts)}`)
    return this.#parts('chunk', Math.max(1, Math.ceil(this.shape[at] / parts)), at)
  }

  #parts(op: string, size: number | readonly number[], dim: number): Tensor[] {
    const total = this.shape[dim]
    const sizes = Array.isArray(size) ? (size as readonly number[]) : partSizes(op, size as number, total)
    if (!sizes.every(isSize) || sizes.reduce((sum, one) => sum + one, 0) !== total) {
      throw tensorError(
        `${op}: parts of sizes ${formatShape(sizes)} do not make up dimension ${dim}, which has size ${total}`,
      )
    }
    return sizes.map((one, i) => {
      const start = sizes.slice(0, i).reduce((sum, before) => sum + before, 0)
      return this.slice(dim, start, start + one)
    })
  }

  /** Running sums along `dim`: the first, the first two, the first three … */
  cumsum(dim: number): Tensor {
    return apply('cumsum', [this], { dim: dimIndex('cumsum', dim, this.shape.length) })
  }
  /** The last along `dim` first. */
  flip(dims: number | readonly number[]): Tensor {
    const list = dimIndices('flip', [dims].flat(), this.shape.length)
    return list.reduce<Tensor>((x, dim) => apply('flip', [x], { dim }), this)
  }

  // Picking and placing --------------------------------------------------------------------------

  /** `x[i, j, …]`: `C.index(Xb)`, `logprobs.index(arange(n), Yb)`. A comparison is refused: it holds no row numbers. */
  index(...indices: TensorLike[]): Tensor {
    return apply('index', [this, ...rowNumbers('index', indices)], none)
  }
  /** `x` with `x[i, j, …] = values`: `zerosLike(x).indexPut([arange(n), Yb], 1)`. */
  indexPut(indices: TensorLike | readonly TensorLike[], values: TensorLike, ...more: never[]): Tensor {
    demandTwo('indexPut', more)
    return apply('indexPut', [this, values, ...rowNumbers('indexPut', indices)], none)
  }
  /** `x` with `x[i, j, …] += values`; an index that repeats adds each time: `zerosLike(C).indexAdd(Xb, demb)`. */
  indexAdd(indices: TensorLike | readonly TensorLike[], values: TensorLike, ...more: never[]): Tensor {
    demandTwo('indexAdd', more)
    return apply('indexAdd', [this, values, ...rowNumbers('indexAdd', indices)], none)
  }

  /** `index` in place of the position along `dim`: for dim 1, `y[i][j] = x[i][index[i][j]]`. */
  gather(dim: number, index: Tensor): Tensor {
    return apply('gather', [this, index], { dim: dimIndex('gather', dim, this.shape.length) })
  }
  /**
   * `x` with `x[i][index[i][j]] = values[i][j]` for dim 1 (torch.scatter); of several values for one place the last stays.
   * The index is as for `gather`, and there must be a value for each of it, or one that is stretched.
   */
  scatter(dim: number, index: Tensor, values: TensorLike): Tensor {
    return apply('scatter', [this, values, index], { dim: dimIndex('scatter', dim, this.shape.length) })
  }
  /** `x` with `x[i][index[i][j]] += values[i][j]` for dim 1; an index that repeats adds each time. */
  scatterAdd(dim: number, index: Tensor, values: TensorLike): Tensor {
    return apply('scatterAdd', [this, values, index], {
      dim: dimIndex('scatterAdd', dim, this.shape.length),
    })
  }

  softmax(dim: number): Tensor {
    return apply('softmax', [this], { dim: dimIndex('softmax', dim, this.shape.length) })
  }
  logSoftmax(dim: number): Tensor {
    return apply('logSoftmax', [this], { dim: dimIndex('logSoftmax', dim, this.shape.length) })
  }

  // Out of the world of tensors ------------------------------------------------------------------

  clone(): Tensor {
    return new Tensor(this.shape, this.data.slice(), this.isMask)
  }
  /** The number in a tensor of one element. */
  item(): number {
    if (this.data.length !== 1) {
      throw tensorError(
        `item: a tensor of shape ${formatShape(this.shape)} holds ${this.data.length} numbers, not one`,
      )
    }
    return this.data[0]
  }
  /** The number at a position: `x.at(i, j)`. */
  at(...position: number[]): number {
    if (position.length !== this.shape.length) {
      throw tensorError(
        `at: a tensor of shape ${formatShape(this.shape)} needs ${counted(this.shape.length)}, not ${position.length}`,
      )
    }
    const strides = stridesOf(this.shape)
    return this.data[
      position.reduce((at, index, dim) => at + wholeIndex(index, dim, this.shape) * strides[dim], 0)
    ]
  }
  /** Nested lists of numbers; of a scalar the number. */
  tolist(): NestedNumbers {
    const strides = stridesOf(this.shape)
    const build = (dim: number, offset: number): NestedNumbers =>
      dim === this.shape.length
        ? this.data[offset]
        : Array.from({ length: this.shape[dim] }, (_, i) => build(dim + 1, offset + i * strides[dim]))
    return build(0, 0)
  }
  toString(): string {
    return formatTensor(this)
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return formatTensor(this)
  }
  /** JavaScript's operators cannot work on tensors; `a * b` would be NaN without a word. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return formatTensor(this)
    throw tensorError(
      OPERATORS,
      'use methods: a.add(b), a.sub(b), a.mul(b), a.div(b), a.pow(2), a.neg(), a.eq(b); 1 - h is tensor(1).sub(h)',
    )
  }
}

export type NestedNumbers = number | readonly NestedNumbers[]

/** What a tensor says where an operator, or anything else that wants a number, meets it. */
export const OPERATORS = 'the operators + - * / ** == < do not work on tensors'

const OWN_SIZES = 'for the shape of another tensor write x.viewAs(y), or x.view(y.shape)'
const EXPAND_AS = 'for the shape of another tensor write x.expandAs(y), or x.expand(y.shape)'

/** A number as it is, anything else by what it is. */
const named = (value: unknown): string => (typeof value === 'number' ? String(value) : describe(value))

const counted = (indices: number): string => (indices === 1 ? '1 index' : `${indices} indices`)

function unfilled(shape: unknown, data: unknown): Error {
  return data instanceof Float64Array && Array.isArray(shape)
    ? tensorError(`tensor: ${data.length} numbers do not fill the shape ${formatShape(shape)}`)
    : tensorError(
        'new Tensor(…) takes a shape and a Float64Array',
        'tensor(…), with a small t, makes a tensor of a number or of lists',
      )
}

/** The gate: every operation on tensors passes through here, and is written down while a recording is on. */
export function apply<O extends Op>(
  op: O,
  operands: readonly TensorLike[],
  attributes: Attributes[O],
): Tensor {
  const output = engine === null ? plainly(op, operands, attributes) : engine.apply(op, operands, attributes)
  const change = marking[op]
  if (change === 'made' || (change === 'kept' && (operands[0] as Tensor).isMask)) mark(output)
  return output
}

function plainly<O extends Op>(op: O, operands: readonly TensorLike[], attributes: Attributes[O]): Tensor {
  const inputs = operands.map(operand => lift(op, operand))
  const { shape, data } = operations[op](inputs, attributes)
  const output = new Tensor(shape, data)
  note({ op, inputs, operands, attributes, output })
  return output
}

/** A plain number as a tensor of one element. */
export function lift(op: string, operand: TensorLike): Tensor {
  if (operand instanceof Tensor) return operand
  if (typeof operand === 'number') return new Tensor([], Float64Array.of(operand))
  const advice =
    op === 'index' && isTensors(operand)
      ? 'its lists need no brackets: write x.index(rows, cols)'
      : missingFor(operand)
  throw tensorError(`${op}: needs a tensor or a number, was given ${describe(operand)}`, advice)
}

const isTensors = (operand: unknown): boolean =>
  Array.isArray(operand) && operand.some(each => each instanceof Tensor)

/** For what takes no plain number in the place of a tensor. */
export function demandTensor(op: string, operand: unknown): Tensor {
  if (operand instanceof Tensor) return operand
  throw tensorError(`${op}: needs a tensor, was given ${describe(operand)}`, missingFor(operand))
}

function missingFor(operand: unknown): string | undefined {
  if (operand === undefined)
    return 'is a name misspelt, is a return missing, or is there a [ ] after a tensor? Tensors have no [ ]: write x.index(i)'
  if (typeof operand === 'function')
    return 'a gradient has to be named in the braces of the function\u2019s first line; otherwise its name means the function'
  return typeof operand === 'boolean' ? 'tensors are compared by methods: a.eq(b), a.gt(b)' : undefined
}

function boundsOf(min?: number | null | Partial<Bounds>, max?: number | null): Bounds {
  const isNamed = typeof min === 'object' && min !== null && !(min instanceof Tensor) && max === undefined
  const given = isNamed ? checkOptions('clamp', min, ['min', 'max']) : { min, max }
  const bounds = { min: given.min ?? null, max: given.max ?? null } as Bounds
  const odd = Object.values(bounds).find(bound => bound !== null && typeof bound !== 'number')
  if (odd !== undefined) {
    throw tensorError(
      `clamp: a bound must be a number, not ${describe(odd)}`,
      'if a bound is a tensor, write x.maximum(low) or x.minimum(high)',
    )
  }
  if (bounds.min !== null || bounds.max !== null) return bounds
  throw tensorError('clamp: needs a bound', 'write clamp(0, 1), clamp(0) or clamp(null, 1)')
}

/** PyTorch's own take a dimension first. */
function demandTwo(op: string, more: readonly unknown[]): void {
  if (more.length === 0) return
  throw tensorError(
    `${op}: takes indices and values, and nothing else`,
    more[0] instanceof Tensor
      ? `several lists go in brackets: write x.${op}([rows, cols], values)`
      : op === 'indexPut'
        ? 'write x.indexPut([rows], values); x.indexAdd([rows], values) adds instead of replacing'
        : 'write x.indexAdd([rows], values)',
  )
}

/** Parts of one size, but for the last. Of nothing there is one part. */
function partSizes(op: string, size: number, total: number): number[] {
  if (!Number.isInteger(size) || size < 1) {
    throw tensorError(
      `${op}: needs the size of a part, was given ${describe(size)}`,
      'write x.split(2, dim), or x.split([2, 3], dim) for parts of several sizes',
    )
  }
  const many = Math.max(1, Math.ceil(total / size))
  return Array.from({ length: many }, (_, i) => Math.min(size, total - i * size))
}

/** What names rows, as a list. With the 0 and 1 of `x.gt(0)` rows 0 and 1 would be picked without a word. */
function rowNumbers(op: string, indices: TensorLike | readonly TensorLike[]): readonly TensorLike[] {
  const list: readonly TensorLike[] = Array.isArray(indices) ? indices : [indices as TensorLike]
  if (!list.some(index => index instanceof Tensor && index.isMask)) return list
  throw tensorError(
    `${op}: a comparison is 0 and 1, not row numbers`,
    'use where(x.gt(0), dy, 0) or dy.mul(x.gt(0))',
  )
}

function wholeIndex(index: number, dim: number, shape: Shape): number {
  if (Number.isInteger(index)) {
    const at = index < 0 ? index + shape[dim] : index
    if (at >= 0 && at < shape[dim]) return at
  }
  throw tensorError(
    `at: ${named(index)} is not an index of dimension ${dim}, which has size ${shape[dim]}`,
    typeof index === 'number' ? undefined : 'x.index(i) takes a tensor of indices',
  )
}

/** A misspelt option would be ignored without a word in JavaScript; PyTorch refuses it, and so do we. */
function checkOptions<T extends object>(
  op: string,
  options: T | undefined,
  known: readonly string[],
): Partial<T> {
  if (options === undefined) return {}
  if (typeof options !== 'object' || options === null) {
    const way =
      typeof options === 'number'
        ? `put several dimensions in a list: ${op}([0, 1])`
        : 'write { keepdim: true }'
    throw tensorError(`${op}: options are an object, not ${describe(options)}`, way)
  }
  const stranger = Object.keys(options).find(key => !known.includes(key))
  if (stranger !== undefined) {
    throw tensorError(`${op}: there is no option "${stranger}"`, `it takes ${known.join(' and ')}`)
  }
  return options
}
