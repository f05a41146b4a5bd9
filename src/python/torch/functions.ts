/** `torch.…` and `F.…`: what makes tensors, and what is a method as well. */
import {
  arange,
  cat,
  crossEntropy,
  eye,
  full,
  oneHot,
  onesLike,
  stack,
  tensor,
  where,
  zeros,
  zerosLike,
} from '../../tensor/creation.ts'
import { einsum } from '../../tensor/einsum.ts'
import type { Generator } from '../../tensor/random.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { newSize } from '../bounds.ts'
import { Box, demandGradient, type Kind } from '../box.ts'
import { operandOf } from '../operators.ts'
import { Callable, Class, Instance, Module, numberIn, PythonError, tuple, type Value } from '../values.ts'
import { boxOf, Given, refuse, tensorOf, tensorsOf } from './given.ts'
import { methods } from './methods.ts'

export type Fn = (given: Given) => Value

const made = (value: Tensor, kind: Kind = 'float'): Box => Box.of(value, kind)

/** With `requires_grad=True` it is a leaf. */
function leaf(box: Box, given: Given): Box {
  if (given.keywords.requires_grad === true) demandGradient(box)
  return box
}

const kindOf = (given: Given, otherwise: Kind): Kind => {
  const { dtype } = given.keywords
  return dtype === 'int' || dtype === 'bool' || dtype === 'float' ? dtype : otherwise
}

/** `torch.tensor(…)` */
const fromNumbers: Fn = given => {
  const value = given.demand(0, 'data', 'object')
  const own = boxOf(value)
  const kind = kindOf(given, own.kind)
  return leaf(made(new Tensor(own.shape, own.tensor.data), kind), given)
}

const filledWith =
  (value: number): Fn =>
  given =>
    leaf(made(full(given.sizes(), value), kindOf(given, 'float')), given)

const alike =
  (like: (x: Tensor) => Tensor): Fn =>
  given =>
    leaf(made(like(given.tensor(0, 'input', 'a')), kindOf(given, 'float')), given)

/** Numbers are drawn anew in each run: what matters is that they are the same in the same run. */
export function randomFunctions(g: Generator): Readonly<Record<string, Fn>> {
  const drawn = (shape: readonly number[]): Tensor => {
    newSize(shape)
    return g.randn(...shape)
  }
  const normal: Fn = given => leaf(made(drawn(given.sizes())), given)
  const uniform: Fn = given => leaf(made(uniformly(g, given.sizes())), given)
  const whole: Fn = given => {
    const numbers = given.args.filter(one => typeof one === 'number')
    const [low, high] = [
      given.keywords.low ?? (numbers.length > 1 ? numbers[0] : 0),
      given.keywords.high ?? (numbers.length > 1 ? numbers[1] : numbers[0]),
    ].map(one => numberIn(one))
    const list = given.value(9, 'size') ?? given.args.find(one => Array.isArray(one)) ?? []
    const sizes = typeof list === 'number' ? [list] : new Given([list], {}).sizes()
    const parts = uniformly(g, sizes)
    return made(
      new Tensor(
        parts.shape,
        parts.data.map(x => low + Math.floor(x * (high - low))),
      ),
      'int',
    )
  }
  return {
    randn: normal,
    rand: uniform,
    randint: whole,
    randn_like: given => made(drawn(given.tensor(0).shape)),
    rand_like: given => made(uniformly(g, given.tensor(0).shape)),
    normal: given => made(drawn(new Given([given.value(2, 'size') ?? []], {}).sizes())),
    randperm: given => {
      const many = newSize([given.number(0, 'n')])
      const order = Array.from({ length: many }, (_, i) => i).sort(() => g.random() - 0.5)
      return made(tensor(order, [many]), 'int')
    },
    multinomial: given => made(zeros(numberIn(given.value(1, 'num_samples') ?? 1)), 'int'),
  }
}

function uniformly(g: Generator, shape: readonly number[]): Tensor {
  return new Tensor(
    shape,
    Float64Array.from({ length: newSize(shape) }, () => g.random()),
  )
}

