/** `torch.…`: what makes tensors, of numbers, at random, or of other tensors. */
import { arange, cat, eye, full, onesLike, stack, tensor, zeros, zerosLike } from '../../tensor/creation.ts'
import { einsum } from '../../tensor/einsum.ts'
import type { Generator } from '../../tensor/random.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { chargeWork, newSize } from '../bounds.ts'
import { Boxed, demandGradient, isWider, type Kind, widest } from '../box.ts'
import { refusedByTorch } from '../dialect.ts'
import { kindOf } from '../operands.ts'
import { elementsOf, numberIn, PythonError, type PyValue } from '../values.ts'
import type { Fn } from './function.ts'
import { boxOf, GivenArguments, refuse, tensorOf, tensorsOf } from './given.ts'
import { inKind, kindNamed } from './kinds.ts'
import { chosenBy, made } from './method.ts'
import { methods } from './methods.ts'

/** With `requires_grad=True` it is a leaf. */
export function leaf(box: Boxed, given: GivenArguments): Boxed {
  if (given.named('requires_grad') === true) demandGradient(box)
  return box
}

const askedKind = (given: GivenArguments, otherwise: Kind): Kind => {
  const dtype = given.named('dtype')
  return dtype == null ? otherwise : kindNamed(dtype)
}

/** `torch.tensor(…)` */
const fromNumbers: Fn = given => {
  const value = given.demand(0, 'data', 'object')
  const own = boxOf(value)
  const kind = askedKind(given, own.kind)
  return leaf(made(new Tensor(own.shape, inKind(own.tensor, own.kind, kind).data), kind), given)
}

const filledWith =
  (value: number): Fn =>
  given =>
    leaf(made(full(given.sizes(), value), askedKind(given, 'float')), given)

const alike =
  (like: (x: Tensor) => Tensor): Fn =>
  given => {
    const x = given.box(0, 'input', 'a')
    return leaf(made(like(x.tensor), askedKind(given, x.kind)), given)
  }

/** What a number costs that is drawn, and what each call costs besides, in multiplications. */
const DRAWN = 40
const CALL = 4000

/** Numbers are drawn anew in each run: what matters is that they are the same in the same run. */
export function randomFunctions(g: Generator): Readonly<Record<string, Fn>> {
  const drawn = (shape: readonly number[]): Tensor => {
    chargeWork(DRAWN * newSize(shape) + CALL)
    return g.randn(...shape)
  }
  const normal: Fn = given => leaf(made(drawn(given.sizes())), given)
  const uniform: Fn = given => leaf(made(uniformly(g, given.sizes())), given)
  const whole: Fn = given => {
    const numbers = given.args.filter(one => typeof one === 'number')
    const [low, high] = [
      given.named('low') ?? (numbers.length > 1 ? numbers[0] : 0),
      given.named('high') ?? (numbers.length > 1 ? numbers[1] : numbers[0]),
    ].map(one => numberIn(one))
    const list = given.value(9, 'size') ?? given.args.find(one => Array.isArray(one)) ?? []
    const sizes = typeof list === 'number' ? [list] : new GivenArguments([list], {}).sizes()
    const parts = uniformly(g, sizes)
    return made(
      new Tensor(
        parts.shape,
        parts.data.map(x => low + Math.floor(x * (high - low))),
      ),
      'int',
    )
  }
  const drawing: Readonly<Record<string, Fn>> = {
    randn: normal,
    rand: uniform,
    randint: whole,
    randn_like: given => made(drawn(given.tensor(0).shape)),
    rand_like: given => made(uniformly(g, given.tensor(0).shape)),
    normal: given => made(drawn(new GivenArguments([given.value(2, 'size') ?? []], {}).sizes())),
    randperm: given => {
      const many = newSize([given.number(0, 'n')])
      const order = Array.from({ length: many }, (_, i) => i).sort(() => g.random() - 0.5)
      return made(tensor(order, [many]), 'int')
    },
    multinomial: given => made(zeros(numberIn(given.value(1, 'num_samples') ?? 1)), 'int'),
  }
  // Which numbers are drawn makes no difference.
  return Object.fromEntries(
    Object.entries(drawing).map(([name, fn]): [string, Fn] => [
      name,
      given => {
        given.overlook()
        return fn(given)
      },
    ]),
  )
}

