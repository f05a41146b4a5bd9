/** `F.…`, and what is a method as well. */
import { arange, crossEntropy, oneHot } from '../../tensor/creation.ts'
import { numberIn, PythonError } from '../values.ts'
import { largestOf } from './creating.ts'
import type { Fn } from './function.ts'
import { boxOf, tensorOf } from './given.ts'
import { made } from './method.ts'
import { methods } from './methods.ts'

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
