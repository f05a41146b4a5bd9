/**
 * One gradient rule per operation. A rule knows nothing of the graph: it is given the gradient `g` of its step's
 * output and sends one contribution back to each input. A contribution may still have the dimensions that the
 * operation stretched; the sweep sums them away (see `sumTo`).
 */
import { arange, onesLike, where, zeros } from '../tensor/creation.ts'
import { unslice } from '../tensor/kernels/layout.ts'
import { countOf, keptShape, prodOfOthers } from '../tensor/kernels/reduce.ts'
import type { Attributes, Op, Own } from '../tensor/operations.ts'
import type { Step } from '../tensor/recording.ts'
import { sizeOf } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'

/** From the gradient of a step's output to what it sends back to the input at `position`. */
export type GradientRule<O extends Op> = (g: Tensor, step: Step<O>, position: number) => Tensor

/** One function for each input that gradient flows to, or one that serves all inputs alike. */
export type Rule<O extends Op> = readonly (GradientRule<O> | null)[] | GradientRule<O>

/** No gradient flows through: the output is piecewise constant in every input. */
const none: Rule<Op> = []

/** Of y = f(x), elementwise: `g` times the slope, which may be written in terms of x and of y. */
const slope = (f: (x: Tensor, y: Tensor) => Tensor): Rule<Op> => [
  (g, { inputs: [x], output }) => f(x, output).mul(g),
]