function uniformly(g: Generator, shape: readonly number[]): Tensor {
  return new Tensor(
    shape,
    Float64Array.from({ length: newSize(shape) }, () => g.random()),
  )
}

export const largestOf = ({ data }: Tensor): number => data.reduce((most, one) => Math.max(most, one), -1)

const whereOf: Fn = given => {
  if (given.count === 1)
    return methods.nonzero(boxOf(given.args[0]), new GivenArguments([], { as_tuple: true }))
  const mask = given.box(0, 'condition')
  if (mask.kind !== 'bool') refusedByTorch('a condition of numbers')
  return chosenBy(mask.tensor, given.demand(1, 'input'), given.demand(2, 'other'))
}

const joined =
  (join: (tensors: readonly Tensor[], dim?: number) => Tensor): Fn =>
  given => {
    const parts = given.demand(0, 'tensors')
    return made(
      join(tensorsOf(parts), given.dim(1, 0)),
      widest(elementsOf(parts).map(one => boxOf(one).kind)),
    )
  }

const ranged: Fn = given => {
  const numbers = given.args
  const [start, end, step] = [
    given.named('start') ?? (numbers.length > 1 ? numbers[0] : 0),
    given.named('end') ?? (numbers.length > 1 ? numbers[1] : numbers[0]),
    given.named('step') ?? numbers[2] ?? 1,
  ]
  const [from, to, by] = [start, end, step].map(numberIn)
  newSize([Math.max(0, Math.ceil((to - from) / by)) || 0])
  const isFloat = [start, end, step].some(one => kindOf(one) === 'float')
  return made(arange(from, to, by), askedKind(given, isFloat ? 'float' : 'int'))
}

const spaced: Fn = given => {
  const [from, to, many] = [
    given.number(0, 'start'),
    given.number(1, 'end', 'stop'),
    newSize([given.number(2, 'steps', 'num')]),
  ]
  return made(
    tensor(
      Array.from({ length: many }, (_, i) => from + ((to - from) * i) / Math.max(1, many - 1)),
      [many],
    ),
  )
}

/** `torch.tensordot(a, b, dims)`: summed over the last of a and the first of b, or over those that are named. */
const contracted: Fn = given => {
  const kinds = [given.box(0, 'a').kind, given.box(1, 'b').kind]
  if (kinds[0] !== kinds[1] || kinds[0] === 'bool') refuse('a product of such numbers')
  const [a, b] = [given.tensor(0, 'a'), given.tensor(1, 'b')]
  const dims = given.value(2, 'dims') ?? 2
  const up = (many: number, from = 0): number[] => Array.from({ length: many }, (_, i) => from + i)
  const [own, theirs] = Array.isArray(dims)
    ? dims.map(one => (Array.isArray(one) ? one.map(numberIn) : [numberIn(one)]))
    : [up(numberIn(dims), a.shape.length - numberIn(dims)), up(numberIn(dims))]
  const inner = (x: Tensor, some: readonly number[]): number[] =>
    some.map(dim => (dim < 0 ? dim + x.shape.length : dim))
  const [summedA, summedB] = [inner(a, own), inner(b, theirs)]
  if (summedA.some((dim, i) => a.shape[dim] !== b.shape[summedB[i]])) refuse('a product of such shapes')
  const [restA, restB] = [
    up(a.shape.length).filter(dim => !summedA.includes(dim)),
    up(b.shape.length).filter(dim => !summedB.includes(dim)),
  ]
  const size = (x: Tensor, some: readonly number[]): number =>
    some.reduce((all, dim) => all * x.shape[dim], 1)
  const left = a.permute(...restA, ...summedA).view(size(a, restA), size(a, summedA))
  const right = b.permute(...summedB, ...restB).view(size(b, summedB), size(b, restB))
  const shape = [...restA.map(dim => a.shape[dim]), ...restB.map(dim => b.shape[dim])]
  return made(left.matmul(right).view(...shape), kinds[0])
}

