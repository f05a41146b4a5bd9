/** Methods that make one number of many. */
import { apply, Tensor } from '../../tensor/tensor.ts'
import { Boxed, type Kind } from '../box.ts'
import { numberIn } from '../values.ts'
import { type Method, made } from './method.ts'
import { namedTuple } from './results.ts'

const reduced =
  (name: 'sum' | 'mean' | 'logsumexp'): Method =>
  (x, given) =>
    made(x.tensor[name](given.dims(0), given.keepdim(1)), name === 'sum' ? summedKind(x.kind) : 'float')

const summedKind = (kind: Kind): Kind => (kind === 'float' ? 'float' : 'int')

/** `var(dim, unbiased, keepdim)`, in all of its orders; `std` too. */
const spread =
  (name: 'var' | 'std'): Method =>
  (x, given) => {
    const flags = given.args.filter(one => typeof one === 'boolean')
    const dims = typeof given.args[0] === 'boolean' ? null : given.dims(0)
    const correction = given.value(9, 'correction', 'ddof')
    const unbiased =
      given.value(9, 'unbiased') ??
      (correction === undefined ? (flags[0] ?? true) : numberIn(correction) !== 0)
    const keepdim = given.keepdim(9) ?? (flags[1] === true ? ({ keepdim: true } as const) : undefined)
    return made(x.tensor[name](dims, { unbiased: unbiased === true, ...keepdim }))
  }

/** `max()`, `max(dim)`, `max(other)`. */
const best =
  (name: 'max' | 'min'): Method =>
  (x, given) => {
    const first = given.value(0, 'dim', 'axis', 'other')
    if (first === undefined || first === null) return made(x.tensor[name](), x.kind)
    if (first instanceof Boxed && first.shape.length > 0)
      return made(apply(name === 'max' ? 'maximum' : 'minimum', [x.tensor, first.tensor], {}), x.kind)
    const { values, indices } = x.tensor[name](numberIn(first), given.keepdim(1))
    return namedTuple({ values: made(values, x.kind), indices: made(indices, 'int') })
  }

const place =
  (name: 'argmax' | 'argmin'): Method =>
  (x, given) => {
    const dims = given.dims(0)
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
  sum: reduced('sum'),
  mean: reduced('mean'),
  logsumexp: reduced('logsumexp'),
  prod: (x, given) => {
    const dim = given.dims(0)
    return made(dim === null ? x.tensor.prod() : x.tensor.prod(dim as number, given.keepdim(1)), x.kind)
  },
  var: spread('var'),
  std: spread('std'),
  max: best('max'),
  min: best('min'),
  amax: (x, given) => made(x.tensor.max(given.dim(0), given.keepdim(1)).values, x.kind),
  amin: (x, given) => made(x.tensor.min(given.dim(0), given.keepdim(1)).values, x.kind),
  argmax: place('argmax'),
  argmin: place('argmin'),
  all: everyOne((count, all) => count === all),
  any: everyOne(count => count > 0),
  cumsum: (x, given) => made(x.tensor.cumsum(given.dim(0)), summedKind(x.kind)),
}
