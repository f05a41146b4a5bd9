/** The methods of a tensor, by PyTorch's names. Each is given the tensor and what stands in its brackets. */
import { cat, where } from '../../tensor/creation.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { roundedToEven } from '../arithmetic.ts'
import { Boxed, isWider, type Kind, widest } from '../box.ts'
import { type CompareName, compareWith } from '../comparisons.ts'
import { refusedByNumpy, refusedByTorch } from '../dialect.ts'
import { kindOf, operandOf } from '../operands.ts'
import { type BinaryName, binary, inverted, negated } from '../operators.ts'
import { numberIn, type PyValue } from '../values.ts'
import { asKind, conversions } from './conversions.ts'
import { refuse, tensorOf } from './given.ts'
import { CHANGING, inPlace } from './in-place.ts'
import { alongAny, chosenBy, floatsOf, type Method, made } from './method.ts'
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
  ({ tensor, kind }) =>
    KEEPING.has(name) ? made(tensor[name](), keptKind(name, kind)) : made(floatable(tensor, kind)[name]())

/** What leaves whole numbers whole. */
const KEEPING: ReadonlySet<string> = new Set(['abs', 'sign', 'relu', 'square'])

function keptKind(name: string, kind: Kind): Kind {
  if (kind === 'bool') return refuse(`${name} of truth values`)
  return kind
}

/** numpy makes small floats of truth values, with three digits. */
function floatable(tensor: Tensor, kind: Kind): Tensor {
  if (kind === 'bool') refusedByNumpy('a function of truth values')
  return tensor
}

/** Methods of truth values, which other numbers are made into: all but 0 is true. */
const logical =
  (name: BinaryName): Method =>
  (x, given) =>
    binary(name, asKind('bool')(x, given), asKind('bool')(given.box(0, 'other'), given))

const operator =
  (name: BinaryName): Method =>
  (x, given) => {
    const other = given.demand(0, 'other', 'exponent', 'mat2', 'tensor', 'vec')
    const alpha = given.value(9, 'alpha')
    return binary(name, x, alpha === undefined ? other : binary('Mult', alpha, other))
  }

/** A product of tensors of so many dimensions. */
const productOf =
  (...ranks: readonly [number, number]): Method =>
  (x, given) => {
    const other = given.box(0, 'mat2', 'other', 'vec', 'tensor')
    if (x.shape.length === 0 || other.shape.length === 0) refuse('a product with a single number')
    if (x.shape.length !== ranks[0] || other.shape.length !== ranks[1])
      refusedByTorch(`tensors of ${ranks.join(' and ')} dimensions are needed`)
    return binary('MatMult', x, other)
  }

const comparison =
  (name: CompareName): Method =>
  (x, given) =>
    compareWith(name, x, given.demand(0, 'other'))

/** The larger, or the smaller, of two. */
const extreme =
  (name: 'maximum' | 'minimum'): Method =>
  (x, given) => {
    const other = given.demand(0, 'other')
    if (!(other instanceof Boxed)) refuse(`${name} with a number`)
    return made(x.tensor[name](operandOf(other)), widest([x.kind, kindOf(other)]))
  }

/** `fmax` and `fmin` leave out what is no number. */
const withoutNaN =
  (method: Method): Method =>
  (x, given) => {
    const made = method(x, given)
    return tensorOf(made).data.some(Number.isNaN) ? refuse('the extremes of what is no number') : made
  }

const shift =
  (value: number): Method =>
  x =>
    made(x.tensor.div(value))

/** Where the numbers are whole already, they stay. */
const whole =
  (round: (value: number) => number): Method =>
  x => {
    if (x.kind === 'bool') refuse('the rounding of truth values')
    return x.kind === 'int' ? made(x.tensor, x.kind) : made(new Tensor(x.shape, x.tensor.data.map(round)))
  }

/** Between bounds, of which either may be null. A bound that is a float makes floats of whole numbers. */
function clamped(x: Boxed, ...bounds: readonly [PyValue, PyValue]): Boxed {
  if (bounds.some(one => one instanceof Boxed) || x.kind === 'bool') refuse('such a clamp')
  const [min, max] = bounds.map(one => (one === null ? null : numberIn(one)))
  return made(x.tensor.clamp(min, max), widest([x.kind, ...bounds.filter(one => one !== null).map(kindOf)]))
}

