/** The methods of a tensor, by PyTorch's names. Each is given the tensor and what stands in its brackets. */
import { cat, full, where, zeros, zerosLike } from '../../tensor/creation.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { asArray, Boxed, demandGradient, detached, type Kind } from '../box.ts'
import { type BinaryName, binary, type CompareName, compareWith, operandOf } from '../operators.ts'
import { numberIn, PythonError, type PyValue } from '../values.ts'
import { tensorOf } from './given.ts'
import { likeOther, type Method, made, sizesOf } from './method.ts'
import { picking } from './picking.ts'
import { redrawing } from './redrawing.ts'
import { reductions } from './reductions.ts'
import { views } from './views.ts'

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

/** The larger, or the smaller, of two. */
const extreme =
  (name: 'maximum' | 'minimum'): Method =>
  (x, given) =>
    made(x.tensor[name](operandOf(given.demand(0, 'other'))), x.kind)

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

const same: Method = x => x

const asKind =
  (kind: Kind): Method =>
  x =>
    x.kind === kind ? x : made(kind === 'bool' ? x.tensor.ne(0) : truncated(x, kind), kind)

const truncated = (x: Boxed, kind: Kind): Tensor =>
  kind === 'int' && x.kind === 'float' ? new Tensor(x.shape, x.tensor.data.map(Math.trunc)) : x.tensor

const shift =
  (value: number): Method =>
  x =>
    made(x.tensor.div(value))

const spreadTo: Method = (x, given) => {
  const sizes = given.sizes()
  return made(x.tensor.expand(...sizes), x.kind)
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
  ...reductions,
  ...picking,
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
  maximum: extreme('maximum'),
  minimum: extreme('minimum'),
  fmax: extreme('maximum'),
  fmin: extreme('minimum'),
  softmax: (x, given) => made(x.tensor.softmax(given.dim(0, x.shape.length === 2 ? 1 : 0))),
  log_softmax: (x, given) => made(x.tensor.logSoftmax(given.dim(0, x.shape.length === 2 ? 1 : 0))),
  clamp: (x, given) => {
    const bound = (value: PyValue | undefined): number | null => (value == null ? null : numberIn(value))
    return made(x.tensor.clamp(bound(given.value(0, 'min')), bound(given.value(1, 'max'))), x.kind)
  },
  clamp_min: (x, given) => made(x.tensor.clamp(given.number(0, 'min'), null), x.kind),
  clamp_max: (x, given) => made(x.tensor.clamp(null, given.number(0, 'max')), x.kind),
  clip: (x, given) => pure.clamp(x, given),
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
  flip: (x, given) => made(x.tensor.flip(given.sizes()), x.kind),
  roll: (x, given) => {
    const [by, dim] = [given.number(0, 'shifts'), given.dim(1, 0)]
    const size = x.shape.at(dim)!
    const cut = (((size - by) % size) + size) % size
    return made(cat([x.tensor.slice(dim, cut, size), x.tensor.slice(dim, 0, cut)], dim), x.kind)
  },
  norm: x => made(x.tensor.square().sum().sqrt()),
}

/** What gives the tensor itself, a view of it, or something that is no tensor. */
const others: Readonly<Record<string, Method>> = {
  ...views,
  ...redrawing,
  clone: x => made(x.tensor, x.kind),
  copy: x => made(x.tensor, x.kind),
  contiguous: same,
  detach: x => made(detached(x.tensor), x.kind),
  cpu: same,
  cuda: same,
  to: same,
  numpy: x => asArray(Boxed.view(x, { read: base => base, write: (_, value) => value })),
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
}

/** Lists within lists of numbers. */
const listed = (numbers: unknown): PyValue =>
  Array.isArray(numbers) ? numbers.map(listed) : (numbers as number)

/** By name; those with an underscore at the end change their tensor. */
export const methods: Readonly<Record<string, Method>> = {
  ...Object.fromEntries(Object.entries(pure).map(([name, method]) => [`${name}_`, inPlace(method)])),
  ...pure,
  ...others,
}
