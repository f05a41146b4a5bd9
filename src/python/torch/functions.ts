/** `F.…`, and what is a method as well. */
import { arange, crossEntropy, oneHot, where } from '../../tensor/creation.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Boxed } from '../box.ts'
import { elementsOf, numberIn, PythonError } from '../values.ts'
import { largestOf } from './creating.ts'
import type { Fn } from './function.ts'
import { boxOf, type GivenArguments, refuse, tensorOf } from './given.ts'
import { made } from './method.ts'
import { methods } from './methods.ts'

/** `F.cross_entropy(logits, labels)` */
const crossEntropyOf: Fn = given => {
  const [logits, labels] = [given.tensor(0, 'input'), given.tensor(1, 'target')]
  const { reduction, label_smoothing: smoothing, weight, ignore_index: ignored } = given.keywords
  if (weight != null) refuse('F.cross_entropy with weight')
  if (ignored !== undefined && labels.data.includes(numberIn(ignored)))
    refuse('F.cross_entropy with ignore_index')
  const eps = smoothing === undefined ? 0 : numberIn(smoothing)
  const isOfClasses = labels.shape.length === logits.shape.length
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
  const [logprobs, labels] = [given.tensor(0, 'input'), given.tensor(1, 'target')]
  return made(logprobs.index(arange(labels.shape[0]), labels).mean().neg())
}

const oneHotOf: Fn = given => {
  const rows = given.tensor(0, 'tensor')
  const classes = given.value(1, 'num_classes') ?? -1
  const many = numberIn(classes) < 0 ? largestOf(rows) + 1 : numberIn(classes)
  return made(oneHot(rows, many), 'int')
}

/** The mean of what each element costs, unless `reduction` says otherwise. */
const reducedBy = (each: Tensor, { keywords: { reduction } }: GivenArguments): Boxed =>
  made(reduction === 'none' ? each : reduction === 'sum' ? each.sum() : each.mean())

/** `-(y log p + (1 - y) log(1 - p))` */
const binaryLoss = (p: Tensor, y: Tensor): Tensor =>
  y
    .mul(p.log())
    .add(y.neg().add(1).mul(p.neg().add(1).log()))
    .neg()

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
  const y = x.matmul(w.T)
  return made(b == null ? y : y.add(tensorOf(b)))
}

const differenceOf = (given: GivenArguments): Tensor =>
  given.tensor(0, 'input').sub(given.tensor(1, 'target'))

export const functional: Readonly<Record<string, Fn>> = {
  one_hot: oneHotOf,
  cross_entropy: crossEntropyOf,
  nll_loss: nllLoss,
  mse_loss: given => reducedBy(differenceOf(given).square(), given),
  kl_div: given => {
    const [logs, target] = [given.tensor(0, 'input'), given.tensor(1, 'target')]
    const each = target.mul(target.log().sub(logs))
    return given.keywords.reduction === 'batchmean'
      ? made(each.sum().div(logs.shape[0]))
      : reducedBy(each, given)
  },
  l1_loss: given => reducedBy(differenceOf(given).abs(), given),
  binary_cross_entropy: given =>
    reducedBy(binaryLoss(given.tensor(0, 'input'), given.tensor(1, 'target')), given),
  binary_cross_entropy_with_logits: given =>
    reducedBy(binaryLoss(given.tensor(0, 'input').sigmoid(), given.tensor(1, 'target')), given),
  leaky_relu: given => {
    const x = given.tensor(0, 'input')
    return made(where(x.gt(0), x, x.mul(numberIn(given.value(1, 'negative_slope') ?? 0.01))))
  },
  elu: given => {
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
  },
  silu: given => made(given.tensor(0, 'input').mul(given.tensor(0, 'input').sigmoid())),
  softplus: given => made(given.tensor(0, 'input').exp().add(1).log()),
  layer_norm: layerNorm,
  linear,
  embedding: given => made(given.tensor(1, 'weight').index(given.tensor(0, 'input'))),
  dropout: given => given.demand(0, 'input'),
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
