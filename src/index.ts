/** All that an exercise may import from 'backprop-ninja'. */

export {
  type Check,
  type CheckSource,
  type Family,
  type Pair,
  type ScopeOf,
  type Source,
  TODO,
  type Value,
} from './catalogue/exercise.ts'
export type {
  BatchPart,
  Chunk,
  Inputs,
  LearnerModule,
  Optimiser,
  PictureSource,
  Recipe,
  RecipeOption,
  RecipePicture,
  Tensors,
  TrainedNetwork,
  TrainingSettings,
  Updated,
} from './catalogue/recipe.ts'
export { type Batch, batchAt, type Deck, deckOf, drawFrom, randomBatch } from './dataset/batch.ts'
export type { Names } from './dataset/names.ts'
export type { Table } from './dataset/table.ts'
export type { AxisOptions } from './picture/axis.ts'
export { type ChartOptions, chart, type Series } from './picture/chart.ts'
export { type FieldOptions, type FieldPoint, field } from './picture/field.ts'
export {
  arange,
  broadcastTo,
  cat,
  clamp,
  crossEntropy,
  erf,
  eye,
  full,
  fullLike,
  logSoftmax,
  logsumexp,
  matmul,
  maximum,
  oneHot,
  ones,
  onesLike,
  outer,
  prod,
  softmax,
  stack,
  tensor,
  tril,
  triu,
  where,
  zeros,
  zerosLike,
} from './tensor/creation.ts'
export { einsum } from './tensor/einsum.ts'
export { type OperationOf, type OwnOperation, operation } from './tensor/own.ts'
export { type Generator, generator } from './tensor/random.ts'
export { type Best, type ReduceOptions, Tensor, type TensorLike, type VarOptions } from './tensor/tensor.ts'