/** `F.cross_entropy(logits, labels)` */
const crossEntropyOf: Fn = given => {
  const [logits, labels] = [given.tensor(0, 'input'), given.tensor(1, 'target')]
  const { reduction } = given.keywords
  if (reduction === undefined || reduction === 'mean') return made(crossEntropy(logits, labels))
  const each = logits.logSoftmax(1).index(arange(labels.shape[0]), labels).neg()
  return made(reduction === 'sum' ? each.sum() : each)
}

const nllLoss: Fn = given => {
  const [logprobs, labels] = [given.tensor(0, 'input'), given.tensor(1, 'target')]
  return made(logprobs.index(arange(labels.shape[0]), labels).mean().neg())
}

const largestOf = ({ data }: Tensor): number => data.reduce((most, one) => Math.max(most, one), -1)

const oneHotOf: Fn = given => {
  const rows = given.tensor(0, 'tensor')
  const classes = given.value(1, 'num_classes') ?? -1
  const many = numberIn(classes) < 0 ? largestOf(rows) + 1 : numberIn(classes)
  return made(oneHot(rows, many), 'int')
}

export const functional: Readonly<Record<string, Fn>> = {
  one_hot: oneHotOf,
  cross_entropy: crossEntropyOf,
  nll_loss: nllLoss,
  mse_loss: given => made(given.tensor(0, 'input').sub(given.tensor(1, 'target')).square().mean()),
  linear: given => {
    const [x, w, b] = [given.tensor(0, 'input'), given.tensor(1, 'weight'), given.value(2, 'bias')]
    const y = x.matmul(w.T)
    return made(b == null ? y : y.add(tensorOf(b)))
  },
  dropout: given => given.demand(0, 'input'),
}

const whereOf: Fn = given => {
  if (given.args.length === 1) return methods.nonzero(boxOf(given.args[0]), new Given([], { as_tuple: true }))
  const [a, b] = [operandOf(given.demand(1)), operandOf(given.demand(2))]
  return made(where(given.tensor(0, 'condition'), a, b))
}

const joined =
  (join: (tensors: readonly Tensor[], dim?: number) => Tensor): Fn =>
  given => {
    const parts = given.demand(0, 'tensors')
    const kind = Array.isArray(parts) && parts[0] instanceof Box ? parts[0].kind : 'float'
    return made(join(tensorsOf(parts), given.dim(1, 0)), kind)
  }

const ranged: Fn = given => {
  const numbers = given.args.map(numberIn)
  const [start, end, step] = [
    given.keywords.start ?? (numbers.length > 1 ? numbers[0] : 0),
    given.keywords.end ?? (numbers.length > 1 ? numbers[1] : numbers[0]),
    given.keywords.step ?? numbers[2] ?? 1,
  ]
  const [from, to, by] = [start, end, step].map(numberIn)
  newSize([Math.max(0, Math.ceil((to - from) / by)) || 0])
  return made(arange(from, to, by), 'int')
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

export const creating: Readonly<Record<string, Fn>> = {
  tensor: fromNumbers,
  as_tensor: fromNumbers,
  from_numpy: fromNumbers,
  zeros: filledWith(0),
  empty: filledWith(0),
  ones: filledWith(1),
  full: given =>
    leaf(
      made(full(new Given([given.demand(0, 'size', 'shape')], {}).sizes(), given.number(1, 'fill_value'))),
      given,
    ),
  zeros_like: alike(zerosLike),
  empty_like: alike(zerosLike),
  ones_like: alike(onesLike),
  full_like: given => made(full(given.tensor(0).shape, given.number(1, 'fill_value'))),
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
      operands.length === 1 && Array.isArray(operands[0]) ? (operands[0] as readonly Value[]) : operands
    return made(einsum(String(equation), ...list.map(tensorOf)))
  },
  diag: given => {
    const x = given.tensor(0, 'input', 'v')
    return x.shape.length === 1 ? made(eye(x.shape[0]).mul(x)) : methods.diagonal(made(x), given)
  },
  is_tensor: given => given.args[0] instanceof Box,
  isclose: given => made(given.tensor(0).sub(given.tensor(1)).abs().le(1e-5), 'bool'),
  allclose: given =>
    given
      .tensor(0)
      .sub(given.tensor(1))
      .abs()
      .le(1e-5)
      .data.every(one => one === 1),
  equal: given =>
    given
      .tensor(0)
      .eq(given.tensor(1))
      .data.every(one => one === 1),
  logical_not: given => made(given.tensor(0).eq(0), 'bool'),
  numel: given => given.tensor(0).data.length,
  bincount: given => {
    const x = given.tensor(0, 'input')
    const many = Math.max(numberIn(given.value(9, 'minlength') ?? 0), largestOf(x) + 1)
    return made(zeros(many).indexAdd(x, 1), 'int')
  },
  unbind: given => methods.unbind(boxOf(given.demand(0, 'input')), given.rest),
  meshgrid: () => refuse('torch.meshgrid'),
}

