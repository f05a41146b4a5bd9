/** Methods that make one number of many. */
import { dimIndices } from '../../tensor/shape.ts'
import { apply, Tensor } from '../../tensor/tensor.ts'
import { Boxed, type Kind, widest } from '../box.ts'
import { isNumpyAlone, refusedByTorch } from '../dialect.ts'
import { kindOf } from '../operands.ts'
import { numberIn, PythonError } from '../values.ts'
import { refuse } from './given.ts'
import { alongAny, floatsOf, type Method, made } from './method.ts'
import { namedTuple } from './results.ts'

const reduced =
  (name: 'sum' | 'mean' | 'logsumexp'): Method =>
  (x, given) =>
    made(
      (name === 'mean' ? floatsOf(x) : x.tensor)[name](given.dims(0), given.keepdim(1)),
      name === 'sum' ? summedKind(x.kind) : 'float',
    )

const summedKind = (kind: Kind): Kind => (kind === 'float' ? 'float' : 'int')

/** `var(dim, unbiased, keepdim)`, in all of its orders; `std` too. */
const spread =
  (name: 'var' | 'std'): Method =>
  (x, given) => {
    const flags = given.args.filter(one => typeof one === 'boolean')
    const dims = typeof given.args[0] === 'boolean' ? null : given.dims(0)
    const correction = given.value(9, 'correction', 'ddof')
    if (dims === null && correction !== undefined) refusedByTorch('correction without a dimension')
    const unbiased =
      given.value(9, 'unbiased') ??
      (correction === undefined ? (flags[0] ?? !isNumpyAlone()) : numberIn(correction) !== 0)
    const keepdim = given.keepdim(9) ?? (flags[1] === true ? ({ keepdim: true } as const) : undefined)
    return made(floatsOf(x)[name](dims, { unbiased: unbiased === true, ...keepdim }))
  }

/** `max()`, `max(dim)`, `max(other)`. */
const best =
  (name: 'max' | 'min'): Method =>
  (x, given) => {
    if (isNumpyAlone()) return extremes(name)(x, given)
    const first = given.value(0, 'dim', 'axis', 'other')
    if (
      first instanceof Boxed &&
      first.shape.join() !== x.shape.join() &&
      (x.shape.length === 0 || first.shape.length === 0)
    )
      refuse(`such a ${name}`)
    if (first === undefined || first === null) return made(x.tensor[name](), x.kind)
    if (first instanceof Boxed)
      return made(
        apply(name === 'max' ? 'maximum' : 'minimum', [x.tensor, first.tensor], {}),
        widest([x.kind, first.kind]),
      )
    if (kindOf(first) === 'float') throw new PythonError('TypeError', 'a dimension is a whole number')
    const { values, indices } = x.tensor[name](numberIn(first), given.keepdim(1))
    return namedTuple({ values: made(values, x.kind), indices: made(indices, 'int') })
  }

/** Along one dimension, several, or all. */
const extremes =
  (name: 'max' | 'min'): Method =>
  (x, given) => {
    const dims = given.dims(0)
    const keepdim = given.keepdim(1)
    if (dims === null) return made(x.tensor[name](), x.kind)
    const list = dimIndices(name, Array.isArray(dims) ? dims : [dims as number], x.shape.length)
    const kept = list.reduce((made, dim) => made[name](dim, { keepdim: true }).values, x.tensor)
    const shape = kept.shape.filter((_, dim) => !list.includes(dim))
    return made(keepdim === undefined ? kept.view(shape) : kept, x.kind)
  }

const place =
  (name: 'argmax' | 'argmin'): Method =>
  (x, given) => {
    const dims = given.dims(0)
    if (x.tensor.data.length === 0) refuse(`${name} of nothing`)
    // Of a single one PyTorch takes it all the same.
    if (x.kind === 'bool' && x.shape.includes(1)) refuse(`${name} of truth values`)
    if (x.kind === 'bool') refusedByTorch(`${name} of truth values`)
    return made(dims === null ? x.tensor[name]() : x.tensor[name](dims as number, given.keepdim(1)), 'int')
  }

const everyOne =
  (holds: (count: number, all: number) => boolean): Method =>
  (x, given) => {
    const ones = x.tensor.ne(0)
    const dims = given.dims(0)
    const counted = ones.sum(dims, given.keepdim(1))
    const all = ones.data.length / Math.max(1, counted.data.length)
    return made(
      new Tensor(
        counted.shape,
        counted.data.map(one => Number(holds(one, all))),
      ),
      'bool',
    )
  }

/** By name. */
export const reductions: Readonly<Record<string, Method>> = {
  sum: alongAny(reduced('sum')),
  mean: alongAny(reduced('mean')),
  logsumexp: alongAny(reduced('logsumexp')),
  prod: alongAny((x, given) => {
    const dim = given.dims(0)
    return made(
      dim === null ? x.tensor.prod() : x.tensor.prod(dim as number, given.keepdim(1)),
      summedKind(x.kind),
    )
  }),
  var: alongAny(spread('var')),
  std: alongAny(spread('std')),
  max: alongAny(best('max')),
  min: alongAny(best('min')),
  amax: alongAny(extremes('max')),
  amin: alongAny(extremes('min')),
  argmax: alongAny(place('argmax')),
  argmin: alongAny(place('argmin')),
  all: alongAny(everyOne((count, all) => count === all)),
  any: alongAny(everyOne(count => count > 0)),
  cumsum: alongAny((x, given) => made(x.tensor.cumsum(given.dim(0)), summedKind(x.kind))),
}
