/**
 * One gradient rule per operation. A rule knows nothing of the graph: it is given the gradient `g` of its step's
 * output and sends one contribution back to each input (null: none reaches it). A contribution may still have the
 * dimensions that the operation stretched; the sweep sums them away (see `sumTo`).
 */

import { arange, onesLike, where, zeros } from '../tensor/creation.ts'
import { unslice } from '../tensor/kernels/layout.ts'
import { countOf, keptShape } from '../tensor/kernels/reduce.ts'
import type { Op } from '../tensor/operations.ts'
import type { Step } from '../tensor/recording.ts'
import { type Shape, sizeOf } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'

export type Rule<O extends Op> = (g: Tensor, step: Step<O>) => readonly (Tensor | null)[]

/** No gradient flows through: the output is piecewise constant in every input. */
const none: Rule<Op> = (_, { inputs }) => inputs.map(() => null)

/** Of y = f(x), elementwise: `g` times the slope, which may be written in terms of x and of y. */
const slope =
  (f: (x: Tensor, y: Tensor) => Tensor): Rule<Op> =>
  (g, { inputs: [x], output }) => [f(x, output).mul(g)]

const one = (x: Tensor): Tensor => onesLike(x)

export const rules: { readonly [O in Op]: Rule<O> } = {
  add: g => [g, g],
  sub: g => [g, g.neg()],
  mul: (g, { inputs: [a, b] }) => [b.mul(g), a.mul(g)],
  div: (g, { inputs: [a, b] }) => [g.div(b), a.neg().div(b.mul(b)).mul(g)],
  // The two `where` keep 0 * inf out where x = 0: the slope of x ** 0, and of 0 ** p, is 0.
  pow: (g, { inputs: [x, p], output }) => [
    p.mul(x.pow(where(p.eq(0), 0, p.sub(1)))).mul(g),
    output.mul(where(x.eq(0).mul(p.ge(0)), 0, x.log())).mul(g),
  ],
  maximum: (g, { inputs: [a, b] }) => [g.mul(share(a, b)), g.mul(share(b, a))],
  minimum: (g, { inputs: [a, b] }) => [g.mul(share(b, a)), g.mul(share(a, b))],
  eq: none,
  ne: none,
  lt: none,
  le: none,
  gt: none,
  ge: none,
  where: (g, { inputs: [condition] }) => [null, where(condition, g, 0), where(condition, 0, g)],

  neg: g => [g.neg()],
  exp: slope((_, y) => y),
  log: slope(x => x.pow(-1)),
  sqrt: slope((_, y) => y.mul(2).pow(-1)),
  abs: slope(x => x.sign()),
  sign: none,
  sin: slope(x => x.cos()),
  cos: slope(x => x.sin().neg()),
  sinh: slope(x => x.cosh()),
  cosh: slope(x => x.sinh()),
  tanh: slope((_, y) => one(y).sub(y.pow(2))),
  sigmoid: slope((_, y) => y.mul(one(y).sub(y))),
  relu: slope(x => x.gt(0)),

  sum: (g, { inputs: [x], attributes: { dims } }) => [spread(g, x, dims)],
  mean: (g, { inputs: [x], attributes: { dims } }) => [spread(g.mul(1 / countOf(x.shape, dims)), x, dims)],
  var: (g, { inputs: [x], attributes: { dims, correction } }) => {
    const centred = x.sub(x.mean(dims, { keepdim: true }))
    return [centred.mul(2 / (countOf(x.shape, dims) - correction)).mul(keep(g, x, dims))]
  },
  max: best,
  min: best,
  argmax: none,
  argmin: none,

  matmul: (g, { inputs: [a, b] }) => {
    // A vector took part as a row or a column; give every operand its two dimensions back first.
    const [row, column] = [a.shape.length === 1, b.shape.length === 1]
    const left = row ? a.view(1, -1) : a
    const right = column ? b.view(-1, 1) : b
    const shape: number[] = [...g.shape.slice(0, g.shape.length - (row ? 0 : 1) - (column ? 0 : 1))]
    const wide = g.view([...shape, left.shape.at(-2)!, right.shape.at(-1)!])
    const da = wide.matmul(right.T)
    const db = left.T.matmul(wide)
    return [
      row ? da.view([...da.shape.slice(0, -2), a.shape[0]]) : da,
      column ? db.view([...db.shape.slice(0, -2), b.shape[0]]) : db,
    ]
  },

  view: (g, { inputs: [x] }) => [g.view(x.shape)],
  permute: (g, { attributes: { dims } }) => [g.permute(dims.map((_, dim) => dims.indexOf(dim)))],
  expand: g => [g],
  cat: (g, { inputs, attributes: { dim } }) => {
    let start = 0
    return inputs.map(({ shape }) => g.slice(dim, start, (start += shape[dim])))
  },
  slice: (g, { inputs: [x], attributes: { dim, start, step } }) => {
    const { shape, data } = unslice(g, x.shape, dim, start, step)
    return [new Tensor(shape, data)]
  },
  index: (g, { inputs: [x, ...indices] }) => [
    zeros(x.shape).indexAdd(indices, g),
    ...indices.map(() => null),
  ],
  indexPut: (g, { inputs: [, values, ...indices] }) => [
    g.indexPut(indices, 0),
    lastPlaced(g, indices)
      .mul(g.index(...indices))
      .view(...stretchedShape(g, values, indices)),
    ...indices.map(() => null),
  ],
  indexAdd: (g, { inputs: [, values, ...indices] }) => [
    g,
    g.index(...indices).view(...stretchedShape(g, values, indices)),
    ...indices.map(() => null),
  ],
  oneHot: none,

  softmax: (g, { output: y, attributes: { dim } }) => [y.mul(g.sub(g.mul(y).sum(dim, { keepdim: true })))],
  logSoftmax: (g, { output: y, attributes: { dim } }) => [g.sub(y.exp().mul(g.sum(dim, { keepdim: true })))],
  crossEntropy: (g, { inputs: [logits, labels] }) => {
    const [n] = logits.shape
    const probs = logits.logSoftmax(1).exp()
    return [probs.indexAdd([arange(n), labels], -1).mul(g.div(n)), null]
  },
}

