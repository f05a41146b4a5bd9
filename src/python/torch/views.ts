/** Methods that give a view: what is written into it is written into the tensor. */
import { dimIndex } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { Boxed } from '../box.ts'
import { isNumpyAlone, refusedByTorch } from '../dialect.ts'
import { itemOf } from '../indexing.ts'
import { isViewable } from '../layout.ts'
import { elementsOf, known, numberIn, PythonError, Slice, type Tuple, tuple } from '../values.ts'
import { GivenArguments, refuse } from './given.ts'
import { alongAny, dimOf, likeOther, type Method } from './method.ts'

/** A view: what is written into it is written into the tensor. */
const viewed = (
  x: Boxed,
  read: (base: Tensor) => Tensor,
  back?: (value: Tensor, base: Tensor) => Tensor,
): Boxed =>
  Boxed.view(x, {
    read,
    write: (base, value) => (back ?? ((v: Tensor, b: Tensor) => v.view(...b.shape)))(value, base),
  })

const reshaped: Method = (x, given) => arranged(x, given.sizes())

/** A view where the numbers lie in order, else a copy. */
function arranged(x: Boxed, sizes: readonly number[]): Boxed {
  const read = (base: Tensor): Tensor => base.view(...sizes)
  const made = read(x.tensor)
  return isViewable(x.tensor, made.shape) === true ? viewed(x, read) : Boxed.of(made, x.kind)
}

const NO_VIEW =
  "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead."

/** A view, or an error: where the numbers don't lie in order there may be none. */
function seenAs(x: Boxed, sizes: readonly number[]): Boxed {
  const read = (base: Tensor): Tensor => base.view(...sizes)
  const isOne = isViewable(x.tensor, read(x.tensor).shape)
  if (isOne === null) refuse('.view of a tensor that is not contiguous: use .reshape')
  if (!isOne) refusedByTorch(NO_VIEW)
  return viewed(x, read)
}

const flattened: Method = (x, given) => {
  const { shape } = x
  const [first, last] = [given.value(0, 'start_dim') ?? 0, given.value(1, 'end_dim') ?? -1].map(numberIn)
  if (shape.length === 0 && (first !== 0 || last !== -1)) refuse('such a flatten')
  if (shape.length === 0) return viewed(x, base => base.view(1))
  const [from, to] = [dimIndex('flatten', first, shape.length), dimIndex('flatten', last, shape.length)]
  if (from > to)
    throw new PythonError('RuntimeError', 'flatten() has invalid args: start_dim cannot come after end_dim')
  const sizes = [
    ...shape.slice(0, from),
    shape.slice(from, to + 1).reduce((a, b) => a * b, 1),
    ...shape.slice(to + 1),
  ]
  return arranged(x, sizes)
}

const swapped: Method = (x, given) => {
  const [a, b] = [numberIn(given.demand(0, 'dim0')), numberIn(given.demand(1, 'dim1'))]
  return viewed(
    x,
    base => base.transpose(a, b),
    value => value.transpose(a, b),
  )
}

/** `x.t()`, which numpy doesn't have. */
const turnedFlat: Method = x => {
  if (x.shape.length > 2) refusedByTorch('t() expects a tensor with <= 2 dimensions')
  return turned(x)
}

export const turned = (x: Boxed): Boxed =>
  viewed(
    x,
    base =>
      base.shape.length < 2 ? base : base.permute(...base.shape.map((_, i) => base.shape.length - 1 - i)),
    value =>
      value.shape.length < 2
        ? value
        : value.permute(...value.shape.map((_, i) => value.shape.length - 1 - i)),
  )

const ordered: Method = (x, given) => {
  if (given.count === 0) throw new PythonError('TypeError', 'permute() needs the dimensions')
  const dims = given.sizes().map(dim => dimOf(x, dim))
  const back = dims.map((_, i) => dims.indexOf(i))
  return viewed(
    x,
    base => base.permute(...dims),
    value => value.permute(...back),
  )
}

/** `movedim(source, destination)`: the others stay in their order. */
const moved: Method = (x, given) => {
  const [from, to] = [given.demand(0, 'source'), given.demand(1, 'destination')].map(one =>
    (Array.isArray(one) ? one.map(numberIn) : [numberIn(one)]).map(dim =>
      dimIndex('movedim', dim, x.shape.length),
    ),
  )
  if (from.length !== to.length || new Set(from).size + new Set(to).size < 2 * from.length)
    refusedByTorch('movedim: as many different places as dimensions are needed')
  const rest = [...x.shape.keys()].filter(dim => !from.includes(dim))
  const dims = [...x.shape.keys()].map(at => (to.includes(at) ? from[to.indexOf(at)] : rest.shift()!))
  return ordered(x, new GivenArguments(dims, {}))
}

