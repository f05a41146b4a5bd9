/** Sums over other dimensions than those that were stretched. */
import { contributionOf } from '../autograd/rules.ts'
import { sumTo } from '../autograd/sweep.ts'
import { type Shape, sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { fitTo, restOf } from './branch.ts'
import { nameConstant } from './constants.ts'
import type { Evidence, TrialCall } from './evidence.ts'
import { type DiagnosisRule, type Explanation, ownFormula } from './explanation.ts'
import { equal, ratio } from './fit.ts'
import { sendBack, type Term } from './paths.ts'
import { at, dimensions, subjectOf } from './words.ts'

/** A contribution reduced otherwise than by a sum over the dimensions that were stretched. */
export const reduction: DiagnosisRule = evidence => {
  const { settings } = evidence
  const [{ terms, needed }] = settings
  for (const [index, { raw, path }] of terms.entries()) {
    const picks = path.hops.some(({ step }) => step.op === 'index' || step.op === 'max')
    const isOneOfMany = terms.filter(term => term.path.via[0] === path.via[0]).length > 1
    const isRunning = path.hops.some(({ step }) => step.op === 'cumsum')
    if (raw.shape.length === 0 || picks || isOneOfMany || isRunning) continue
    // A single term may be looked at in whatever shape it has; of several, the others are taken off.
    const isOff =
      terms.length > 1 && settings.some(({ value, needed }) => !sameShape(value.shape, needed.shape))
    if (isOff && !settings.every(({ value, needed }) => isLarger(value.shape, needed.shape))) continue
    const rests = settings.map(setting => restOf(setting, index))
    for (const { text, dims, of } of [...reductions(raw.shape.length), ...productsOfSums]) {
      if (isOff && text !== 'not summed') continue
      const is = settings.every(({ terms }, i) => matches(of(terms[index]), rests[i]))
      const scaled =
        productsOfSums.some(row => row.of === of) &&
        isMultiple(settings, ({ terms }) => of(terms[index]), rests)
      if (!(is || scaled) || settings.every(({ terms }) => matches(of(terms[index]), terms[index].value)))
        continue
      const half = dims === undefined ? [] : left(stretched(raw.shape, needed.shape), dims)
      return half.length > 0
        ? explainHalf(evidence, index, text, half)
        : explainReduction(evidence, index, text, dims)
    }
  }
  return null
}

interface Reduced {
  readonly text: string
  /** Of a sum: over which. */
  readonly dims?: readonly number[]
  readonly of: (term: Term) => Tensor | null
}

const kept = { keepdim: true }

function reductions(rank: number): Reduced[] {
  const over = (dims: readonly number[]): string => (dims.length === rank ? 'everything' : dimensions(dims))
  const all = subsets(rank)
  return [
    { text: 'not summed', of: ({ raw }) => raw },
    ...all.flatMap(dims => [
      { text: `a sum over ${over(dims)}`, dims, of: ({ raw }: Term) => raw.sum(dims, kept) },
      { text: `a mean over ${over(dims)}`, of: ({ raw }: Term) => raw.mean(dims, kept) },
    ]),
    ...Array.from({ length: rank }, (_, dim) => [
      { text: `the largest along dimension ${dim}`, of: ({ raw }: Term) => raw.max(dim, kept).values },
      {
        text: `a sum that leaves out the first along dimension ${dim}`,
        of: ({ raw }: Term) => raw.slice(dim, 1).sum(dim),
      },
      {
        text: `a sum that leaves out the last along dimension ${dim}`,
        of: ({ raw }: Term) => raw.slice(dim, 0, -1).sum(dim),
      },
      {
        text: `made from an upstream gradient that is summed over dimension ${dim} first`,
        of: (term: Term) => summedFirst(term, dim),
      },
      { text: `the first along dimension ${dim} alone`, of: ({ raw }: Term) => raw.slice(dim, 0, 1) },
      { text: `the last along dimension ${dim} alone`, of: ({ raw }: Term) => raw.slice(dim, -1) },
    ]).flat(),
  ]
}

/** The upstream gradient, summed where it should not be, and copied back. */
function summedFirst({ path: { hops }, upstream: u }: Term, dim: number): Tensor | null {
  return dim < u.shape.length && u.shape.length > 1 ? sendBack(hops, u.sum(dim, kept).expand(u.shape)) : null
}

/** sum(a) * sum(b) is not sum(a * b). */
const productsOfSums: readonly Reduced[] = [
  {
    text: 'a product of sums instead of a sum of products',
    of: term => factors(term, (a, u, x) => sumTo(a, x).mul(sumTo(u, x))),
  },
  {
    text: 'a product with only one factor summed',
    of: term => factors(term, (a, u, x) => sumTo(a, x).mul(u)),
  },
  {
    text: 'a product with only one factor summed',
    of: term => factors(term, (a, u, x) => a.mul(sumTo(u, x))),
  },
  { text: 'a product of sums instead of a sum of products', of: sumsOfMatrices },
  { text: 'a product of sums instead of a sum of products', of: sumsOfBatches },
  { text: 'not summed over the batch', of: outer },
  { text: 'not summed', of: beforeTheSum },
  { text: 'a sum that leaves out the first', of: term => contracted(term, 1, undefined) },
  { text: 'a sum that leaves out the last', of: term => contracted(term, 0, -1) },
  { text: 'the first alone, not a sum', of: term => contracted(term, 0, 1) },
  { text: 'the last alone, not a sum', of: term => contracted(term, -1, undefined) },
]

function factors(
  { path: { hops }, upstream }: Term,
  combine: (a: Tensor, u: Tensor, x: Shape) => Tensor,
): Tensor | null {
  const [{ step, position }] = hops
  if (step.op !== 'mul' || step.output.data.length !== upstream.data.length) return null
  const [x, a] = [step.inputs[position], step.inputs[1 - position]]
  if ([a, upstream].every(({ data }) => data.length === x.data.length)) return null // nothing to sum
  try {
    return combine(a, upstream, x.shape)
  } catch {
    return null
  }
}

/** Of A @ B: the row sums of one times the column sums of the other. */
function sumsOfMatrices({ path: { hops }, upstream: u }: Term): Tensor | null {
  const [{ step, position }] = hops
  if (step.op !== 'matmul' || u.shape.length !== 2 || step.inputs.some(({ shape }) => shape.length !== 2))
    return null
  const [a, b] = step.inputs
  return position === 0 ? u.sum(1, { keepdim: true }).mul(b.sum(1)) : a.sum(0).view(-1, 1).mul(u.sum(0))
}

/** Of A @ B with one B for a whole batch of A: what is summed over the batch first, and then multiplied. */
function sumsOfBatches({ path: { hops }, upstream: u }: Term): Tensor | null {
  const [{ step, position }] = hops
  const [a, b] = step.inputs
  if (step.op !== 'matmul' || position !== 1 || a.shape.length !== 3 || b.shape.length !== 2) return null
  return u.shape.length === 3 ? a.sum(0).T.matmul(u.sum(0)) : null
}

/** Of A @ B: all products of A's and u's numbers, example by example. */
function outer({ path: { hops }, upstream: u }: Term): Tensor | null {
  const [{ step, position }] = hops
  const [a] = step.inputs
  if (step.op !== 'matmul' || position !== 1 || a.shape.length !== 2) return null
  if (u.shape.length === 1) return a.mul(u.unsqueeze(1))
  return u.shape.length === 2 ? a.unsqueeze(2).mul(u.unsqueeze(1)) : null
}

/** Where the tensor was reshaped or transposed before it was repeated: what comes back before that is summed. */
function beforeTheSum({ path: { hops }, upstream }: Term): Tensor | null {
  const [{ step }, next] = hops
  if ((step.op !== 'view' && step.op !== 'permute') || next === undefined) return null
  const g = sumTo(sendBack(hops.slice(2), upstream), next.step.output.shape)
  const back = contributionOf(next.step, g, next.position)
  if (back === null || back.data.length === step.output.data.length) return null // nothing to sum
  return step.op === 'permute' && back.shape.length > 1 ? back.mT : back
}

/** Of A @ B: the product over a part of what it sums over. */
function contracted(
  { path: { hops }, upstream: u }: Term,
  start: number,
  end: number | undefined,
): Tensor | null {
  const [{ step, position }] = hops
  if (step.op !== 'matmul' || u.shape.length !== 2 || step.inputs.some(({ shape }) => shape.length !== 2))
    return null
  const [a, b] = step.inputs
  return position === 0
    ? u.slice(1, start, end).matmul(b.slice(1, start, end).T)
    : a.slice(0, start, end).T.matmul(u.slice(0, start, end))
}

/** Whether a shape is another one with dimensions in front. */
const isLarger = (large: Shape, small: Shape): boolean =>
  large.length > small.length && sameShape(large.slice(large.length - small.length), small)

/** Which dimensions were repeated to make a shape out of a smaller one. */
function stretched(large: Shape, small: Shape): number[] {
  const added = large.length - small.length
  return [...large.keys()].filter(dim => dim < added || (small[dim - added] === 1 && large[dim] !== 1))
}

/** What is still to be summed where some of it was; nothing where what was summed should not be. */
const left = (needed: readonly number[], dims: readonly number[]): number[] =>
  dims.every(dim => needed.includes(dim)) ? needed.filter(dim => !dims.includes(dim)) : []

function explainHalf(evidence: Evidence, index: number, what: string, half: readonly number[]): Explanation {
  const { name, settings } = evidence
  const user = at(settings[0].terms[index].path.via[0])
  return {
    family: 'reduction',
    formula: ownFormula(evidence),
    short: `not summed over ${dimensions(half)}`,
    message: `${subjectOf(evidence, index)} is ${what}. That's right so far, but \`${name}\` was also repeated along ${dimensions(half)} to make ${user}, so sum over ${half.length === 1 ? 'that' : 'those'} too.`,
    tier: 2,
  }
}

function explainReduction(
  evidence: Evidence,
  index: number,
  what: string,
  dims: readonly number[] | undefined,
): Explanation {
  const { name, settings } = evidence
  const term = settings[0].terms[index]
  const user = at(term.path.via[0])
  const alongNone = dims?.every(dim => !stretched(term.raw.shape, settings[0].needed.shape).includes(dim))
  const idea = isRepeated(term, settings[0].needed)
    ? `\`${name}\` was repeated to make ${user}, and what is copied in the forward pass is summed in the backward pass: over exactly the dimensions that were repeated.`
    : alongNone
      ? `\`${name}\` wasn't repeated along ${dims!.length === 1 ? 'that dimension' : 'those dimensions'} to make ${user}, so don't sum over ${dims!.length === 1 ? 'it' : 'them'}.`
      : term.path.hops[0].step.op === 'matmul'
        ? `In ${user}, each number of \`${name}\` meets a whole row or column, so what comes back is a sum of products: a matrix product.`
        : `No element of \`${name}\` was repeated to make ${user}, so don't sum or average in the backward pass.`
  return {
    family: 'reduction',
    formula: ownFormula(evidence),
    short: what,
    message: `${subjectOf(evidence, index)} is ${what}. ${idea}`,
    tier: 2,
  }
}

/** Whether an element was used in several places in the forward pass. */
const isRepeated = ({ raw, path }: Term, needed: Tensor): boolean =>
  raw.data.length !== needed.data.length ||
  path.hops.some(
    ({ step: { op, inputs, output }, position }) =>
      (op === 'matmul' ? output.shape.length > inputs[position].shape.length : true) &&
      output.data.length > inputs[position].data.length,
  )

/** A product of means is a product of sums but for a number with a name. */
function isMultiple(
  settings: readonly TrialCall[],
  make: (setting: TrialCall) => Tensor | null,
  rests: readonly Tensor[],
): boolean {
  const factors = settings.map((setting, i) => {
    const x = make(setting)
    const other = x === null ? null : fitTo(x, rests[i].shape)
    return other === null ? null : ratio(rests[i], other)
  })
  return (
    factors.every(k => k !== null) &&
    nameConstant(
      factors as number[],
      settings.map(({ letters }) => letters),
    ) !== null
  )
}

/** Equal, whatever dimensions of size 1 or repetitions lie between. */
function matches(x: Tensor | null, value: Tensor): boolean {
  const other = x === null ? null : fitTo(x, value.shape)
  return other !== null && equal(value, other)
}

function subsets(rank: number): number[][] {
  return Array.from({ length: 2 ** rank - 1 }, (_, i) => i + 1).map(bits =>
    Array.from({ length: rank }, (_, dim) => dim).filter(dim => bits & (1 << dim)),
  )
}
