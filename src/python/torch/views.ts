/** Methods that give a view: what is written into it is written into the tensor. */
import type { Tensor } from '../../tensor/tensor.ts'
import { Boxed } from '../box.ts'
import { itemOf } from '../indexing.ts'
import { elementsOf, numberIn, Slice, tuple } from '../values.ts'
import { dimOf, likeOther, type Method } from './method.ts'

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

const reshaped: Method = (x, given) => {
  const sizes = given.sizes()
  return viewed(x, base => base.view(...sizes))
}

const flattened: Method = (x, given) => {
  const [from, to] = [
    dimOf(x, numberIn(given.value(0, 'start_dim') ?? 0)),
    dimOf(x, numberIn(given.value(1, 'end_dim') ?? -1)),
  ]
  const { shape } = x
  const sizes = [
    ...shape.slice(0, from),
    shape.slice(from, to + 1).reduce((a, b) => a * b, 1),
    ...shape.slice(to + 1),
  ]
  return viewed(x, base => base.view(...sizes))
}

const swapped: Method = (x, given) => {
  const [a, b] = [numberIn(given.demand(0, 'dim0')), numberIn(given.demand(1, 'dim1'))]
  return viewed(
    x,
    base => base.transpose(a, b),
    value => value.transpose(a, b),
  )
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
  const dims = given.sizes().map(dim => dimOf(x, dim))
  const back = dims.map((_, i) => dims.indexOf(i))
  return viewed(
    x,
    base => base.permute(...dims),
    value => value.permute(...back),
  )
}

const squeezed: Method = (x, given) => {
  const dim = given.value(0, 'dim', 'axis')
  if (dim === undefined) return viewed(x, base => base.squeeze())
  const at = dimOf(x, numberIn(dim))
  return x.shape[at] === 1 ? viewed(x, base => base.squeeze(at)) : x
}

/** So many dimensions as they are. */
const whole = (many: number): Slice[] => Array.from({ length: many }, () => new Slice(null, null, null))

/** A tensor cut along a dimension. */
function piecesOf(x: Boxed, dim: number, size: number): Boxed[] {
  const many = Math.ceil(x.shape[dim] / size)
  return Array.from({ length: many }, (_, i) =>
    itemOf(x, tuple([...whole(dim), new Slice(i * size, (i + 1) * size, null)])),
  )
}

/** By name. */
export const views: Readonly<Record<string, Method>> = {
  view: reshaped,
  reshape: reshaped,
  view_as: (x, given) => viewed(x, base => base.view(...likeOther(given))),
  reshape_as: (x, given) => viewed(x, base => base.view(...likeOther(given))),
  flatten: flattened,
  ravel: x => viewed(x, base => base.view(-1)),
  t: turned,
  transpose: (x, given) => (given.args.length === 0 ? turned(x) : swapped(x, given)),
  swapaxes: swapped,
  permute: ordered,
  unsqueeze: (x, given) => {
    const dim = given.dim(0)
    return viewed(x, base => base.unsqueeze(dim))
  },
  squeeze: squeezed,
  chunk: (x, given) => {
    const dim = dimOf(x, given.dim(1, 0))
    const many = given.number(0, 'chunks')
    const size = Math.ceil(x.shape[dim] / many)
    return tuple(piecesOf(x, dim, size))
  },
  split: (x, given) => tuple(piecesOf(x, dimOf(x, given.dim(1, 0)), given.number(0, 'split_size'))),
  unbind: (x, given) => {
    const dim = dimOf(x, given.dim(0, 0))
    return tuple(Array.from({ length: x.shape[dim] }, (_, i) => itemOf(x, tuple([...whole(dim), i]))))
  },
  unflatten: (x, given) => {
    const [dim, sizes] = [dimOf(x, given.dim(0)), given.demand(1, 'sizes')]
    const inner = elementsOf(sizes).map(numberIn)
    return viewed(x, base => base.view(...base.shape.slice(0, dim), ...inner, ...base.shape.slice(dim + 1)))
  },
  select: (x, given) => itemOf(x, tuple([...whole(dimOf(x, given.dim(0))), given.number(1, 'index')])),
  narrow: (x, given) => {
    const [start, length] = [given.number(1, 'start'), given.number(2, 'length')]
    return itemOf(x, tuple([...whole(dimOf(x, given.dim(0))), new Slice(start, start + length, null)]))
  },
}
