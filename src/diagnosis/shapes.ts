/** The right numbers in the wrong arrangement, and sums over the wrong dimensions. */
import { sumTo } from '../autograd/sweep.ts'
import { type Shape, sameShape, sizeOf } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import { nameConstant } from './constants.ts'
import type { Evidence, Setting } from './evidence.ts'
import { at, type Explanation, ownFormula, type Row } from './explanation.ts'
import { equal, ratio, sameNumbers } from './fit.ts'

const withoutOnes = (shape: Shape): string => shape.filter(size => size !== 1).join()

/** The value with the shape that was needed, where it has as many numbers. */
const reshaped = ({ value, needed }: Setting): Tensor | null =>
  value.data.length === needed.data.length ? new Tensor(needed.shape, value.data) : null

const everywhere = (evidence: Evidence, test: (setting: Setting) => boolean): boolean =>
  evidence.settings.every(test)

export const arrangement: Row = evidence => {
  const { name, settings } = evidence
  const [{ value, needed }] = settings
  const formula = ownFormula(evidence)
  const say = (short: string, message: string, tier: 1 | 2 | 3 = 2): Explanation => ({
    family: 'shape',
    formula,
    short,
    message,
    tier,
  })
  const same = everywhere(evidence, setting => {
    const other = reshaped(setting)
    return other !== null && equal(other, setting.needed)
  })
  const differs = !sameShape(value.shape, needed.shape)
  if (same && differs && withoutOnes(value.shape) === withoutOnes(needed.shape)) {
    const missing = value.shape.length < needed.shape.length
    return say(
      missing ? 'a dimension of size 1 was dropped' : 'a dimension of size 1 too many',
      missing
        ? `The numbers are right, but a dimension of size 1 was dropped. A gradient has its tensor's shape exactly; a sum keeps the dimension with { keepdim: true }. Look at ${at(name)}.`
        : `The numbers are right, but there is a dimension of size 1 too many. A gradient has its tensor's shape exactly: leave { keepdim: true } out, or drop the dimension. Look at ${at(name)}.`,
      3,
    )
  }
  if (same && differs) {
    return say(
      'right numbers, wrong shape',
      `The numbers are right and in order, but not in the shape of \`${name}\`: undo the view. Look at ${at(name)}.`,
      3,
    )
  }
  const transposed =
    value.shape.length === 2 &&
    everywhere(evidence, s => s.value.shape.length === 2 && equal(s.value.T, s.needed))
  if (transposed) {
    return say(
      'transposed',
      `The numbers are right, but rows and columns are swapped. (A @ B).T is B.T @ A.T. Look at ${at(name)}.`,
      3,
    )
  }
  if (differs && everywhere(evidence, stretchesTo)) {
    return say(
      'not spread over the shape',
      `The numbers are right, but there are too few. Every element of \`${name}\` gets its gradient, also where many of them are equal: spread it with expandAs, or multiply by onesLike. Look at ${at(name)}.`,
      3,
    )
  }
  if (everywhere(evidence, s => sameNumbers(s.value, s.needed) && s.needed.data.length > 1)) {
    return say(
      'right numbers, wrong order',
      `The numbers are right, but they stand in the wrong places. A view keeps the row-major order; go back by the reverse of what made the forward shape. Look at ${at(name)}.`,
    )
  }
  return null
}

/** Smaller than needed, and right once it is repeated. */
function stretchesTo({ value, needed }: Setting): boolean {
  if (sizeOf(value.shape) >= sizeOf(needed.shape) || value.shape.length > needed.shape.length) return false
  const offset = needed.shape.length - value.shape.length
  const fits = value.shape.every((size, dim) => size === 1 || size === needed.shape[dim + offset])
  return fits && equal(value.expand(needed.shape), needed)
}

