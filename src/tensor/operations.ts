/**
 * Every operation there is, from its inputs to its value. This table and the table of gradient rules
 * (`autograd/rules.ts`) have the same keys; the compiler insists.
 */
import { cumsum, flip, gather, scatter, scatterAdd } from './kernels/along.ts'
import { expand, map, where, zip } from './kernels/elementwise.ts'
import { erf } from './kernels/erf.ts'
import { index, indexAdd, indexPut, oneHot } from './kernels/indexing.ts'
import { cat, permute, slice } from './kernels/layout.ts'
import { matmul } from './kernels/matmul.ts'
import { argbest, bestValue, deviation, mean, prod, type Reduction, sum, variance } from './kernels/reduce.ts'
import { crossEntropy, logSoftmax, logsumexp, softmax } from './kernels/softmax.ts'
import type { Shape } from './shape.ts'
import type { Tensor } from './tensor.ts'
import type { Values } from './values.ts'

type None = Record<never, never>

/** What lies beyond a bound becomes that bound; null: there is none. */
export interface Bounds {
  readonly min: number | null
  readonly max: number | null
}

/** What is divided by: so many less than the number of elements. */
type Spread = Reduction & { readonly correction: number }

/** `whole`: no dimension was named, so the best of all is meant and there is no index; equal ones share its gradient. */
type Extreme = Reduction & { readonly whole: boolean }

/** An operation that an exercise brings along: see `own.ts`. */
export interface Own {
  readonly name: string
  readonly value: (inputs: readonly Values[]) => Values
  /** By input; null where no gradient flows. */
  readonly gradient: readonly (OwnRule | null)[]
}

/** From the gradient of its result to what goes back to one of its inputs. */
export type OwnRule = (
  g: Tensor,
  made: { readonly inputs: readonly Tensor[]; readonly output: Tensor },
) => Tensor

/** What each operation needs to know besides its inputs. */
export interface Attributes {
  add: None
  sub: None
  mul: None
  div: None
  pow: None
  maximum: None
  minimum: None
  eq: None
  ne: None
  lt: None
  le: None
  gt: None
  ge: None
  where: None
  neg: None
  exp: None
  log: None
  sqrt: None
  abs: None
  sign: None
  sin: None
  cos: None
  sinh: None
  cosh: None
  tanh: None
  sigmoid: None
  relu: None
  erf: None
  clamp: Bounds
  sum: Reduction
  prod: Reduction
  logsumexp: Reduction
  mean: Reduction
  var: Spread
  std: Spread
  max: Extreme
  min: Extreme
  argmax: Reduction
  argmin: Reduction
  matmul: None
  view: { readonly shape: Shape }
  permute: { readonly dims: readonly number[] }
  expand: { readonly shape: Shape }
  cat: { readonly dim: number }
  slice: { readonly dim: number; readonly start: number; readonly end: number; readonly step: number }
  index: None
  indexPut: None
  indexAdd: None
  cumsum: { readonly dim: number }
  flip: { readonly dim: number }
  gather: { readonly dim: number }
  scatter: { readonly dim: number }
  scatterAdd: { readonly dim: number }
  oneHot: { readonly classes: number }
  softmax: { readonly dim: number }
  logSoftmax: { readonly dim: number }
  crossEntropy: None
  own: Own
}

export type Op = keyof Attributes

type Kernel<O extends Op> = (inputs: readonly Values[], attributes: Attributes[O]) => Values

const unary =
  (f: (value: number) => number) =>
  ([x]: readonly Values[]): Values =>
    map(x, f)

const binary =
  (op: Op, f: (left: number, right: number) => number) =>
  ([a, b]: readonly Values[]): Values =>
    zip(op, a, b, f)

const comparison = (op: Op, holds: (left: number, right: number) => boolean) =>
  binary(op, (left, right) => (holds(left, right) ? 1 : 0))

const above = (a: number, b: number): boolean => a > b
const below = (a: number, b: number): boolean => a < b

export const operations: { readonly [O in Op]: Kernel<O> } = {
  add: binary('add', (a, b) => a + b),
  sub: binary('sub', (a, b) => a - b),
  mul: binary('mul', (a, b) => a * b),
  div: binary('div', (a, b) => a / b),
  // By its name: an engine that rounds it in another way is given the host's.
  pow: binary('pow', Math.pow),
  maximum: binary('maximum', Math.max),
  minimum: binary('minimum', Math.min),
  eq: comparison('eq', (a, b) => a === b),
  ne: comparison('ne', (a, b) => a !== b),
  lt: comparison('lt', below),
  le: comparison('le', (a, b) => a <= b),
  gt: comparison('gt', above),
  ge: comparison('ge', (a, b) => a >= b),
  where: ([condition, a, b]) => where(condition, a, b),
  neg: unary(x => -x),
  exp: unary(Math.exp),
  log: unary(Math.log),
  sqrt: unary(Math.sqrt),
  abs: unary(Math.abs),
  sign: unary(Math.sign),
  sin: unary(Math.sin),
  cos: unary(Math.cos),
  sinh: unary(Math.sinh),
  cosh: unary(Math.cosh),
  tanh: unary(Math.tanh),
  sigmoid: unary(x => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)))),
  relu: unary(x => (x > 0 ? x : Number.isNaN(x) ? x : 0)),
  erf: unary(erf),
  clamp: ([x], { min, max }) => map(x, value => Math.min(Math.max(value, min ?? -Infinity), max ?? Infinity)),
  sum: ([x], reduction) => sum(x, reduction),
  prod: ([x], reduction) => prod(x, reduction),
  logsumexp: ([x], reduction) => logsumexp(x, reduction),
  mean: ([x], reduction) => mean(x, reduction),
  var: ([x], reduction) => variance(x, reduction),
  std: ([x], reduction) => deviation(x, reduction),
  max: ([x], reduction) => bestValue('max', x, reduction, above),
  min: ([x], reduction) => bestValue('min', x, reduction, below),
  argmax: ([x], reduction) => argbest('argmax', x, reduction, above),
  argmin: ([x], reduction) => argbest('argmin', x, reduction, below),
  matmul: ([a, b]) => matmul(a, b),
  view: ([x], { shape }) => ({ shape, data: x.data }),
  permute: ([x], { dims }) => permute(x, dims),
  expand: ([x], { shape }) => expand(x, shape),
  cat: (parts, { dim }) => cat(parts, dim),
  slice: ([x], { dim, start, end, step }) => slice(x, dim, start, end, step),
  index: ([x, ...indices]) => index(x, indices),
  indexPut: ([x, values, ...indices]) => indexPut(x, values, indices),
  indexAdd: ([x, values, ...indices]) => indexAdd(x, values, indices),
  cumsum: ([x], { dim }) => cumsum(x, dim),
  flip: ([x], { dim }) => flip(x, dim),
  gather: ([x, index], { dim }) => gather(x, index, dim),
  scatter: ([x, values, index], { dim }) => scatter(x, index, values, dim),
  scatterAdd: ([x, values, index], { dim }) => scatterAdd(x, index, values, dim),
  oneHot: ([x], { classes }) => oneHot(x, classes),
  softmax: ([x], { dim }) => softmax(x, dim),
  logSoftmax: ([x], { dim }) => logSoftmax(x, dim),
  crossEntropy: ([logits, labels]) => crossEntropy(logits, labels),
  own: (inputs, { value }) => value(inputs),
}