export const rules: { readonly [O in Op]: Rule<O> } = {
  add: [g => g, g => g],
  sub: [g => g, g => g.neg()],
  mul: [(g, { inputs: [, b] }) => b.mul(g), (g, { inputs: [a] }) => a.mul(g)],
  div: [(g, { inputs: [, b] }) => g.div(b), (g, { inputs: [a, b] }) => a.neg().div(b.mul(b)).mul(g)],
  // The two `where` keep 0 * inf out where x = 0: the slope of x ** 0, and of 0 ** p, is 0.
  pow: [
    (g, { inputs: [x, p] }) => p.mul(x.pow(where(p.eq(0), 0, p.sub(1)))).mul(g),
    (g, { inputs: [x, p], output }) => output.mul(where(x.eq(0).mul(p.ge(0)), 0, x.log())).mul(g),
  ],
  maximum: [(g, { inputs: [a, b] }) => g.mul(share(a, b)), (g, { inputs: [a, b] }) => g.mul(share(b, a))],
  minimum: [(g, { inputs: [a, b] }) => g.mul(share(b, a)), (g, { inputs: [a, b] }) => g.mul(share(a, b))],
  eq: none,
  ne: none,
  lt: none,
  le: none,
  gt: none,
  ge: none,
  where: [
    null,
    (g, { inputs: [condition] }) => where(condition, g, 0),
    (g, { inputs: [condition] }) => where(condition, 0, g),
  ],

  neg: [g => g.neg()],
  exp: slope((_, y) => y),
  log: slope(x => x.pow(-1)),
  sqrt: slope((_, y) => y.mul(2).pow(-1)),
  abs: slope(x => x.sign()),
  sign: none,
  sin: slope(x => x.cos()),
  cos: slope(x => x.sin().neg()),
  sinh: slope(x => x.cosh()),
  cosh: slope(x => x.sinh()),
  tanh: slope((_, y) => onesLike(y).sub(y.pow(2))),
  sigmoid: slope((_, y) => y.mul(onesLike(y).sub(y))),
  relu: slope(x => x.gt(0)),
  erf: slope(x =>
    x
      .square()
      .neg()
      .exp()
      .mul(2 / Math.sqrt(Math.PI)),
  ),
  // At a bound the slope is 1, as within.
  clamp: [
    (g, { inputs: [x], attributes: { min, max } }) =>
      where(x.ge(min ?? -Infinity).mul(x.le(max ?? Infinity)), g, 0),
  ],

  sum: [(g, { inputs: [x], attributes: { dims } }) => spread(g, x, dims)],
  prod: [
    (g, { inputs: [x], attributes: { dims } }) => {
      const { shape, data } = prodOfOthers(x, dims)
      return keep(g, x, dims).mul(new Tensor(shape, data))
    },
  ],
  logsumexp: [
    (g, { inputs: [x], output, attributes: { dims } }) =>
      x
        .sub(keep(output, x, dims))
        .exp()
        .mul(keep(g, x, dims)),
  ],
  mean: [(g, { inputs: [x], attributes: { dims } }) => spread(g.mul(1 / countOf(x.shape, dims)), x, dims)],
  var: [(g, { inputs: [x], attributes }) => varied(g, x, attributes)],
  // Where nothing varies the root has an infinite slope, but PyTorch sends 0 back.
  std: [
    (g, { inputs: [x], output, attributes }) =>
      varied(where(output.eq(0), 0, g.div(output.mul(2))), x, attributes),
  ],
  max: [best],
  min: [best],
  argmax: none,
  argmin: none,

  // A vector took part as a row or a column: every operand is given its two dimensions first.
  matmul: [
    (g, { inputs: [a, b] }) => {
      const da = asMatrix(g, a, b).matmul((b.shape.length === 1 ? b.view(-1, 1) : b).T)
      return a.shape.length === 1 ? da.squeeze(-2) : da
    },
    (g, { inputs: [a, b] }) => {
      const db = (a.shape.length === 1 ? a.view(1, -1) : a).T.matmul(asMatrix(g, a, b))
      return b.shape.length === 1 ? db.squeeze(-1) : db
    },
  ],

  view: [(g, { inputs: [x] }) => g.view(x.shape)],
  permute: [(g, { attributes: { dims } }) => g.permute(dims.map((_, dim) => dims.indexOf(dim)))],
  expand: [g => g],
  cat: (g, { inputs, attributes: { dim } }, position) => {
    const start = inputs.slice(0, position).reduce((total, { shape }) => total + shape[dim], 0)
    return g.slice(dim, start, start + inputs[position].shape[dim])
  },
  slice: [
    (g, { inputs: [x], attributes: { dim, start, step } }) => {
      const { shape, data } = unslice(g, x.shape, dim, start, step)
      return new Tensor(shape, data)
    },
  ],
  index: [(g, { inputs: [x, ...indices] }) => zeros(x.shape).indexAdd(indices, g)],
  indexPut: [
    (g, { inputs: [, , ...indices] }) => g.indexPut(indices, 0),
    (g, { inputs: [, values, ...indices] }) => {
      const pick = (x: Tensor): Tensor => x.index(...indices)
      const last = lastPut(g, pick, (x, tickets) => x.indexPut(indices, tickets))
      return fitting(last.mul(pick(g)), values)
    },
  ],
  indexAdd: [g => g, (g, { inputs: [, values, ...indices] }) => fitting(g.index(...indices), values)],
  cumsum: [(g, { attributes: { dim } }) => g.flip(dim).cumsum(dim).flip(dim)],
  flip: [(g, { attributes: { dim } }) => g.flip(dim)],
  gather: [(g, { inputs: [x, index], attributes: { dim } }) => zeros(x.shape).scatterAdd(dim, index, g)],
  scatter: [
    (g, { inputs: [, , index], attributes: { dim } }) => g.scatter(dim, index, 0),
    (g, { inputs: [, , index], attributes: { dim } }) => {
      const pick = (x: Tensor): Tensor => x.gather(dim, index)
      return lastPut(g, pick, (x, tickets) => x.scatter(dim, index, tickets)).mul(pick(g))
    },
  ],
  scatterAdd: [g => g, (g, { inputs: [, , index], attributes: { dim } }) => g.gather(dim, index)],
  oneHot: none,

  softmax: [(g, { output: y, attributes: { dim } }) => y.mul(g.sub(g.mul(y).sum(dim, { keepdim: true })))],
  logSoftmax: [(g, { output: y, attributes: { dim } }) => g.sub(y.exp().mul(g.sum(dim, { keepdim: true })))],
  crossEntropy: [
    (g, { inputs: [logits, labels] }) => {
      const [n] = logits.shape
      const probs = logits.logSoftmax(1).exp()
      return probs.indexAdd([arange(n), labels], -1).mul(g.div(n))
    },
  ],
  own: (g, step, position) => step.attributes.gradient[position]!(g, step),
}

