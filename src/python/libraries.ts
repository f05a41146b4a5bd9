/** What can be imported. Whatever else is imported is not read: only what rests on it is lost. */
import type { Generator } from '../tensor/random.ts'
import { fileNamed } from './builtins.ts'
import { combined } from './combined.ts'
import { noAutograd } from './torch/autograd.ts'
import { torchModule } from './torch/module.ts'
import { numpyModule } from './torch/numpy.ts'
import { Callable, elementsOf, floatOf, Module, numberIn, type PyValue, tuple, Unread } from './values.ts'

/** What can be named where code is tried with no import, and the library that it is. */
export const atHand: Readonly<Record<string, string>> = {
  ...{ torch: 'torch', math: 'math', random: 'random' },
  ...{ F: 'torch.nn.functional', np: 'numpy' },
}

export type Libraries = (name: string) => Module | Unread

const mathFunctions = [
  'exp',
  'log',
  'sqrt',
  'sin',
  'cos',
  'tan',
  'tanh',
  'floor',
  'ceil',
  'log10',
  'log2',
  'sinh',
  'cosh',
] as const

const math = new Module('math', {
  ...Object.fromEntries(
    mathFunctions.map(name => [
      name,
      new Callable(name, args => {
        const made = Math[name](numberIn(args[0]))
        return name === 'floor' || name === 'ceil' ? made : floatOf(made)
      }),
    ]),
  ),
  pow: new Callable('pow', args => floatOf(numberIn(args[0]) ** numberIn(args[1]))),
  prod: new Callable('prod', args =>
    (args[0] as readonly PyValue[]).reduce((made: number, one) => made * numberIn(one), 1),
  ),
  fabs: new Callable('fabs', args => floatOf(Math.abs(numberIn(args[0])))),
  ...{ pi: Math.PI, e: Math.E, inf: Infinity, nan: Number.NaN },
})

const itertools = new Module('itertools', {
  product: new Callable('product', lists => combined(lists.map(elementsOf)).map(tuple)),
  chain: new Callable('chain', lists => lists.flatMap(elementsOf)),
})

/** The libraries of one run, with random numbers from `g`; `open`: the text of a file by its name. */
export function librariesFor(
  g: Generator,
  open: (name: string) => string | null,
  autograd = noAutograd,
): Libraries {
  const torch = torchModule(g, autograd)
  const np = numpyModule(g)
  const random = new Module('random', {
    ...Object.fromEntries(['seed', 'shuffle'].map(name => [name, new Callable(name, () => null)])),
    random: new Callable('random', () => g.random()),
    uniform: new Callable('uniform', ([a, b]) => numberIn(a) + (numberIn(b) - numberIn(a)) * g.random()),
    randint: new Callable(
      'randint',
      ([a, b]) => numberIn(a) + Math.floor(g.random() * (numberIn(b) - numberIn(a) + 1)),
    ),
    gauss: new Callable(
      'gauss',
      ([mean, deviation]) => numberIn(mean) + numberIn(deviation) * g.randn(1).item(),
    ),
  })
  // Whatever a notebook downloads is the list of names.
  const answer = new Callable('get', () => fileNamed('names.txt', open))
  const net = new Module('requests', { get: answer })
  const request = new Module('urllib.request', {
    urlopen: answer,
    urlretrieve: new Callable('urlretrieve', () => null),
  })
  const own: Readonly<Record<string, Module>> = {
    torch,
    math,
    random,
    itertools,
    numpy: np,
    np,
    requests: net,
    urllib: new Module('urllib', { request }),
    'urllib.request': request,
    'torch.autograd': torch.members.autograd as Module,
    'torch.nn': torch.members.nn as Module,
    'torch.nn.functional': torch.members.functional as Module,
  }
  return name => own[name] ?? new Unread(name)
}
