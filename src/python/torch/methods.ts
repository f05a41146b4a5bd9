/** The methods of a tensor, by PyTorch's names. Each is given the tensor and what stands in its brackets. */
import { arange, cat, full, tensor, where, zeros, zerosLike } from '../../tensor/creation.ts'
import { apply, Tensor } from '../../tensor/tensor.ts'
import { newSize } from '../bounds.ts'
import { Box, demandGradient, detached, type Kind } from '../box.ts'
import { type BinaryName, binary, type CompareName, compareWith, operandOf } from '../operators.ts'
import { known, numberIn, PythonError, type Tuple, tuple, type Value } from '../values.ts'
import { type Given, refuse, tensorOf } from './given.ts'
import { namedTuple } from './results.ts'

export type Method = (x: Box, given: Given) => Value

const made = (value: Tensor, kind: Kind = 'float'): Box => Box.of(value, kind)

/** A method of our own tensors that takes nothing. */
const plain =
  (
    name:
      | 'exp'
      | 'log'
      | 'sqrt'
      | 'abs'
      | 'sign'
      | 'sin'
      | 'cos'
      | 'sinh'
      | 'cosh'
      | 'tanh'
      | 'sigmoid'
      | 'relu'
      | 'erf'
      | 'square'
      | 'reciprocal'
      | 'rsqrt',
  ): Method =>
  ({ tensor }) =>
    made(tensor[name]())

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
    if (first instanceof Box && first.shape.length > 0)
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

const operator =
  (name: BinaryName): Method =>
  (x, given) => {
    const other = given.demand(0, 'other', 'exponent', 'mat2', 'tensor', 'vec')
    const alpha = given.value(9, 'alpha')
    return binary(name, x, alpha === undefined ? other : binary('Mult', alpha, other))
  }

const comparison =
  (name: CompareName): Method =>
  (x, given) =>
    compareWith(name, x, given.demand(0, 'other'))

/** The same, in place: the tensor stays what it is under all of its names. */
const inPlace =
  (method: Method): Method =>
  (x, given) => {
    const value = tensorOf(method(x, given))
    if (value.shape.join() !== x.shape.join())
      throw new PythonError(
        'RuntimeError',
        `output with shape [${x.shape.join(', ')}] doesn't match the broadcast shape [${value.shape.join(', ')}]`,
      )
    x.tensor = value
    return x
  }

/** A view: what is written into it is written into the tensor. */
const viewed = (
  x: Box,
  read: (base: Tensor) => Tensor,
  back?: (value: Tensor, base: Tensor) => Tensor,
): Box =>
  Box.view(x, {
    read,
    write: (base, value) => (back ?? ((v: Tensor, b: Tensor) => v.view(...b.shape)))(value, base),
  })

const reshaped: Method = (x, given) => {
  const sizes = given.sizes()
  return viewed(x, base => base.view(...sizes))
}

const same: Method = x => x

const asKind =
  (kind: Kind): Method =>
  x =>
    x.kind === kind ? x : made(kind === 'bool' ? x.tensor.ne(0) : truncated(x, kind), kind)

const truncated = (x: Box, kind: Kind): Tensor =>
  kind === 'int' && x.kind === 'float' ? new Tensor(x.shape, x.tensor.data.map(Math.trunc)) : x.tensor

const shift =
  (value: number): Method =>
  x =>
    made(x.tensor.div(value))

const dimOf = (x: Box, dim: number): number => (dim < 0 ? dim + x.shape.length : dim)

const spreadTo: Method = (x, given) => {
  const sizes = given.sizes()
  return made(x.tensor.expand(...sizes), x.kind)
}

const likeOther = (given: Given): readonly number[] => given.tensor(0, 'other').shape

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
  const places = (known(given.demand(0, 'indices')) as readonly Value[]).map(tensorOf)
  const isSum = given.value(2, 'accumulate') === true
  return made(isSum ? x.tensor.indexAdd(places, value) : x.tensor.indexPut(places, value), x.kind)
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

export const turned = (x: Box): Box =>
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