/** What a step sends back to one of its inputs; null where nothing flows. */
export function contributionOf(step: Step, g: Tensor, position: number): Tensor | null {
  return backwardOf(step, position)?.(g, step, position) ?? null
}

/** Whether gradient flows to an input: not to an index, a condition, or a plain number. */
export const carriesGradient = (step: Step, position: number): boolean => backwardOf(step, position) !== null

function backwardOf(step: Step, position: number): GradientRule<Op> | null {
  if (step.op === 'own' && ((step.attributes as Own).gradient[position] ?? null) === null) return null
  const rule = rules[step.op] as Rule<Op>
  const backward = typeof rule === 'function' ? rule : (rule[position] ?? null)
  return typeof step.operands[position] === 'number' ? null : backward
}

/** Where a is the larger: 1; where both are equal: half, as PyTorch shares it. */
const share = (a: Tensor, b: Tensor): Tensor => a.gt(b).add(a.eq(b).mul(0.5))

/** A reduced gradient with its reduced dimensions back, as size 1. */
const keep = (g: Tensor, x: Tensor, dims: readonly number[]): Tensor => g.view(keptShape(x.shape, dims))

const spread = (g: Tensor, x: Tensor, dims: readonly number[]): Tensor => keep(g, x, dims).expand(x.shape)

/** What the gradient of a variance sends back. */
function varied(g: Tensor, x: Tensor, { dims, correction }: Attributes['var']): Tensor {
  const centred = x.sub(x.mean(dims, { keepdim: true }))
  return centred.mul(2 / (countOf(x.shape, dims) - correction)).mul(keep(g, x, dims))
}

/** The gradient of a matrix product with the dimensions back that a vector operand did without. */
function asMatrix(g: Tensor, a: Tensor, b: Tensor): Tensor {
  const rows = a.shape.length === 1 ? g.unsqueeze(b.shape.length === 1 ? -1 : -2) : g
  return b.shape.length === 1 ? rows.unsqueeze(-1) : rows
}

/** Of equal best elements along a dimension the first receives all, over the whole tensor each an equal share (PyTorch). */
function best(g: Tensor, step: Step<'max' | 'min'>): Tensor {
  const {
    inputs: [x],
    output,
    attributes: { dims, whole },
  } = step
  if (!whole) {
    const first =
      step.op === 'max' ? x.argmax(dims[0], { keepdim: true }) : x.argmin(dims[0], { keepdim: true })
    const position = arange(x.shape[dims[0]]).view(x.shape.map((size, dim) => (dim === dims[0] ? size : 1)))
    return position.eq(first).mul(keep(g, x, dims))
  }
  const winners = x.eq(keep(output, x, dims))
  return winners.div(winners.sum(dims, { keepdim: true })).mul(keep(g, x, dims))
}

/** Where places repeat, the last value put there is the one that stayed: 1 for it, 0 for the others. */
function lastPut(
  g: Tensor,
  pick: (x: Tensor) => Tensor,
  put: (x: Tensor, tickets: Tensor) => Tensor,
): Tensor {
  const { shape } = pick(g)
  const tickets = arange(sizeOf(shape)).view(shape)
  return pick(put(zeros(g.shape), tickets)).eq(tickets)
}

/** `picked` in the shape of the values that were placed, leading ones dropped, unless they were stretched. */
const fitting = (picked: Tensor, values: Tensor): Tensor =>
  sizeOf(picked.shape) === sizeOf(values.shape) ? picked.view(values.shape) : picked
