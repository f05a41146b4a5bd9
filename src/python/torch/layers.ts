/** `torch.nn`: layers and losses as objects, with their parameters. */
import type { Generator } from '../../tensor/random.ts'
import { newSize } from '../bounds.ts'
import { type Boxed, demandGradient } from '../box.ts'
import { Callable, Class, Instance, numberIn, PythonError, type PyValue } from '../values.ts'
import type { Fn } from './function.ts'
import { asFunctions, functional } from './functions.ts'
import { GivenArguments } from './given.ts'
import { made } from './method.ts'

/** An object that can be called, with what can be read of it. */
function layerOf(name: string, fields: Readonly<Record<string, PyValue>>, call: Fn): Instance {
  const parameters = Object.values(fields).filter(one => one !== null)
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
