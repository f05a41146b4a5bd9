/** Methods that pick rows, or put and add something at rows. */
import { arange, eye, tensor, where } from '../../tensor/creation.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { newSize } from '../bounds.ts'
import { Boxed, isWider } from '../box.ts'
import { itemOf } from '../indexing.ts'
import { kindOf, operandOf } from '../operands.ts'
import { known, numberIn, type PyValue, tuple } from '../values.ts'
import { refuse, tensorOf } from './given.ts'
import { dimOf, type Method, made } from './method.ts'

/** `scatter(dim, index, value)`, where a number or a tensor is put. */
const scattered: Method = (x, given) => {
  const put = given.demand(2, 'value', 'src')
  const value = operandOf(put)
  const [dim, index] = [dimOf(x, given.dim(0)), given.tensor(1, 'index')]
  if (isWider(kindOf(put), x.kind) || (put instanceof Boxed && put.kind !== x.kind))
    refuse('two kinds of numbers in one tensor')
  if (put instanceof Boxed && put.shape.join() !== index.shape.join()) refuse('scatter of a larger tensor')
  return made(x.tensor.scatter(dim, index, value), x.kind)
}

const added: Method = (x, given) => {
  if (dimOf(x, given.dim(0)) !== 0) refuse('index_add in another dimension than the first')
  const source = sameKind(x, given.box(2, 'source'))
  if (given.tensor(1, 'index').shape.length > 1 || source.shape.length !== x.shape.length)
    refuse('index_add of other shapes')
  if (
    source.shape.slice(1).join() !== x.shape.slice(1).join() ||
    source.shape[0] !== given.tensor(1, 'index').data.length
  )
    refuse('index_add of other shapes')
  const alpha = given.value(3, 'alpha')
  return made(
    x.tensor.indexAdd(given.tensor(1, 'index'), alpha === undefined ? source : source.mul(numberIn(alpha))),
    x.kind,
  )
}

const putAt: Method = (x, given) => {
  const value = sameKind(x, given.box(1, 'values'))
  const places = (known(given.demand(0, 'indices')) as readonly PyValue[]).map(tensorOf)
  const isSum = given.value(2, 'accumulate') === true
  return made(isSum ? x.tensor.indexAdd(places, value) : x.tensor.indexPut(places, value), x.kind)
}

const places: Method = (x, given) => {
  const { shape, data } = x.tensor
  if (shape.length === 0) refuse('nonzero of a single number')
  const found = [...data.keys()].filter(i => data[i] !== 0)
  let inner = data.length
  const columns = shape.map(size => {
    inner /= size
    return found.map(place => Math.floor(place / inner) % size)
  })
  if (given.value(9, 'as_tuple') === true)
    return tuple(columns.map(one => made(tensor(one, [one.length]), 'int')))
  return made(
    new Tensor(
      [found.length, shape.length],
      Float64Array.from(found.flatMap((_, i) => columns.map(c => c[i]))),
    ),
    'int',
  )
}

/** In PyTorch a view, in numpy one that can't be written to. */
function diagonalOf(x: Boxed): Tensor {
  if (x.shape.length !== 2) refuse('the diagonal of other than two dimensions')
  const rows = arange(Math.min(...x.shape))
  return x.tensor.index(rows, rows)
}

const repeatedEach: Method = (x, given) => {
  const many = given.number(0, 'repeats')
  const dim = given.value(1, 'dim')
  if (dim === undefined || dimOf(x, numberIn(dim)) !== 0)
    return refuse('repeat_interleave in another dimension than the first')
  const rows = Float64Array.from({ length: newSize([x.shape[0] * many]) }, (_, i) => Math.floor(i / many))
  return made(x.tensor.index(new Tensor([rows.length], rows)), x.kind)
}

/** What is put somewhere has the kind of numbers that is there. */
function sameKind({ kind }: Boxed, other: Boxed): Tensor {
  if (other.kind !== kind) refuse('two kinds of numbers in one tensor')
  return other.tensor
}

/** By name. */
export const picking: Readonly<Record<string, Method>> = {
  repeat_interleave: repeatedEach,
  gather: (x, given) => made(x.tensor.gather(dimOf(x, given.dim(0)), given.tensor(1, 'index')), x.kind),
  index_select: (x, given) => {
    const rows = given.tensor(1, 'index')
    const dim = dimOf(x, given.dim(0))
    if (dim === 0) return made(x.tensor.index(rows), x.kind)
    const first = Array.from({ length: dim }, (_, d) =>
      arange(x.shape[d]).view(...x.shape.map((_, i) => (i === d ? -1 : 1)).slice(0, dim + 1)),
    )
    return made(x.tensor.index(...first, rows), x.kind)
  },
  index_add: added,
  index_put: putAt,
  scatter: scattered,
  scatter_add: (x, given) => {
    const [index, source] = [given.tensor(1, 'index'), sameKind(x, given.box(2, 'src'))]
    if (source.shape.join() !== index.shape.join()) refuse('scatter_add of a larger tensor')
    return made(x.tensor.scatterAdd(dimOf(x, given.dim(0)), index, source), x.kind)
  },
  nonzero: places,
  diagonal: x =>
    Boxed.view(x, {
      read: () => diagonalOf(x),
      write: (base, value) => {
        const rows = arange(value.data.length)
        return base.indexPut([rows, rows], value)
      },
    }),
  trace: x => {
    if (x.kind === 'bool') refuse('the trace of truth values')
    return made(diagonalOf(x).sum(), x.kind)
  },
  diag: x =>
    x.shape.length === 1 ? made(where(eye(x.shape[0]), x.tensor, 0), x.kind) : made(diagonalOf(x), x.kind),
  diag_embed: x => {
    if (x.shape.length === 0) refuse('diag_embed of a number')
    return made(where(eye(x.shape.at(-1)!), x.tensor.unsqueeze(-1), 0), x.kind)
  },
  masked_select: (x, given) => {
    const mask = given.box(0, 'mask')
    if (mask.shape.join() !== x.shape.join()) refuse('a mask of another shape')
    return itemOf(x, mask)
  },
}