/** A contribution summed over other dimensions than those that were stretched, or not summed at all. */
export const reduction: Row = evidence => {
  const { name, settings } = evidence
  const [{ terms, needed }] = settings
  const rank = terms.length === 1 ? terms[0].raw.shape.length : 0
  if (terms.length !== 1 || rank === 0) return null
  const stretched = terms[0].raw.data.length !== needed.data.length
  const user = terms[0].path.via[0]
  for (const reduce of ['sum', 'mean'] as const) {
    for (const dims of subsets(rank)) {
      const factor = factorTo(settings, ({ terms: [{ raw }] }) =>
        dims.length === 0 ? raw : raw[reduce](dims),
      )
      if (factor === null) continue
      const isRight =
        dims.length > 0 &&
        reduce === 'sum' &&
        settings.every(s => equal(fitTo(s.terms[0].raw.sum(dims), s.needed.shape) ?? s.value, s.needed))
      if (isRight || (dims.length === 0 && !stretched)) continue
      const times = factor === '1' ? '' : ` (times ${factor})`
      const what =
        dims.length === 0
          ? 'not summed'
          : dims.length === rank
            ? `a ${reduce} over everything`
            : `a ${reduce} over dimension ${dims.join(' and ')}`
      const idea = stretched
        ? `\`${name}\` was repeated to make ${at(user)}, and what is copied on the way forward is summed on the way back, over just the dimensions that were repeated.`
        : `No element of \`${name}\` was repeated to make ${at(user)}, so nothing is summed on the way back.`
      return {
        family: 'reduction',
        formula: ownFormula(evidence),
        short: what,
        message: `Your result is ${what}${times}. ${idea}`,
        tier: 2,
      }
    }
  }
  return productOfSums(evidence)
}

/** sum(a) * sum(b) is not sum(a * b). */
function productOfSums(evidence: Evidence): Explanation | null {
  const { name, settings } = evidence
  const [{ terms, needed }] = settings
  const { hops } = terms[0].path
  const { step, position } = hops[0]
  if (hops.length !== 1 || step.op !== 'mul' || terms[0].raw.data.length === needed.data.length) return null
  const factor = factorTo(settings, ({ terms: [term], needed }) => {
    const other = term.path.hops[0].step.inputs[1 - position]
    return sumTo(other, needed.shape).mul(sumTo(term.upstream, needed.shape))
  })
  if (factor === null) return null
  return {
    family: 'reduction',
    formula: ownFormula(evidence),
    short: 'a product of sums where the sum of products belongs',
    message: `You summed both factors and then multiplied; multiply first, element by element, and then sum. Look at ${at(terms[0].path.via[0])}: \`${name}\` was repeated there, and each copy met another factor.`,
    tier: 2,
  }
}

/** The named factor by which the value is the candidate, whatever dimensions of size 1 or repetition lie between. */
function factorTo(settings: readonly Setting[], candidate: (setting: Setting) => Tensor): string | null {
  const factors = settings.map(setting => {
    const { value } = setting
    const other = fitTo(candidate(setting), value.shape)
    return other === null ? null : ratio(value, other)
  })
  if (factors.some(factor => factor === null)) return null
  const name = nameConstant(
    factors as number[],
    settings.map(({ letters }) => letters),
  )
  return name === '1' ? name : null
}

/** A tensor in another shape, if that differs by dimensions of size 1 or by repetition alone. */
export function fitTo(x: Tensor, shape: Shape): Tensor | null {
  if (withoutOnes(x.shape) === withoutOnes(shape)) return new Tensor(shape, x.data)
  const offset = shape.length - x.shape.length
  const fits = offset >= 0 && x.shape.every((size, dim) => size === 1 || size === shape[dim + offset])
  return fits ? x.expand(shape) : null
}

function subsets(rank: number): number[][] {
  return Array.from({ length: 2 ** rank }, (_, bits) =>
    Array.from({ length: rank }, (_, dim) => dim).filter(dim => bits & (1 << dim)),
  )
}
