/** numpy, as far as gradients are computed with it: its arrays are boxed tensors too. */
import { tensor } from '../../tensor/creation.ts'
import type { Generator } from '../../tensor/random.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { Boxed } from '../box.ts'
import { combined } from '../combined.ts'
import { binary } from '../operators.ts'
import { Callable, elementsOf, Module, numberIn, type PyValue, Range, tuple } from '../values.ts'
import { creating, randomFunctions } from './creating.ts'
import { callables, type Fn } from './function.ts'
import { asFunctions } from './functions.ts'
import { boxOf, GivenArguments, tensorOf } from './given.ts'
import { methods } from './methods.ts'

/** Of several dimensions; PyTorch's methods of these names take one. */
const over =
  (name: 'max' | 'min'): Fn =>
  given => {
    const x = boxOf(given.demand(0, 'a'))
    const dims = given.dims(1)
    if (dims === null) return methods[name](x, new GivenArguments([], {}))
    const keepdim = given.keepdim(2)
    return Boxed.of(x.tensor[name](dims as number, keepdim).values, x.kind)
  }

/** `np.add.at(x, rows, values)` adds where rows repeat, too. */
const addAt: Fn = given => {
  const x = given.demand(0) as Boxed
  const rows = given.demand(1)
  const list = Array.isArray(rows) ? rows.map(one => tensorOf(one as PyValue)) : [tensorOf(rows)]
  const values = given.demand(2)
  x.tensor = x.tensor.indexAdd(list, values instanceof Boxed ? values.tensor : numberIn(values))
  return null
}

const renamed: Readonly<Record<string, string>> = {
  ...{ absolute: 'abs', power: 'pow', concatenate: 'cat', negative: 'neg', amax: 'max', amin: 'min' },
}

const own: Readonly<Record<string, Fn>> = {
  array: given => {
    const made = boxOf(given.demand(0, 'object'))
    return Boxed.of(new Tensor(made.shape, made.tensor.data), made.kind)
  },
  asarray: given => boxOf(given.demand(0, 'a')),
  max: over('max'),
  min: over('min'),
  amax: over('max'),
  amin: over('min'),
  maximum: given => binaryBest('maximum', given),
  minimum: given => binaryBest('minimum', given),
  sum: given => {
    const x = boxOf(given.demand(0, 'a'))
    return Boxed.of(x.tensor.sum(given.dims(1), given.keepdim(3)), x.kind)
  },
  mean: given => Boxed.of(tensorOf(given.demand(0, 'a')).mean(given.dims(1), given.keepdim(3))),
  var: given => spreadOf('var', given),
  std: given => spreadOf('std', given),
  dot: given => binary('MatMult', boxOf(given.demand(0)), boxOf(given.demand(1))),
  transpose: given => {
    const x = boxOf(given.demand(0))
    const axes = given.value(1, 'axes')
    return axes == null ? methods.t(x, given) : methods.permute(x, new GivenArguments([axes], {}))
  },
  reshape: given =>
    methods.reshape(boxOf(given.demand(0)), new GivenArguments([given.demand(1, 'newshape', 'shape')], {})),
  expand_dims: given => methods.unsqueeze(boxOf(given.demand(0)), given.rest),
  shape: given => tuple(tensorOf(given.demand(0)).shape),
  ndim: given => tensorOf(given.demand(0)).shape.length,
  ndindex: given => combined(given.sizes().map(size => elementsOf(new Range(0, size, 1)))).map(tuple),
  copy: given => Boxed.of(tensorOf(given.demand(0))),
  float64: given => given.demand(0),
  float32: given => given.demand(0),
  zeros: given => creating.zeros(given),
}

function binaryBest(name: 'maximum' | 'minimum', given: GivenArguments): PyValue {
  const [a, b] = [given.demand(0), given.demand(1)]
  const x = a instanceof Boxed ? a.tensor : tensor(numberIn(a))
  return Boxed.of(x[name](b instanceof Boxed ? b.tensor : numberIn(b)))
}

/** numpy divides by n unless it is told otherwise. */
function spreadOf(name: 'var' | 'std', given: GivenArguments): PyValue {
  const ddof = given.value(9, 'ddof')
  const unbiased = ddof !== undefined && numberIn(ddof) !== 0
  return Boxed.of(tensorOf(given.demand(0, 'a'))[name](given.dims(1), { unbiased, ...given.keepdim(9) }))
}

export function numpyModule(g: Generator): Module {
  const alike = Object.fromEntries(
    Object.entries(renamed).flatMap(([name, ours]) => {
      const found = asFunctions[ours] ?? creating[ours]
      return found === undefined ? [] : [[name, found]]
    }),
  )
  const add = new Module('np.add', callables({ at: addAt }))
  const drawn = randomFunctions(g)
  const random = new Module('np.random', {
    ...callables({ ...drawn, random: drawn.rand, standard_normal: drawn.randn }),
    seed: new Callable('seed', () => null),
    default_rng: new Callable('default_rng', () => random),
  })
  return new Module('np', {
    ...callables({ ...asFunctions, ...creating, ...alike, ...own }),
    ...{ add, random, newaxis: null, inf: Infinity, pi: Math.PI, e: Math.E, nan: Number.NaN },
    ...{ ndarray: null, int64: 'int', int32: 'int' },
  })
}