/** Where a is the larger: 1; where both are equal: half, as PyTorch shares it. */
const share = (a: Tensor, b: Tensor): Tensor => a.gt(b).add(a.eq(b).mul(0.5))

/** A reduced gradient with its reduced dimensions back, as size 1. */
const keep = (g: Tensor, x: Tensor, dims: readonly number[]): Tensor => g.view(keptShape(x.shape, dims))

const spread = (g: Tensor, x: Tensor, dims: readonly number[]): Tensor => keep(g, x, dims).expand(x.shape)

/** Of equal best elements along a dimension the first receives all, over the whole tensor each an equal share (PyTorch). */
function best(g: Tensor, step: Step<'max' | 'min'>): readonly Tensor[] {
  const {
    inputs: [x],
    output,
    attributes: { dims, whole },
  } = step
  if (!whole) {
    const first =
      step.op === 'max' ? x.argmax(dims[0], { keepdim: true }) : x.argmin(dims[0], { keepdim: true })
    const position = arange(x.shape[dims[0]]).view(x.shape.map((size, dim) => (dim === dims[0] ? size : 1)))
    return [position.eq(first).mul(keep(g, x, dims))]
  }
  const winners = x.eq(keep(output, x, dims))
  return [winners.div(winners.sum(dims, { keepdim: true })).mul(keep(g, x, dims))]
}

/** Where indices repeat, the last value placed is the one that stayed: 1 for it, 0 for the others. */
function lastPlaced(g: Tensor, indices: readonly Tensor[]): Tensor {
  const picked = g.index(...indices)
  const tickets = arange(picked.data.length).view(picked.shape)
  const stayed = zeros(g.shape)
    .indexPut(indices, tickets)
    .index(...indices)
  return stayed.eq(tickets)
}

/** The shape of the picked places, with leading ones dropped or added so that `sumTo(values.shape)` can act. */
function stretchedShape(g: Tensor, values: Tensor, indices: readonly Tensor[]): [Shape] {
  const picked = g.index(...indices).shape
  return [sizeOf(picked) === sizeOf(values.shape) ? values.shape : picked]
}