const operators: Readonly<Record<string, BinaryName>> = {
  ...({
    add: 'Add',
    sub: 'Sub',
    subtract: 'Sub',
    mul: 'Mult',
    multiply: 'Mult',
    div: 'Div',
    divide: 'Div',
  } as const),
  ...({
    true_divide: 'Div',
    pow: 'Pow',
    matmul: 'MatMult',
    mm: 'MatMult',
    bmm: 'MatMult',
    dot: 'MatMult',
  } as const),
  ...({
    mv: 'MatMult',
    remainder: 'Mod',
    floor_divide: 'FloorDiv',
    logical_and: 'BitAnd',
    logical_or: 'BitOr',
  } as const),
}

const comparing: Readonly<Record<string, CompareName>> = {
  ...({ eq: 'Eq', ne: 'NotEq', lt: 'Lt', le: 'LtE', gt: 'Gt', ge: 'GtE' } as const),
}

const named = <K extends string>(names: Readonly<Record<string, K>>, rule: (name: K) => Method) =>
  Object.fromEntries(Object.entries(names).map(([name, own]) => [name, rule(own)]))

const pure: Readonly<Record<string, Method>> = {
  ...named(operators, operator),
  ...named(comparing, comparison),
  ...Object.fromEntries(
    (
      [
        'exp',
        'log',
        'sqrt',
        'abs',
        'sign',
        'sin',
        'cos',
        'sinh',
        'cosh',
        'tanh',
        'sigmoid',
        'relu',
        'erf',
      ] as const
    ).map(name => [name, plain(name)]),
  ),
  square: plain('square'),
  reciprocal: plain('reciprocal'),
  rsqrt: plain('rsqrt'),
  absolute: plain('abs'),
  neg: x => made(x.tensor.neg(), x.kind),
  negative: x => made(x.tensor.neg(), x.kind),
  log10: (x, given) => shift(Math.LN10)(made(x.tensor.log()), given),
  log2: (x, given) => shift(Math.LN2)(made(x.tensor.log()), given),
  log1p: x => made(x.tensor.add(1).log()),
  expm1: x => made(x.tensor.exp().sub(1)),
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
  maximum: best('max'),
  minimum: best('min'),
  amax: (x, given) => made(x.tensor.max(given.dim(0), given.keepdim(1)).values, x.kind),
  amin: (x, given) => made(x.tensor.min(given.dim(0), given.keepdim(1)).values, x.kind),
  argmax: place('argmax'),
  argmin: place('argmin'),
  all: everyOne((count, all) => count === all),
  any: everyOne(count => count > 0),
  cumsum: (x, given) => made(x.tensor.cumsum(given.dim(0)), summedKind(x.kind)),
  softmax: (x, given) => made(x.tensor.softmax(given.dim(0, x.shape.length === 2 ? 1 : 0))),
  log_softmax: (x, given) => made(x.tensor.logSoftmax(given.dim(0, x.shape.length === 2 ? 1 : 0))),
  clamp: (x, given) => {
    const bound = (value: Value | undefined): number | null => (value == null ? null : numberIn(value))
    return made(x.tensor.clamp(bound(given.value(0, 'min')), bound(given.value(1, 'max'))), x.kind)
  },
  masked_fill: (x, given) =>
    made(where(given.tensor(0, 'mask'), operandOf(given.demand(1, 'value')), x.tensor), x.kind),
  where: (x, given) =>
    made(where(given.tensor(0, 'condition'), x.tensor, operandOf(given.demand(1, 'other')))),
  outer: (x, given) => made(x.tensor.outer(given.tensor(0, 'vec2'))),
  tril: (x, given) => made(x.tensor.tril(numberIn(given.value(0, 'diagonal') ?? 0)), x.kind),
  triu: (x, given) => made(x.tensor.triu(numberIn(given.value(0, 'diagonal') ?? 0)), x.kind),
  expand: spreadTo,
  expand_as: (x, given) => made(x.tensor.expand(...likeOther(given)), x.kind),
  broadcast_to: spreadTo,
  repeat: (x, given) => made(x.tensor.repeat(...given.sizes()), x.kind),
  tile: (x, given) => made(x.tensor.repeat(...given.sizes()), x.kind),
  repeat_interleave: repeatedEach,
  flip: (x, given) => made(x.tensor.flip(given.sizes()), x.kind),
  roll: (x, given) => {
    const [by, dim] = [given.number(0, 'shifts'), given.dim(1, 0)]
    const size = x.shape.at(dim)!
    const cut = (((size - by) % size) + size) % size
    return made(cat([x.tensor.slice(dim, cut, size), x.tensor.slice(dim, 0, cut)], dim), x.kind)
  },
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
  norm: x => made(x.tensor.square().sum().sqrt()),
}