/** Where `|a - b| <= atol + rtol |b|`, or both are the same infinity. */
function closeness(given: GivenArguments): Tensor {
  const [x, y] = [given.box(0, 'input'), given.box(1, 'other')]
  if (x.kind !== y.kind) refusedByTorch('two kinds of numbers compared')
  const [a, b] = [x.tensor, y.tensor]
  const [rtol, atol] = [given.value(2, 'rtol') ?? 1e-5, given.value(3, 'atol') ?? 1e-8].map(numberIn)
  const isNear = a.sub(b).abs().le(b.abs().mul(rtol).add(atol))
  return isNear.maximum(a.eq(b))
}

export const creating: Readonly<Record<string, Fn>> = {
  tensor: fromNumbers,
  as_tensor: fromNumbers,
  from_numpy: fromNumbers,
  zeros: filledWith(0),
  empty: filledWith(0),
  ones: filledWith(1),
  full: given =>
    leaf(
      made(
        full(
          new GivenArguments([given.demand(0, 'size', 'shape')], {}).sizes(),
          given.number(1, 'fill_value'),
        ),
        askedKind(given, kindOf(given.demand(1, 'fill_value'))),
      ),
      given,
    ),
  zeros_like: alike(zerosLike),
  empty_like: alike(zerosLike),
  ones_like: alike(onesLike),
  full_like: given => {
    const [x, kind] = [given.box(0, 'input'), kindOf(given.demand(1, 'fill_value'))]
    if (isWider(kind, x.kind)) refuse('a tensor that is filled with another kind of numbers')
    return made(full(x.shape, given.number(1, 'fill_value')), askedKind(given, x.kind))
  },
  eye: given => made(eye(given.number(0, 'n', 'N'))),
  arange: ranged,
  linspace: spaced,
  cat: joined(cat),
  concat: joined(cat),
  concatenate: joined(cat),
  stack: joined(stack),
  where: whereOf,
  einsum: given => {
    const [equation, ...operands] = given.args
    const list =
      operands.length === 1 && Array.isArray(operands[0]) ? (operands[0] as readonly PyValue[]) : operands
    const kinds = list.map(one => boxOf(one).kind)
    if (kinds.some(kind => kind !== kinds[0] || kind === 'bool')) refuse('a product of two kinds of numbers')
    return made(einsum(String(equation), ...list.map(tensorOf)), kinds[0])
  },
  tensordot: contracted,
  addmm: given => made(given.tensor(1, 'mat1').matmul(given.tensor(2, 'mat2')).add(given.tensor(0, 'input'))),
  is_tensor: given => given.args[0] instanceof Boxed,
  isclose: given => made(closeness(given), 'bool'),
  allclose: given => closeness(given).data.every(one => one === 1),
  equal: given => {
    const [a, b] = [given.tensor(0, 'input'), given.tensor(1, 'other')]
    return a.shape.join() === b.shape.join() && a.eq(b).data.every(one => one === 1)
  },
  numel: given => given.tensor(0).data.length,
  bincount: given => {
    const { tensor: x, kind } = given.box(0, 'input')
    if (kind !== 'int' || x.shape.length !== 1 || x.data.some(one => one < 0))
      throw new PythonError('RuntimeError', 'bincount only supports 1-d non-negative integral inputs.')
    const many = Math.max(numberIn(given.value(9, 'minlength') ?? 0), largestOf(x) + 1)
    return made(zeros(many).indexAdd(x, 1), 'int')
  },
  unbind: given => methods.unbind(boxOf(given.demand(0, 'input')), given.rest),
  meshgrid: () => refuse('torch.meshgrid'),
}
