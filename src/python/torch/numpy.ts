/** numpy, as far as gradients are computed with it: its arrays are boxed tensors too. */
import { cat, full } from '../../tensor/creation.ts'
import type { Generator } from '../../tensor/random.ts'
import { dimIndices } from '../../tensor/shape.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { asArray, Boxed, widest } from '../box.ts'
import { combined } from '../combined.ts'
import { binary } from '../operators.ts'
import { Callable, elementsOf, Module, numberIn, PythonError, type PyValue, Range, tuple } from '../values.ts'
import { creating, randomFunctions } from './creating.ts'
import { callables, type Fn } from './function.ts'
import { asFunctions, without } from './functions.ts'
import { boxOf, GivenArguments, refuse, tensorOf } from './given.ts'
import { inKind, kindNamed } from './kinds.ts'
import { type Method, made } from './method.ts'
import { methods } from './methods.ts'

/** Of several dimensions; PyTorch's methods of these names take one. */
const over =
  (name: 'max' | 'min'): Fn =>
  given => {
    const x = boxOf(given.demand(0, 'a'))
    const dims = given.dims(1)
    if (dims === null) return methods[name](x, new GivenArguments([], {}))
    if (x.shape.length === 0) refuse('a dimension of a single number')
    const keepdim = given.keepdim(9)
    // The last one first, so that the places of the others stay.
    const all = dimIndices(name, Array.isArray(dims) ? dims : [dims as number], x.shape.length).toSorted(
      (a, b) => b - a,
    )
    return Boxed.of(
      all.reduce((sofar, dim) => sofar[name](dim, keepdim).values, x.tensor),
      x.kind,
    )
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
    const own = boxOf(given.demand(0, 'object'))
    const dtype = given.named('dtype')
    const kind = dtype == null ? own.kind : kindNamed(dtype)
    return Boxed.of(new Tensor(own.shape, inKind(own.tensor, own.kind, kind).data), kind)
  },
  asarray: given => boxOf(given.demand(0, 'a')),
  max: over('max'),
  min: over('min'),
  amax: over('max'),
  amin: over('min'),
  maximum: given => binaryBest('maximum', given),
  minimum: given => binaryBest('minimum', given),
  sum: given => methods.sum(given.box(0, 'a'), given.rest),
  mean: given => Boxed.of(tensorOf(given.demand(0, 'a')).mean(given.dims(1), given.keepdim(3))),
  var: given => spreadOf('var', given),
  std: given => spreadOf('std', given),
  dot: given => {
    const [a, b] = [given.box(0), given.box(1)]
    if (b.shape.length > 2) refuse('np.dot of more than two dimensions')
    return binary(a.shape.length === 0 || b.shape.length === 0 ? 'Mult' : 'MatMult', a, b)
  },
  outer: given => {
    const [a, b] = [given.box(0), given.box(1)]
    return binary('Mult', made(a.tensor.view(-1, 1), a.kind), made(b.tensor.view(1, -1), b.kind))
  },
  transpose: given => {
    const x = boxOf(given.demand(0))
    const axes = given.named('axes') ?? given.args[1]
    if (axes == null) return methods.t(x, given)
    return methods.permute(x, new GivenArguments(Array.isArray(axes) ? [axes] : given.args.slice(1), {}))
  },
  reshape: given =>
    methods.reshape(boxOf(given.demand(0)), new GivenArguments([given.demand(1, 'newshape', 'shape')], {})),
  split: given => {
    const [x, parts, axis] = [boxOf(given.demand(0, 'ary')), given.demand(1), given.dims(2) ?? 0]
    const size = x.shape.at(axis as number) ?? refuse('np.split of a number')
    const starts = Array.isArray(parts)
      ? [0, ...parts.map(numberIn)]
      : Array.from({ length: numberIn(parts) }, (_, i) => (i * size) / numberIn(parts))
    const sizes = starts.map((start, i) => (starts[i + 1] ?? size) - start)
    if (!sizes.every(Number.isInteger))
      throw new PythonError('ValueError', 'array split does not result in an equal division')
    return methods.split(x, new GivenArguments([sizes, axis as number], {}))
  },
  expand_dims: given => {
    if (Array.isArray(given.demand(1, 'axis'))) refuse('np.expand_dims of several dimensions')
    return methods.unsqueeze(boxOf(given.demand(0)), given.rest)
  },
  shape: given => tuple(tensorOf(given.demand(0)).shape),
  ndim: given => tensorOf(given.demand(0)).shape.length,
  ndindex: given => combined(given.sizes().map(size => elementsOf(new Range(0, size, 1)))).map(tuple),
  copy: given => Boxed.of(tensorOf(given.demand(0))),
  float64: given => given.demand(0),
  float32: given => given.demand(0),
  zeros: given => creating.zeros(given),
  repeat: given => repeated(given),
  pad: given => padded(given),
  diagflat: given => methods.diag(methods.flatten(boxOf(given.demand(0)), NOTHING) as Boxed, NOTHING),
  clip: given => {
    const bounds = [given.value(1, 'a_min', 'min'), given.value(2, 'a_max', 'max')]
    // Which of numpy's versions takes one alone?
    const [min, max] = bounds.map(one => (one === undefined ? refuse('np.clip with one bound') : one))
    return methods.clamp(boxOf(given.demand(0, 'a')), new GivenArguments([min, max], {}))
  },
  size: given => {
    const { shape, data } = tensorOf(given.demand(0, 'a'))
    const axis = given.dims(1)
    return axis === null ? data.length : shape.at(axis as number)!
  },
}