/** What gives the tensor itself, a view of it, or something that is no tensor. */
const others: Readonly<Record<string, Method>> = {
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
  clone: x => made(x.tensor, x.kind),
  copy: x => made(x.tensor, x.kind),
  contiguous: same,
  detach: x => made(detached(x.tensor), x.kind),
  cpu: same,
  cuda: same,
  to: same,
  numpy: same,
  type: same,
  type_as: same,
  double: asKind('float'),
  float: asKind('float'),
  half: asKind('float'),
  long: asKind('int'),
  int: asKind('int'),
  bool: asKind('bool'),
  astype: (x, given) =>
    given.value(0, 'dtype') === 'int' ? asKind('int')(x, given) : asKind('float')(x, given),
  requires_grad_: x => {
    demandGradient(x)
    return x
  },
  retain_grad: () => null,
  register_hook: () => null,
  item: x => {
    if (x.tensor.data.length !== 1)
      throw new PythonError(
        'RuntimeError',
        `a Tensor with ${x.tensor.data.length} elements cannot be converted to Scalar`,
      )
    return x.tensor.data[0]
  },
  tolist: x => listed(x.tensor.tolist()),
  size: (x, given) =>
    given.args.length === 0 && given.value(0, 'dim') === undefined ? sizesOf(x) : x.shape.at(given.dim(0))!,
  dim: x => x.shape.length,
  ndimension: x => x.shape.length,
  numel: x => x.tensor.data.length,
  nelement: x => x.tensor.data.length,
  element_size: () => 4,
  is_floating_point: x => x.kind === 'float',
  new_zeros: (_, given) => made(zeros(...given.sizes())),
  new_ones: (_, given) => made(full(given.sizes(), 1)),
  zero_: x => {
    x.tensor = zerosLike(x.tensor)
    return x
  },
  fill_: (x, given) => {
    x.tensor = full(x.shape, given.number(0, 'value'))
    return x
  },
  copy_: (x, given) => {
    x.tensor = given.tensor(0, 'src').expand(...x.shape)
    return x
  },
  chunk: (x, given) => {
    const dim = dimOf(x, given.dim(1, 0))
    const many = given.number(0, 'chunks')
    const size = Math.ceil(x.shape[dim] / many)
    return tuple(piecesOf(x, dim, size))
  },
  split: (x, given) => tuple(piecesOf(x, dimOf(x, given.dim(1, 0)), given.number(0, 'split_size'))),
  unbind: (x, given) => {
    const dim = dimOf(x, given.dim(0, 0))
    return tuple(piecesOf(x, dim, 1).map(one => made(one.tensor.squeeze(dim), x.kind)))
  },
}

function piecesOf(x: Box, dim: number, size: number): Box[] {
  const many = Math.ceil(x.shape[dim] / size)
  return Array.from({ length: many }, (_, i) =>
    made(x.tensor.slice(dim, i * size, Math.min((i + 1) * size, x.shape[dim])), x.kind),
  )
}

/** Lists within lists of numbers. */
const listed = (numbers: unknown): Value =>
  Array.isArray(numbers) ? numbers.map(listed) : (numbers as number)

export const sizesOf = (x: Box): Tuple => tuple(x.shape)

/** By name; those with an underscore at the end change their tensor. */
export const methods: Readonly<Record<string, Method>> = {
  ...Object.fromEntries(Object.entries(pure).map(([name, method]) => [`${name}_`, inPlace(method)])),
  ...pure,
  ...others,
}