/** Which dimension an old softmax takes: the first of a vector or of three, else the second. */
const usualDim = (x: Boxed): number | undefined => (x.shape.length === 2 ? 1 : undefined)

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
  } as const),
  ...({
    remainder: 'Mod',
    floor_divide: 'FloorDiv',
    bitwise_and: 'BitAnd',
    bitwise_or: 'BitOr',
    bitwise_xor: 'BitXor',
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
  mm: productOf(2, 2),
  bmm: productOf(3, 3),
  mv: productOf(2, 1),
  dot: productOf(1, 1),
  square: plain('square'),
  reciprocal: plain('reciprocal'),
  rsqrt: (x, given) =>
    x.tensor.data.some(one => Object.is(one, -0)) ? refuse('the rsqrt of -0') : plain('rsqrt')(x, given),
  absolute: plain('abs'),
  neg: negated,
  negative: negated,
  logical_and: logical('BitAnd'),
  logical_or: logical('BitOr'),
  logical_xor: logical('BitXor'),
  logical_not: x => made(x.tensor.eq(0), 'bool'),
  bitwise_not: inverted,
  floor: whole(Math.floor),
  ceil: whole(Math.ceil),
  trunc: whole(Math.trunc),
  round: whole(roundedToEven),
  isnan: x => made(x.tensor.ne(x.tensor), 'bool'),
  log10: (x, given) => shift(Math.LN10)(made(floatable(x.tensor, x.kind).log()), given),
  log2: (x, given) => shift(Math.LN2)(made(floatable(x.tensor, x.kind).log()), given),
  log1p: x => made(floatable(x.tensor, x.kind).add(1).log()),
  expm1: x => made(floatable(x.tensor, x.kind).exp().sub(1)),
  maximum: extreme('maximum'),
  minimum: extreme('minimum'),
  fmax: withoutNaN(extreme('maximum')),
  fmin: withoutNaN(extreme('minimum')),
  softmax: alongAny((x, given) => made(floatsOf(x).softmax(given.dim(0, usualDim(x))))),
  log_softmax: alongAny((x, given) => made(floatsOf(x).logSoftmax(given.dim(0, usualDim(x))))),
  clamp: (x, given) => clamped(x, given.value(0, 'min') ?? null, given.value(1, 'max') ?? null),
  masked_fill: (x, given) => {
    const [mask, value] = [given.box(0, 'mask'), given.demand(1, 'value')]
    if (mask.kind !== 'bool') refuse('a mask of numbers')
    if (isWider(kindOf(value), x.kind) || (value instanceof Boxed && value.shape.length > 0))
      refuse('such a value of masked_fill')
    return made(where(mask.tensor, operandOf(value), x.tensor), x.kind)
  },
  where: (x, given) => {
    const mask = given.box(0, 'condition')
    if (mask.kind !== 'bool') refusedByTorch('a condition of numbers')
    return chosenBy(mask.tensor, x, given.demand(1, 'other'))
  },
  outer: (x, given) => {
    const other = given.box(0, 'vec2')
    return made(x.tensor.outer(other.tensor), widest([x.kind, other.kind]))
  },
  clamp_min: (x, given) => clamped(x, given.demand(0, 'min'), null),
  clamp_max: (x, given) => clamped(x, null, given.demand(0, 'max')),
  clip: (x, given) => pure.clamp(x, given),
  tril: (x, given) => made(x.tensor.tril(numberIn(given.value(0, 'diagonal') ?? 0)), x.kind),
  triu: (x, given) => made(x.tensor.triu(numberIn(given.value(0, 'diagonal') ?? 0)), x.kind),
  repeat: (x, given) => made(x.tensor.repeat(...given.sizes()), x.kind),
  tile: (x, given) => made(x.tensor.repeat(...given.sizes()), x.kind),
  flip: (x, given) =>
    x.shape.length === 0 ? refuse('flip of a number') : made(x.tensor.flip([...given.sizes()]), x.kind),
  roll: (x, given) => {
    const [by, dim] = [given.number(0, 'shifts'), numberIn(given.value(1, 'dims') ?? refuse('roll of all'))]
    const size = x.shape.at(dim)
    if (!size) return refuse('roll of nothing')
    const cut = (((size - by) % size) + size) % size
    return made(cat([x.tensor.slice(dim, cut, size), x.tensor.slice(dim, 0, cut)], dim), x.kind)
  },
  norm: (x, given) => {
    const [p, dim] = [given.value(0, 'p') ?? 2, given.value(1, 'dim')]
    if (p !== 2 || typeof dim === 'boolean' || x.kind !== 'float' || x.shape.length === 0)
      refuse('such a norm')
    const dims = dim == null ? null : Array.isArray(dim) ? dim.map(numberIn) : numberIn(dim)
    return made(
      x.tensor
        .square()
        .sum(dims, given.value(2, 'keepdim') === true ? { keepdim: true } : undefined)
        .sqrt(),
    )
  },
}

/** Those that `torch.Tensor` has, and not in place. */
export const lasting: ReadonlySet<string> = new Set(
  Object.keys(pure).filter(name => !CHANGING.includes(name)),
)

/** By name; those with an underscore at the end change their tensor. */
export const methods: Readonly<Record<string, Method>> = {
  ...Object.fromEntries(CHANGING.map(name => [`${name}_`, inPlace(pure[name])])),
  ...pure,
  ...views,
  normal_: redrawing.normal_,
  uniform_: redrawing.uniform_,
  ...conversions,
}
