/** Methods that pick rows, or put and add something at rows. */
import { arange, eye, tensor } from '../../tensor/creation.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { newSize } from '../bounds.ts'
import { itemOf } from '../indexing.ts'
import { operandOf } from '../operators.ts'
import { known, numberIn, type PyValue, tuple } from '../values.ts'
import { refuse, tensorOf } from './given.ts'
import { dimOf, type Method, made } from './method.ts'

/** `scatter(dim, index, value)`, where a number or a tensor is put. */
const scattered: Method = (x, given) => {
  const value = operandOf(given.demand(2, 'value', 'src'))
  const [dim, index] = [dimOf(x, given.dim(0)), given.tensor(1, 'index')]
  return made(x.tensor.scatter(dim, index, value), x.kind)
}

const added: Method = (x, given) => {
  if (dimOf(x, given.dim(0)) !== 0) refuse('index_add in another dimension than the first')
  const source = given.tensor(2, 'source')
  const alpha = given.value(3, 'alpha')
  return made(
    x.tensor.indexAdd(given.tensor(1, 'index'), alpha === undefined ? source : source.mul(numberIn(alpha))),
  )
}

const putAt: Method = (x, given) => {
  const value = operandOf(given.demand(1, 'values'))
  const places = (known(given.demand(0, 'indices')) as readonly PyValue[]).map(tensorOf)
  const isSum = given.value(2, 'accumulate') === true
  return made(isSum ? x.tensor.indexAdd(places, value) : x.tensor.indexPut(places, value), x.kind)
}

const places: Method = (x, given) => {
  const { shape, data } = x.tensor
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

const repeatedEach: Method = (x, given) => {
  const many = given.number(0, 'repeats')
  const dim = given.value(1, 'dim')
  if (dim === undefined || dimOf(x, numberIn(dim)) !== 0)
    return refuse('repeat_interleave in another dimension than the first')
  const rows = Float64Array.from({ length: newSize([x.shape[0] * many]) }, (_, i) => Math.floor(i / many))
  return made(x.tensor.index(new Tensor([rows.length], rows)), x.kind)
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
  scatter_add: (x, given) =>
    made(x.tensor.scatterAdd(dimOf(x, given.dim(0)), given.tensor(1, 'index'), given.tensor(2, 'src'))),
  nonzero: places,
  diagonal: x => made(x.tensor.index(arange(Math.min(...x.shape)), arange(Math.min(...x.shape)))),
  trace: x => made(x.tensor.index(arange(Math.min(...x.shape)), arange(Math.min(...x.shape))).sum()),
  diag: x =>
    x.shape.length === 1
      ? made(eye(x.shape[0]).mul(x.tensor))
      : made(x.tensor.index(arange(Math.min(...x.shape)), arange(Math.min(...x.shape)))),
  masked_select: (x, given) => itemOf(x, given.demand(0, 'mask')),
}