const squeezed: Method = (x, given) => {
  const dim = given.value(0, 'dim', 'axis')
  if (dim === undefined) return viewed(x, base => base.squeeze())
  if (x.shape.length === 0) return isNumpyAlone() ? refuse('a dimension of a single number') : x
  const at = dimIndex('squeeze', numberIn(dim), x.shape.length)
  if (x.shape[at] !== 1 && isNumpyAlone())
    throw new PythonError(
      'ValueError',
      'cannot select an axis to squeeze out which has size not equal to one',
    )
  return x.shape[at] === 1 ? viewed(x, base => base.squeeze(at)) : x
}

/** So many dimensions as they are. */
const whole = (many: number): Slice[] => Array.from({ length: many }, () => new Slice(null, null, null))

/** A tensor cut along a dimension, into parts of one size, of which the last may be smaller. */
function piecesOf(x: Boxed, dim: number, size: number): Tuple {
  const many = Math.ceil(x.shape[dim] / size)
  if (!(many > 0)) refuse('parts of nothing')
  return partsOf(
    x,
    dim,
    Array.from({ length: many }, (_, i) => Math.min(size, x.shape[dim] - i * size)),
  )
}

/** The same, into parts of these sizes. */
function partsOf(x: Boxed, dim: number, sizes: readonly number[]): Tuple {
  const ends = sizes.map((_, i) => sizes.slice(0, i + 1).reduce((sum, size) => sum + size, 0))
  if (sizes.some(size => size < 0) || (ends.at(-1) ?? 0) !== x.shape[dim])
    refusedByTorch(`split_with_sizes expects split_sizes to sum exactly to ${x.shape[dim]}`)
  return tuple(
    sizes.map((size, i) => itemOf(x, tuple([...whole(dim), new Slice(ends[i] - size, ends[i], null)]))),
  )
}

/** One number at many places. To write into it is an error, but by rows, and but where nothing is repeated. */
function spreadOf(x: Boxed, sizes: readonly number[]): Boxed {
  return Boxed.view(x, {
    read: base => base.expand(...sizes),
    write: (base, value) => {
      if (value.data.length !== base.data.length)
        refuse('a tensor written to, in which one number is at many places')
      return value.view(...base.shape)
    },
  })
}

/** By name. */
export const views: Readonly<Record<string, Method>> = {
  expand: (x, given) => spreadOf(x, given.sizes()),
  expand_as: (x, given) => spreadOf(x, likeOther(given)),
  broadcast_to: (x, given) => spreadOf(x, given.sizes()),
  view: (x, given) => seenAs(x, given.sizes()),
  reshape: reshaped,
  view_as: (x, given) => seenAs(x, likeOther(given)),
  reshape_as: (x, given) => arranged(x, likeOther(given)),
  flatten: flattened,
  ravel: x => arranged(x, [x.tensor.data.length]),
  t: turnedFlat,
  transpose: (x, given) =>
    isNumpyAlone() && given.count > 0
      ? ordered(x, given)
      : given.count === 0
        ? turned(x)
        : alongAny(swapped)(x, given),
  swapaxes: alongAny(swapped),
  permute: ordered,
  movedim: moved,
  moveaxis: moved,
  unsqueeze: (x, given) => {
    const dim = given.dim(0)
    return viewed(x, base => base.unsqueeze(dim))
  },
  squeeze: squeezed,
  chunk: (x, given) => {
    const dim = dimOf(x, given.dim(1, 0))
    const many = given.number(0, 'chunks')
    const size = Math.ceil(x.shape[dim] / many)
    return size > 0 ? piecesOf(x, dim, size) : refuse('chunks of nothing')
  },
  split: (x, given) => {
    const [dim, size] = [dimOf(x, given.dim(1, 0)), known(given.demand(0, 'split_size'))]
    return Array.isArray(size)
      ? partsOf(x, dim, elementsOf(size).map(numberIn))
      : piecesOf(x, dim, numberIn(size))
  },
  unbind: (x, given) => {
    const dim = dimOf(x, given.dim(0, 0))
    return tuple(Array.from({ length: x.shape[dim] }, (_, i) => itemOf(x, tuple([...whole(dim), i]))))
  },
  unflatten: (x, given) => {
    if (x.shape.length === 0) throw new PythonError('IndexError', 'the tensor has no dimensions')
    const [dim, sizes] = [dimOf(x, given.dim(0)), given.demand(1, 'sizes')]
    const inner = elementsOf(sizes).map(numberIn)
    if (x.tensor.data.length === 0 && inner.includes(-1)) refuse('unflatten of nothing')
    return viewed(x, base => base.view(...base.shape.slice(0, dim), ...inner, ...base.shape.slice(dim + 1)))
  },
  select: (x, given) => itemOf(x, tuple([...whole(dimOf(x, given.dim(0))), given.number(1, 'index')])),
  narrow: (x, given) => {
    const [start, length] = [given.number(1, 'start'), given.number(2, 'length')]
    const dim = dimOf(x, given.dim(0))
    if (start < 0 || start + length > x.shape[dim])
      throw new PythonError('RuntimeError', 'start + length exceeds the dimension')
    return itemOf(x, tuple([...whole(dim), new Slice(start, start + length, null)]))
  },
}
