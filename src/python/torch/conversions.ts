/** What gives a tensor itself, a copy of it in another kind of numbers, or something that is no tensor. */
import { full, zeros, zerosLike } from '../../tensor/creation.ts'
import { dimIndex } from '../../tensor/shape.ts'
import { asArray, Boxed, demandGradient, detached, isWider, type Kind } from '../box.ts'
import { gather, isScattered, isTurned } from '../layout.ts'
import { demandApart, kindOf } from '../operands.ts'
import { floatOf, numberIn, PythonError, type PyValue } from '../values.ts'
import { refuse } from './given.ts'
import { inKind, kindNamed } from './kinds.ts'
import { type Method, made, sizesOf } from './method.ts'

const same: Method = x => x

/** In the order of its places. */
function contiguous(x: Boxed): Boxed {
  if (!isScattered(x.tensor)) return x
  const copy = x.tensor.view(...x.shape)
  gather(copy)
  return made(copy, x.kind)
}

const overlooking =
  (method: Method): Method =>
  (x, given) => {
    given.overlook()
    return method(x, given)
  }

export const asKind =
  (kind: Kind): Method =>
  x =>
    x.kind === kind ? x : made(inKind(x.tensor, x.kind, kind), kind)

/** `x.to(torch.long)`, `x.to(y)`, `x.to('cpu')`. */
const moved: Method = (x, given) => {
  const asked = [...given.args, given.named('dtype') ?? null].filter(one => one !== null)
  const like = asked.find(one => one instanceof Boxed)
  const named = asked.find(one => one === 'float' || one === 'int' || one === 'bool')
  return like !== undefined
    ? asKind(like.kind)(x, given)
    : named !== undefined
      ? asKind(named as Kind)(x, given)
      : x
}

/** By name. */
export const conversions: Readonly<Record<string, Method>> = {
  clone: x => (isTurned(x.tensor) ? made(x.tensor, x.kind) : contiguous(made(x.tensor, x.kind))),
  copy: overlooking(x => made(x.tensor, x.kind)),
  contiguous,
  detach: x => Boxed.view(x, { read: detached, write: (_, value) => value }),
  cpu: overlooking(same),
  cuda: overlooking(same),
  to: moved,
  numpy: overlooking(x => asArray(Boxed.view(x, { read: base => base, write: (_, value) => value }))),
  type: (x, given) => (given.count === 0 ? refuse('type()') : moved(x, given)),
  type_as: moved,
  double: asKind('float'),
  float: asKind('float'),
  half: asKind('float'),
  long: asKind('int'),
  int: asKind('int'),
  bool: asKind('bool'),
  astype: (x, given) => asKind(kindNamed(given.demand(0, 'dtype')))(x, given),
  requires_grad_: (x, given) => {
    given.overlook()
    demandGradient(x)
    return x
  },
  register_hook: overlooking(() => null),
  item: x => {
    if (x.tensor.data.length !== 1)
      throw new PythonError(
        'RuntimeError',
        `a Tensor with ${x.tensor.data.length} elements cannot be converted to Scalar`,
      )
    return pythonNumber(x.tensor.data[0], x.kind)
  },
  tolist: x => listed(x.tensor.tolist(), x.kind),
  size: (x, given) =>
    given.args.length === 0 && given.value(0, 'dim') === undefined
      ? sizesOf(x)
      : x.shape[dimIndex('size', given.dim(0), x.shape.length)],
  dim: x => x.shape.length,
  ndimension: x => x.shape.length,
  numel: x => x.tensor.data.length,
  nelement: x => x.tensor.data.length,
  element_size: () => 4,
  is_floating_point: x => x.kind === 'float',
  new_zeros: (x, given) => made(zeros(...given.sizes()), x.kind),
  new_ones: (x, given) => made(full(given.sizes(), 1), x.kind),
  zero_: x => {
    x.tensor = zerosLike(x.tensor)
    return x
  },
  fill_: (x, given) => {
    const value = given.demand(0, 'value')
    if (isWider(kindOf(value), x.kind) || (value instanceof Boxed && value.shape.length > 0))
      refuse('such a fill_')
    x.tensor = full(x.shape, numberIn(value))
    return x
  },
  copy_: (x, given) => {
    const source = given.box(0, 'src')
    if (!(given.demand(0, 'src') instanceof Boxed)) refuse('copy_ of no tensor')
    demandApart(x, source)
    x.tensor = inKind(source.tensor, source.kind, isWider(source.kind, x.kind) ? x.kind : source.kind).expand(
      ...x.shape,
    )
    return x
  },
}

/** Lists within lists of numbers. */
const listed = (numbers: unknown, kind: Kind): PyValue =>
  Array.isArray(numbers) ? numbers.map(one => listed(one, kind)) : pythonNumber(numbers as number, kind)

const pythonNumber = (value: number, kind: Kind): PyValue =>
  kind === 'float' ? floatOf(value) : kind === 'bool' ? value !== 0 : value
