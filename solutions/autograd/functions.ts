import { arange, type Tensor } from 'backprop-ninja'
import { Value } from './value.ts'

// %% The loss of exercise 05: nothing to do here
export function mean(x: Value): Value {
  return x.sum().times(1 / x.data.data.length)
}

export function logSoftmax(logits: Value): Value {
  const s = logits.sub(new Value(logits.data.max(1, { keepdim: true }).values))
  return s.sub(s.exp().sum(1, true).log())
}

export function crossEntropy(logits: Value, labels: Tensor): Value {
  const n = logits.data.shape[0]
  return mean(logSoftmax(logits).index(arange(n), labels)).times(-1)
}