/** A function that is a method of its first argument. */
const asMethod =
  (name: string): Fn =>
  given => {
    const named = given.keywords.input ?? given.keywords.a ?? given.keywords.x
    const self = given.args.length > 0 ? given.args[0] : named
    if (self === undefined)
      throw new PythonError('TypeError', `${name}() missing a required argument: 'input'`)
    return methods[name](boxOf(self), given.args.length > 0 ? given.rest : given)
  }

export const asFunctions: Readonly<Record<string, Fn>> = Object.fromEntries(
  Object.keys(methods)
    .filter(name => !name.endsWith('_'))
    .map(name => [name, asMethod(name)]),
)

export const callables = (functions: Readonly<Record<string, Fn>>): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(functions).map(([name, fn]) => [
      name,
      new Callable(name, (args, keywords) => fn(new Given(args, keywords))),
    ]),
  )

/** Something that takes whatever it is given and gives itself: a generator, a context, an option. */
const inert = (name: string): Value => {
  const class_ = new Class(name, null, new Map())
  const self = new Instance(class_)
  for (const method of ['manual_seed', 'seed', '__call__', '__enter__', '__exit__'])
    class_.members.set(method, new Callable(method, () => self))
  return self
}

const settings = [
  'manual_seed',
  'set_printoptions',
  'set_num_threads',
  'set_default_device',
  'set_default_dtype',
  'use_deterministic_algorithms',
]
const contexts = ['no_grad', 'enable_grad', 'set_grad_enabled', 'inference_mode', 'Generator']

const dtypes: Readonly<Record<string, Value>> = {
  ...{
    float: 'float',
    float16: 'float',
    float32: 'float',
    float64: 'float',
    double: 'float',
    bfloat16: 'float',
  },
  ...{
    long: 'int',
    int: 'int',
    int8: 'int',
    int16: 'int',
    int32: 'int',
    int64: 'int',
    uint8: 'int',
    bool: 'bool',
  },
}

/** `torch`, with its random numbers from `g`. */
export function torchModule(g: Generator): Module {
  const F = new Module('F', {
    ...callables(asFunctions),
    ...callables(functional),
  })
  const nn = new Module('torch.nn', {
    functional: F,
    Module: new Class('Module', null, new Map()),
    Parameter: new Callable('Parameter', args =>
      leaf(boxOf(args[0]), new Given([], { requires_grad: true })),
    ),
  })
  const off = new Module('torch.cuda', { is_available: new Callable('is_available', () => false) })
  return new Module('torch', {
    ...callables(asFunctions),
    ...callables(creating),
    ...callables(randomFunctions(g)),
    ...dtypes,
    ...Object.fromEntries(settings.map(name => [name, new Callable(name, () => inert(name))])),
    ...Object.fromEntries(contexts.map(name => [name, new Callable(name, () => inert(name))])),
    ...{ inf: Infinity, nan: Number.NaN, pi: Math.PI, e: Math.E, newaxis: null },
    ...{ nn, functional: F, cuda: off, backends: new Module('torch.backends', { mps: off, cudnn: off }) },
    device: new Callable('device', () => 'cpu'),
    Tensor: new Class('Tensor', null, new Map()),
    Size: new Callable('Size', args => tuple(args[0] as readonly Value[])),
    is_grad_enabled: new Callable('is_grad_enabled', () => true),
  })
}

/** `isinstance` for what is a tensor. */
export const isTensorClass = (value: Value): boolean => value instanceof Class && value.name === 'Tensor'
