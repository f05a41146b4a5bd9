/** All that an exercise may import from 'backprop-ninja'. */

export { type ScopeOf, type Source, TODO } from './catalogue/exercise.ts'
export { type Batch, batchAt, randomBatch } from './dataset/batch.ts'
export type { Names } from './dataset/names.ts'
export {
  arange,
  cat,
  crossEntropy,
  eye,
  full,
  fullLike,
  logSoftmax,
  matmul,
  maximum,
  oneHot,
  ones,
  onesLike,
  softmax,
  stack,
  tensor,
  where,
  zeros,
  zerosLike,
} from './tensor/creation.ts'
export { type Generator, generator } from './tensor/random.ts'
export { type Best, type ReduceOptions, Tensor, type TensorLike, type VarOptions } from './tensor/tensor.ts'
