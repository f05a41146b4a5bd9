/** One term at a time: the right ones are taken off first, and what is left must be this one, spoilt. */
import { sumTo } from '../autograd/sweep.ts'
import { onesLike } from '../tensor/creation.ts'
import { type Shape, sameShape } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import { nameConstant } from './constants.ts'
import type { Evidence, TrialCall } from './evidence.ts'
import { largest, ratio } from './fit.ts'
import { sendBack, type Term } from './paths.ts'

/** What is left of the learner's value for one term. */
export interface Branch {
  readonly evidence: Evidence
  readonly index: number
  /** One for each setting. */
  readonly rests: readonly Tensor[]
}

/** The branches whose rest has the tensor's shape and is not zero. */
export function branchesOf(evidence: Evidence): Branch[] {
  const { settings } = evidence
  if (settings.some(({ value, needed }) => !sameShape(value.shape, needed.shape))) return []
  return settings[0].terms.flatMap((_, index) => {
    const rests = settings.map(setting => restOf(setting, index))
    const empty = rests.some((rest, i) => largest(rest.data) <= 1e-9 * largest(settings[i].value.data))
    return empty ? [] : [{ evidence, index, rests }]
  })
}

/** What is left of the value for one term, the others taken off. */
export const restOf = ({ value, terms }: TrialCall, index: number): Tensor =>
  terms.reduce((rest, term, i) => (i === index ? rest : rest.sub(term.value)), value)

/** The name of the factor by which the rest is the candidate, in all settings; null where it isn't. */
export function factorOf(
  { evidence, index, rests }: Branch,
  candidate: (setting: TrialCall, term: Term) => Tensor | null,
): string | null {
  const factors: number[] = []
  for (const [i, setting] of evidence.settings.entries()) {
    const other = candidate(setting, setting.terms[index])
    const k = other === null ? null : ratio(rests[i], other)
    if (k === null || Math.abs(k) < 1e-12) return null
    factors.push(k)
  }
  return nameConstant(
    factors,
    evidence.settings.map(({ letters }) => letters),
  )
}

export const termOfBranch = ({ evidence, index }: Branch): Term => evidence.settings[0].terms[index]

/** The local derivative alone: what would come back for a gradient of 1 at the far end. */
export const localDerivative = (term: Term): Tensor => sendBack(term.path.hops, onesLike(term.upstream))

/** A tensor in the shape that is needed: summed where it is larger, repeated where it is smaller. */
export function toShape(x: Tensor, needed: Tensor): Tensor | null {
  if (sameShape(x.shape, needed.shape)) return x
  if (withoutOnes(x.shape) === withoutOnes(needed.shape)) return new Tensor(needed.shape, x.data)
  try {
    return x.data.length > needed.data.length ? sumTo(x, needed.shape) : x.expand(needed.shape)
  } catch {
    return null
  }
}

export const withoutOnes = (shape: Shape): string => shape.filter(size => size !== 1).join()

/** A tensor in another shape, if that differs by dimensions of size 1 or by repetition alone. */
export function fitTo(x: Tensor, shape: Shape): Tensor | null {
  if (withoutOnes(x.shape) === withoutOnes(shape)) return new Tensor(shape, x.data)
  const offset = shape.length - x.shape.length
  const fits = offset >= 0 && x.shape.every((size, dim) => size === 1 || size === shape[dim + offset])
  return fits ? x.expand(shape) : null
}
