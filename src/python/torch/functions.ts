/** `F.…`, and what is a method as well. */
import { arange, crossEntropy, oneHot, stack, where, zerosLike } from '../../tensor/creation.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Boxed } from '../box.ts'
import { elementsOf, numberIn, PythonError } from '../values.ts'
import { largestOf } from './creating.ts'
import type { Fn } from './function.ts'
import { boxOf, type GivenArguments, refuse, tensorOf } from './given.ts'
import { made } from './method.ts'
import { methods } from './methods.ts'

/** A row of numbers for each example, and the place of the right one in it. */
function labelled(given: GivenArguments): [Tensor, Tensor] {
  const [x, labels] = [given.box(0, 'input'), given.box(1, 'target')]
  const isUsual = x.shape.length === 2 && labels.kind === 'int' && labels.shape.length === 1
  if (!isUsual || x.kind !== 'float') refuse('a loss of such numbers')
  if (x.shape[0] !== labels.shape[0])
    throw new PythonError(
      'ValueError',
      `Expected input batch_size (${x.shape[0]}) to match target batch_size`,
    )
  if (labels.tensor.data.some(one => one < 0 || one >= x.shape[1])) {
    if (labels.tensor.data.includes(-100)) refuse('labels that are left out')
    throw new PythonError('IndexError', 'Target is out of bounds.')
  }
  return [x.tensor, labels.tensor]
}

/** `F.cross_entropy(logits, labels)` */
const crossEntropyOf: Fn = given => {
  const { kind, tensor: labels } = given.box(1, 'target')
  if (given.named('weight') != null) refuse('F.cross_entropy with weight')
  const ignored = given.named('ignore_index')
  if (ignored !== undefined && labels.data.includes(numberIn(ignored)))
    refuse('F.cross_entropy with ignore_index')
  const [reduction, eps] = [given.named('reduction'), numberIn(given.named('label_smoothing') ?? 0)]
  const logits = given.tensor(0, 'input')
  const isOfClasses = kind === 'float' && labels.shape.join() === logits.shape.join()
  if (!isOfClasses) labelled(given)
  if (eps === 0 && !isOfClasses && (reduction === undefined || reduction === 'mean'))
    return made(crossEntropy(logits, labels))
  const logprobs = logits.logSoftmax(1)
  const hard = isOfClasses
    ? logprobs.mul(labels).sum(1).neg()
    : logprobs.index(arange(labels.shape[0]), labels).neg()
  const each = eps === 0 ? hard : hard.mul(1 - eps).add(logprobs.mean(1).mul(-eps))
  return made(reduction === 'none' ? each : reduction === 'sum' ? each.sum() : each.mean())
}

const nllLoss: Fn = given => {
  const [logprobs, labels] = labelled(given)
  return reducedBy(logprobs.index(arange(labels.shape[0]), labels).neg(), given)
}

const oneHotOf: Fn = given => {
  const { tensor: rows, kind } = given.box(0, 'tensor')
  if (kind !== 'int') throw new PythonError('RuntimeError', 'one_hot is only applicable to index tensor.')
  if (rows.data.some(one => one < 0))
    throw new PythonError('RuntimeError', 'Class values must be non-negative.')
  if (rows.data.length === 0) refuse('one_hot of nothing')
  const classes = given.value(1, 'num_classes') ?? -1
  const many = numberIn(classes) < 0 ? largestOf(rows) + 1 : numberIn(classes)
  return made(oneHot(rows, many), 'int')
}

/** The mean of what each element costs, unless `reduction` says otherwise. */
function reducedBy(each: Tensor, given: GivenArguments): Boxed {
  const reduction = given.named('reduction')
  return made(reduction === 'none' ? each : reduction === 'sum' ? each.sum() : each.mean())
}

/** `-(y log p + (1 - y) log(1 - p))` */
const binaryLoss = (p: Tensor, y: Tensor): Tensor =>
  y
    .mul(p.log().clamp(LEAST_LOG))
    .add(y.neg().add(1).mul(p.neg().add(1).log().clamp(LEAST_LOG)))
    .neg()

/** PyTorch lets no logarithm of a probability be less. */
const LEAST_LOG = -100

/** `log(1 + exp(x))`, in which nothing overflows. */
const softplus = (x: Tensor): Tensor => stack([zerosLike(x), x]).logsumexp(0)

const layerNorm: Fn = given => {
  const x = given.tensor(0, 'input')
  const many = elementsOf(given.demand(1, 'normalized_shape')).length
  const dims = Array.from({ length: many }, (_, i) => x.shape.length - 1 - i)
  const [mean, spread] = [x.mean(dims, { keepdim: true }), x.var(dims, { keepdim: true, unbiased: false })]
  const eps = numberIn(given.value(4, 'eps') ?? 1e-5)
  const normal = x.sub(mean).mul(spread.add(eps).pow(-0.5))
  const [weight, bias] = [given.value(2, 'weight'), given.value(3, 'bias')]
  const scaled = weight == null ? normal : normal.mul(tensorOf(weight))
  return made(bias == null ? scaled : scaled.add(tensorOf(bias)))
}

