/** `torch.nn`: layers and losses as objects, with their parameters. */
import { full } from '../../tensor/creation.ts'
import type { Generator } from '../../tensor/random.ts'
import { newSize } from '../bounds.ts'
import { type Boxed, demandGradient } from '../box.ts'
import { Callable, Class, elementsOf, Instance, numberIn, PythonError, type PyValue } from '../values.ts'
import type { Fn } from './function.ts'
import { asFunctions, functional } from './functions.ts'
import { GivenArguments } from './given.ts'
import { made } from './method.ts'

/** What a method of an object gives. */
function asked(owner: PyValue, name: string, ...args: readonly PyValue[]): PyValue {
  const found = owner instanceof Instance ? owner.class.find(name) : undefined
  return found instanceof Callable ? found.call([owner, ...args], {}) : []
}

const fed = (x: PyValue, layer: PyValue): PyValue => asked(layer, '__call__', x)

/** An object that can be called, with what can be read of it. */
function layerOf(
  name: string,
  fields: Readonly<Record<string, PyValue>>,
  call: Fn,
  parts: readonly PyValue[] = [],
): Instance {
  const parameters = [
    ...Object.values(fields).filter(one => one !== null && typeof one === 'object'),
    ...parts.flatMap(one => elementsOf(asked(one, 'parameters'))),
  ]
  const self = new Instance(
    new Class(
      name,
      null,
      new Map([
        [
          '__call__',
          new Callable('__call__', ([, ...args], keywords) => call(new GivenArguments(args, keywords))),
        ],
        ['parameters', new Callable('parameters', () => parameters)],
        ...['to', 'train', 'eval', 'double', 'float', 'cpu', 'requires_grad_'].map(
          (one): [string, PyValue] => [one, new Callable(one, ([self]) => self)],
        ),
        ['zero_grad', new Callable('zero_grad', () => null)],
        ['__getitem__', new Callable('__getitem__', ([, at]) => parts[numberIn(at)])],
      ]),
    ),
  )
  for (const [key, value] of Object.entries(fields)) self.fields.set(key, value)
  return self
}

/** What takes nothing: `nn.Tanh()`, `nn.CrossEntropyLoss()`. */
const bare: Readonly<Record<string, Fn>> = {
  ...{ ReLU: asFunctions.relu, Tanh: asFunctions.tanh, Sigmoid: asFunctions.sigmoid },
  ...{ SiLU: functional.silu, LeakyReLU: functional.leaky_relu, ELU: functional.elu },
  CrossEntropyLoss: functional.cross_entropy,
  NLLLoss: functional.nll_loss,
  MSELoss: functional.mse_loss,
  L1Loss: functional.l1_loss,
  BCELoss: functional.binary_cross_entropy,
  BCEWithLogitsLoss: functional.binary_cross_entropy_with_logits,
}

/** A module of one's own is called by its `forward`. */
const moduleClass = new Class(
  'Module',
  null,
  new Map([
    [
      '__call__',
      new Callable('__call__', ([self, ...args], keywords) => {
        const forward = self instanceof Instance ? self.class.find('forward') : undefined
        if (!(forward instanceof Callable)) throw new PythonError('NotImplementedError', 'forward')
        return forward.call([self, ...args], keywords)
      }),
    ],
  ]),
)

export function layers(g: Generator): Readonly<Record<string, PyValue>> {
  const parameter = (...shape: readonly number[]): Boxed => {
    newSize(shape)
    const box = made(g.randn(...shape).mul(shape[shape.length - 1] ** -0.5))
    demandGradient(box)
    return box
  }
  const constant = (value: number, ...shape: readonly number[]): Boxed => {
    newSize(shape)
    const box = made(full(shape, value))
    demandGradient(box)
    return box
  }
  const makers: Readonly<Record<string, Fn>> = {
    ...Object.fromEntries(
      Object.entries(bare).map(([name, call]): [string, Fn] => [
        name,
        ({ keywords }) => layerOf(name, {}, ({ args }) => call(new GivenArguments(args, keywords))),
      ]),
    ),
    Linear: given => {
      const [from, to] = [given.number(0, 'in_features'), given.number(1, 'out_features')]
      const bias = given.value(2, 'bias') === false ? null : parameter(to)
      const weight = parameter(to, from)
      return layerOf('Linear', { weight, bias }, ({ args }) =>
        functional.linear(new GivenArguments([args[0], weight, bias], {})),
      )
    },
    BatchNorm1d: given => {
      const many = given.number(0, 'num_features')
      const [weight, bias, eps] = [
        constant(1, many),
        constant(0, many),
        numberIn(given.value(1, 'eps') ?? 1e-5),
      ]
      return layerOf('BatchNorm1d', { weight, bias, eps }, ({ args }) => {
        const { tensor: x } = args[0] as Boxed
        const [mean, spread] = [x.mean(0, { keepdim: true }), x.var(0, { keepdim: true, unbiased: false })]
        return made(x.sub(mean).mul(spread.add(eps).pow(-0.5)).mul(weight.tensor).add(bias.tensor))
      })
    },
    LayerNorm: given => {
      const sizes = given.demand(0, 'normalized_shape')
      const shape = typeof sizes === 'number' ? [sizes] : elementsOf(sizes).map(numberIn)
      const [weight, bias, eps] = [
        constant(1, ...shape),
        constant(0, ...shape),
        given.value(1, 'eps') ?? 1e-5,
      ]
      return layerOf('LayerNorm', { weight, bias, eps }, ({ args }) =>
        functional.layer_norm(new GivenArguments([args[0], shape, weight, bias, eps], {})),
      )
    },
    Sequential: ({ args: parts }) =>
      layerOf('Sequential', {}, ({ args }) => parts.reduce(fed, args[0]), parts),
    Flatten: () =>
      layerOf('Flatten', {}, ({ args }) => asFunctions.flatten(new GivenArguments([args[0], 1], {}))),
    Identity: () => layerOf('Identity', {}, ({ args }) => args[0]),
    Softmax: given =>
      layerOf('Softmax', {}, ({ args }) =>
        asFunctions.softmax(new GivenArguments([args[0]], { dim: given.value(0, 'dim') ?? -1 })),
      ),
    Embedding: given => {
      const weight = parameter(
        numberIn(given.demand(0, 'num_embeddings')),
        numberIn(given.demand(1, 'embedding_dim')),
      )
      return layerOf('Embedding', { weight }, ({ args }) =>
        functional.embedding(new GivenArguments([args[0], weight], {})),
      )
    },
  }
  return {
    ...Object.fromEntries(
      Object.entries(makers).map(([name, make]) => [
        name,
        new Callable(name, (args, keywords) => make(new GivenArguments(args, keywords))),
      ]),
    ),
    Module: moduleClass,
  }
}