/** As a function it takes its axes in one argument; as a method one by one, too. */
const turned: Fn = given => {
  if (given.count > 2)
    throw new PythonError('TypeError', 'transpose() takes from 1 to 2 positional arguments')
  return own.transpose(given)
}

const NOTHING = new GivenArguments([], {})

/** `np.repeat(x, times, axis)`: each element, or each row, several times. */
const repeated: Fn = given => {
  const x = boxOf(given.demand(0, 'a'))
  const axis = given.dims(2)
  const flat = axis === null ? (methods.flatten(x, NOTHING) as Boxed) : x
  const dim = axis === null ? 0 : (axis as number)
  const at = dim < 0 ? dim + flat.shape.length : dim
  const first = at === 0 ? flat : Boxed.of(flat.tensor.transpose(0, at), x.kind)
  const many = methods.repeat_interleave(
    first,
    new GivenArguments([given.demand(1, 'repeats'), 0], {}),
  ) as Boxed
  return at === 0 ? many : Boxed.of(many.tensor.transpose(0, at), x.kind)
}

/** `np.pad(x, widths)`: a number, a pair for all dimensions, or a pair for each, with zeros or a constant. */
const padded: Fn = given => {
  const x = boxOf(given.demand(0, 'array'))
  const widths = given.demand(1, 'pad_width')
  const mode = given.value(2, 'mode') ?? 'constant'
  if (mode !== 'constant') refuse(`np.pad with mode='${String(mode)}'`)
  const value = numberIn(given.value(9, 'constant_values') ?? 0)
  const pairs = x.shape.map((_, dim): readonly [number, number] => {
    if (!Array.isArray(widths)) return [numberIn(widths), numberIn(widths)]
    const own = Array.isArray(widths[0]) ? widths[widths.length === 1 ? 0 : dim] : widths
    const [before, after = before] = elementsOf(own as PyValue).map(numberIn)
    return [before, after]
  })
  const made = pairs.reduce((sofar, [before, after], dim) => {
    const edge = (many: number): Tensor =>
      full(
        sofar.shape.map((size, i) => (i === dim ? many : size)),
        value,
      )
    const parts = [...(before > 0 ? [edge(before)] : []), sofar, ...(after > 0 ? [edge(after)] : [])]
    return parts.length === 1 ? sofar : cat(parts, dim)
  }, x.tensor)
  return Boxed.of(made, x.kind)
}

/** An array's own methods that PyTorch has under the same name for something else. */
export const arrayMethods: Readonly<Record<string, Method>> = Object.fromEntries(
  ['max', 'min', 'var', 'std', 'transpose', 'repeat'].map(name => [
    name,
    (x, given) => {
      given.overlook()
      return new GivenArguments([x, ...given.args], given.keywords).wholly(name, own[name])
    },
  ]),
)

function binaryBest(name: 'maximum' | 'minimum', given: GivenArguments): PyValue {
  const [a, b] = [given.box(0), given.box(1)]
  return Boxed.of(a.tensor[name](b.tensor), widest([a.kind, b.kind]))
}

/** numpy divides by n unless it is told otherwise. */
function spreadOf(name: 'var' | 'std', given: GivenArguments): PyValue {
  const ddof = given.value(9, 'ddof')
  const unbiased = ddof !== undefined && numberIn(ddof) !== 0
  return Boxed.of(tensorOf(given.demand(0, 'a'))[name](given.dims(1), { unbiased, ...given.keepdim(9) }))
}

/** What gives arrays. */
const arrays = (functions: Readonly<Record<string, Fn>>): Record<string, PyValue> =>
  callables(
    Object.fromEntries(Object.entries(functions).map(([name, fn]) => [name, given => asArray(fn(given))])),
  )

/** What PyTorch has, or its tensors, and numpy has not, in no version. */
const OF_TORCH =
  `sub mul div neg rsqrt sigmoid relu erf softmax log_softmax logsumexp eq ne lt le gt ge mm bmm mv addmm norm
  clamp clamp_min clamp_max gather index_select index_add index_put scatter scatter_add masked_select masked_fill
  expand expand_as view view_as reshape_as flatten t permute movedim unsqueeze repeat_interleave chunk unbind
  unflatten narrow diag_embed clone contiguous detach cpu cuda to numpy type type_as register_hook item tolist
  is_floating_point dim ndimension numel nelement element_size new_zeros new_ones tensor as_tensor is_tensor
  from_numpy cat`.split(/\s+/)

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
    ...arrays({ ...drawn, random: drawn.rand, standard_normal: drawn.randn, random_sample: drawn.rand }),
    seed: new Callable('seed', () => null),
    default_rng: new Callable('default_rng', () => random),
  })
  const known = { ...asFunctions, ...creating, ...alike, ...own, transpose: turned }
  const [functions, lacking] = without(known, name => OF_TORCH.includes(name))
  const members = {
    ...arrays(functions),
    ...{ add, random, newaxis: null, inf: Infinity, pi: Math.PI, e: Math.E, nan: Number.NaN },
    ...{ ndarray: null, int64: 'int', int32: 'int' },
  }
  return new Module('np', members, { by: 'numpy', names: lacking })
}