export const linear: Fn = given => {
  const [x, w, b] = [given.tensor(0, 'input'), given.tensor(1, 'weight'), given.value(2, 'bias')]
  if (w.shape.length > 2) throw new PythonError('RuntimeError', 't() expects a tensor with <= 2 dimensions')
  const kinds = [given.box(0, 'input'), given.box(1, 'weight')].map(one => one.kind)
  if (kinds.some(kind => kind !== 'float')) refuse('a linear layer of whole numbers')
  const y = x.matmul(w.T)
  return made(b == null ? y : y.add(tensorOf(b)))
}

/** Two tensors of floats; PyTorch warns where they broadcast, and goes on. */
function differenceOf(given: GivenArguments): Tensor {
  const [x, y] = [given.box(0, 'input'), given.box(1, 'target')]
  if (x.kind !== 'float' || y.kind !== 'float') refuse('a loss of whole numbers')
  return x.tensor.sub(y.tensor)
}

/** Two tensors of floats in the same shape. */
function probabilities(given: GivenArguments): [Tensor, Tensor] {
  const [x, y] = [given.box(0, 'input'), given.box(1, 'target')]
  if (x.shape.join() !== y.shape.join())
    throw new PythonError('ValueError', 'a target size that is different to the input size')
  if (x.kind !== 'float' || y.kind !== 'float')
    throw new PythonError('RuntimeError', 'a loss of whole numbers: use .float()')
  return [x.tensor, y.tensor]
}

/** PyTorch's functions of floats alone. */
const ofFloats =
  (fn: Fn): Fn =>
  given => {
    if (given.box(0, 'input').kind !== 'float') refuse('this function of whole numbers')
    return fn(given)
  }

export const functional: Readonly<Record<string, Fn>> = {
  one_hot: oneHotOf,
  cross_entropy: crossEntropyOf,
  nll_loss: nllLoss,
  mse_loss: given => reducedBy(differenceOf(given).square(), given),
  kl_div: given => {
    const [logs, target] = [given.tensor(0, 'input'), given.tensor(1, 'target')]
    const each = target.mul(target.log().sub(logs))
    return given.named('reduction') === 'batchmean'
      ? made(each.sum().div(logs.shape[0]))
      : reducedBy(each, given)
  },
  l1_loss: given => reducedBy(differenceOf(given).abs(), given),
  binary_cross_entropy: given => {
    const [p, y] = probabilities(given)
    if (!p.data.every(one => one >= 0 && one <= 1))
      throw new PythonError('RuntimeError', 'all elements of input should be between 0 and 1')
    return reducedBy(binaryLoss(p, y), given)
  },
  binary_cross_entropy_with_logits: given => {
    const [x, y] = probabilities(given)
    return reducedBy(softplus(x.neg()).add(x.mul(y.neg().add(1))), given)
  },
  leaky_relu: ofFloats(given => {
    const x = given.tensor(0, 'input')
    return made(where(x.gt(0), x, x.mul(numberIn(given.value(1, 'negative_slope') ?? 0.01))))
  }),
  elu: ofFloats(given => {
    const x = given.tensor(0, 'input')
    return made(
      where(
        x.gt(0),
        x,
        x
          .exp()
          .sub(1)
          .mul(numberIn(given.value(1, 'alpha') ?? 1)),
      ),
    )
  }),
  silu: ofFloats(given => made(given.tensor(0, 'input').mul(given.tensor(0, 'input').sigmoid()))),
  softplus: ofFloats(given => made(softplus(given.tensor(0, 'input')))),
  layer_norm: ofFloats(layerNorm),
  linear,
  embedding: given => {
    const [rows, weight] = [given.box(0, 'input'), given.box(1, 'weight')]
    if (rows.kind !== 'int' || rows.tensor.data.some(one => one < 0))
      throw new PythonError('RuntimeError', 'an index is needed')
    return made(weight.tensor.index(rows.tensor))
  },
  dropout: given => {
    const [p, isTraining] = [given.value(1, 'p') ?? 0.5, given.value(2, 'training') ?? true]
    if (isTraining !== false && numberIn(p) !== 0) refuse('dropout')
    return given.demand(0, 'input')
  },
}

/** A function that is a method of its first argument. */
const asMethod =
  (name: string): Fn =>
  given => {
    const named = given.named('input') ?? given.named('a') ?? given.named('x')
    const self = given.count > 0 ? given.value(0) : named
    if (self === undefined)
      throw new PythonError('TypeError', `${name}() missing a required argument: 'input'`)
    return methods[name](boxOf(self), given.count > 0 ? given.rest : given)
  }

/** All methods, whichever library has which of them as functions. */
export const asFunctions: Readonly<Record<string, Fn>> = Object.fromEntries(
  Object.keys(methods)
    .filter(name => !name.endsWith('_'))
    .map(name => [name, asMethod(name)]),
)

/** Functions without some, and the names of those. */
export function without(
  functions: Readonly<Record<string, Fn>>,
  isLacking: (name: string) => boolean,
): [Readonly<Record<string, Fn>>, ReadonlySet<string>] {
  const names = Object.keys(functions)
  const there = names.filter(name => !isLacking(name)).map(name => [name, functions[name]] as const)
  return [Object.fromEntries(there), new Set(names.filter(isLacking))]
}
