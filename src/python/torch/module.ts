/** `torch` as a module. */
import type { Generator } from '../../tensor/random.ts'
import { Callable, Class, Instance, Module, type PyValue, tuple } from '../values.ts'
import { type Autograd, autogradModule } from './autograd.ts'
import { creating, leaf, randomFunctions } from './creating.ts'
import { callables, type Fn } from './function.ts'
import { asFunctions, functional, without } from './functions.ts'
import { boxOf, GivenArguments } from './given.ts'
import { layers } from './layers.ts'
import type { Method } from './method.ts'
import { methods } from './methods.ts'
import { redrawing } from './redrawing.ts'

/** Something that takes whatever it is given and gives itself: a generator, a context, an option. */
const inert = (name: string): PyValue => {
  const class_ = new Class(name, null, new Map())
  const self = new Instance(class_)
  for (const method of ['manual_seed', 'seed', '__call__', '__enter__', '__exit__'])
    class_.members.set(method, new Callable(method, () => self))
  return self
}

const inPlace =
  (method: Method): Fn =>
  given =>
    method(boxOf(given.demand(0, 'tensor')), given.rest)

const filled = (given: GivenArguments, value: number): PyValue =>
  methods.fill_(boxOf(given.demand(0, 'tensor')), new GivenArguments([value], {}))

const settings = [
  'manual_seed',
  'set_printoptions',
  'set_num_threads',
  'set_default_device',
  'set_default_dtype',
  'use_deterministic_algorithms',
]
const contexts = ['no_grad', 'enable_grad', 'set_grad_enabled', 'inference_mode', 'Generator']

const dtypes: Readonly<Record<string, PyValue>> = {
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

/** Methods that `torch.nn.functional` has as functions. */
const FUNCTIONAL = ['relu', 'sigmoid', 'softmax', 'log_softmax', 'tanh']
/** Methods that `torch` has not as functions. */
const METHODS_ALONE =
  `expand expand_as view view_as reshape_as repeat contiguous copy to type type_as astype numpy item tolist
  register_hook size dim ndimension nelement element_size new_zeros new_ones`.split(/\s+/)

/** `torch`, with its random numbers from `g`, and what it asks autograd for. */
export function torchModule(g: Generator, autograd: Autograd): Module {
  const [likeMethods, notFunctional] = without(asFunctions, name => !FUNCTIONAL.includes(name))
  const F = new Module(
    'F',
    { ...callables(likeMethods), ...callables(functional) },
    { by: 'torch.nn.functional', names: notFunctional },
  )
  const nn = new Module('torch.nn', {
    functional: F,
    ...layers(g),
    init: new Module('torch.nn.init', {
      ...callables(
        Object.fromEntries(Object.entries(redrawing).map(([name, method]) => [name, inPlace(method)])),
      ),
      ...callables({
        zeros_: given => filled(given, 0),
        ones_: given => filled(given, 1),
        constant_: given => filled(given, given.number(1, 'val')),
      }),
    }),
    Parameter: new Callable('Parameter', args =>
      leaf(boxOf(args[0]), new GivenArguments([], { requires_grad: true })),
    ),
  })
  const off = new Module('torch.cuda', { is_available: new Callable('is_available', () => false) })
  const [functions, lacking] = without(asFunctions, name => METHODS_ALONE.includes(name))
  const members = {
    ...callables(functions),
    ...callables(creating),
    ...callables(randomFunctions(g)),
    ...dtypes,
    ...Object.fromEntries(settings.map(name => [name, new Callable(name, () => inert(name))])),
    ...Object.fromEntries(contexts.map(name => [name, new Callable(name, () => inert(name))])),
    ...{ inf: Infinity, nan: Number.NaN, pi: Math.PI, e: Math.E, newaxis: null },
    autograd: autogradModule(autograd),
    ...{ nn, functional: F, cuda: off, backends: new Module('torch.backends', { mps: off, cudnn: off }) },
    device: new Callable('device', () => 'cpu'),
    Tensor: new Class('Tensor', null, new Map()),
    Size: new Callable('Size', args => tuple(args[0] as readonly PyValue[])),
    is_grad_enabled: new Callable('is_grad_enabled', () => true),
  }
  return new Module('torch', members, { by: 'torch', names: lacking })
}
