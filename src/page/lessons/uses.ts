/** What each use of a tensor does to its shape, from the recorded steps of the forward pass. */
import { type Graph, isLearnable } from '../../autograd/graph.ts'
import { carriesGradient } from '../../autograd/rules.ts'
import type { Attributes, Op } from '../../tensor/operations.ts'
import type { Step } from '../../tensor/recording.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { ShapeChange, UseView } from '../contract.ts'

/** All uses of tensors that have a gradient, in the order of the forward pass. */
export function usesIn(graph: Graph): UseView[] {
  const isJudged = (name: string): boolean => isLearnable(graph, name)
  return [...graph.tensors.keys()].filter(isJudged).flatMap(from =>
    graph.users
      .get(from)!
      .filter(isJudged)
      .map(to => useOf(graph, from, to)),
  )
}

function useOf(graph: Graph, from: string, to: string): UseView {
  const [x, y] = [graph.tensors.get(from)!, graph.tensors.get(to)!]
  return { from, to, change: together(changesBetween(graph, x, y)), shapes: [x.shape, y.shape] }
}

/** Of each step on the way, in order; those of a tensor that has a name of its own are its own. */
function changesBetween({ steps, names, order }: Graph, from: Tensor, to: Tensor): ShapeChange[] {
  const end = order.get(names.get(to)!)!
  // Backwards first: what goes into other tensors, too, is not on the way to this one.
  const towards = new Set<Tensor>([to])
  for (const step of steps.slice(0, end + 1).reverse()) {
    if (!towards.has(step.output)) continue
    for (const input of step.inputs) if (input === from || !names.has(input)) towards.add(input)
  }
  const reached = new Set<Tensor>([from])
  const changes: ShapeChange[] = []
  for (const step of steps.slice(0, end + 1)) {
    if (!towards.has(step.output) || reached.has(step.output)) continue
    for (const [at, input] of step.inputs.entries()) {
      if (!reached.has(input) || !carriesGradient(step, at)) continue
      reached.add(step.output)
      changes.push(changeBy(step, input))
    }
  }
  return changes
}

/** One word for all of them, where they are of one kind. */
function together(changes: readonly ShapeChange[]): ShapeChange {
  const [first, ...others] = changes.filter(({ kind }) => kind !== 'element by element')
  if (first === undefined) return { kind: 'element by element' }
  return others.every(other => JSON.stringify(other) === JSON.stringify(first)) ? first : { kind: 'other' }
}

function changeBy(step: Step, input: Tensor): ShapeChange {
  const kind = kinds[step.op]
  if (kind === 'summed') return { kind, dims: (step.attributes as Attributes['sum']).dims }
  if (kind !== 'copied') return { kind }
  const dims = copiedDims(input.shape, step.output.shape)
  return dims.length === 0 ? { kind: 'element by element' } : { kind, dims }
}

/** Of the larger shape: those along which the smaller one is repeated. */
function copiedDims(from: Shape, to: Shape): number[] {
  const added = to.length - from.length
  return to.flatMap((size, dim) => (dim < added || (from[dim - added] === 1 && size !== 1) ? [dim] : []))
}

/** `copied`: element by element, where nothing is repeated. */
const kinds: { readonly [O in Op]: ShapeChange['kind'] } = {
  add: 'copied',
  sub: 'copied',
  mul: 'copied',
  div: 'copied',
  pow: 'copied',
  maximum: 'copied',
  minimum: 'copied',
  eq: 'copied',
  ne: 'copied',
  lt: 'copied',
  le: 'copied',
  gt: 'copied',
  ge: 'copied',
  where: 'copied',
  expand: 'copied',
  neg: 'element by element',
  exp: 'element by element',
  log: 'element by element',
  sqrt: 'element by element',
  abs: 'element by element',
  sign: 'element by element',
  sin: 'element by element',
  cos: 'element by element',
  sinh: 'element by element',
  cosh: 'element by element',
  tanh: 'element by element',
  sigmoid: 'element by element',
  relu: 'element by element',
  erf: 'element by element',
  clamp: 'element by element',
  sum: 'summed',
  mean: 'summed',
  max: 'picked',
  min: 'picked',
  argmax: 'other',
  argmin: 'other',
  index: 'picked',
  gather: 'picked',
  slice: 'picked',
  matmul: 'multiplied',
  view: 'reshaped',
  permute: 'reshaped',
  prod: 'other',
  logsumexp: 'other',
  var: 'other',
  std: 'other',
  cat: 'other',
  indexPut: 'other',
  indexAdd: 'other',
  cumsum: 'other',
  flip: 'other',
  scatter: 'other',
  scatterAdd: 'other',
  oneHot: 'other',
  softmax: 'other',
  logSoftmax: 'other',
  crossEntropy: 'other',
  own: 'other',
}
